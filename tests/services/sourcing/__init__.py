"""Tests of services.sourcing."""
