"""Google Places API (New) as a source of contacts."""
