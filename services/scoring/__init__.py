"""Scores from 0 to 100, with the reasons for every point."""
