"""Campaigns: the wizard's drafts, Launch, and what may be done to a campaign afterwards."""
