"""Tests of the directory source."""
