"""Tests of the website source."""
