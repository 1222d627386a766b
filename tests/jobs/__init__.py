"""Tests of the job engines."""
