"""Composition: what a browser or a provider reaches. Nobody imports it."""
