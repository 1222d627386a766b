"""Web sites of the town: a business directory and the companies' own pages."""
