"""Google Places as a source."""
