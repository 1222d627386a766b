"""Tests of duplicates: rules, contacts, merges."""
