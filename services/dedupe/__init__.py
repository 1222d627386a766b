"""Duplicates: who is the same person or business as whom, and how two become one."""
