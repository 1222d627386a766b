"""The simulated providers, spoken to over loopback by the official SDKs."""
