"""Calls with leads: free times, arranging, moving and cancelling, invitations, the page on which a lead chooses."""
