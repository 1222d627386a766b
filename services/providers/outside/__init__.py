"""What sources have in common that run on somebody else's machines: what is ordered, and how results are read."""
