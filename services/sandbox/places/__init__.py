"""Google's Places API (New) over the town's businesses."""
