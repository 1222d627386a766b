"""Looks: functions that return components."""
