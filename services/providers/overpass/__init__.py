"""OpenStreetMap's Overpass API as a source of contacts."""
