"""Advertising platforms: Meta lead ads on the Graph API, Google lead forms, and the people who fill them in."""
