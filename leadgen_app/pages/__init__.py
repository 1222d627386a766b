"""One route, one function, one file."""
