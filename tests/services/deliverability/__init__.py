"""Tests of services.deliverability."""
