"""Leads: people who replied, filled in an ad form, or were added by hand."""
