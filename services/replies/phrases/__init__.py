"""The phrases behind each label, one file a meaning; texts arrive through `normalise`."""
