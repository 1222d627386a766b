"""Vendors behind small protocols, one folder a vendor."""
