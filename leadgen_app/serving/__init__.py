"""From a clone to an address: the database brought up to date, the pages built once, one port served."""
