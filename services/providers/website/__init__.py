"""Companies' own web sites as a source of contacts."""
