"""A large invented business directory, and two crawlers on it: ours and a Scrapy spider."""
