"""The people and businesses that the simulated providers know."""
