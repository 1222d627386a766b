"""Google Ads lead forms: a webhook that carries the lead and a shared key."""
