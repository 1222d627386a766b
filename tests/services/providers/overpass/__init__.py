"""Tests of the overpass source."""
