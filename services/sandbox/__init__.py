"""The providers, simulated: real servers on loopback that speak their wire protocols. Imports `services.core` alone."""
