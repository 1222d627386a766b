"""Business directories on the web as a source of contacts."""
