"""The overview: today, trends, campaigns, what happened, what is left to set up."""
