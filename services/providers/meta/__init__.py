"""Meta lead ads: signed webhooks that name a lead, and the Graph API that tells it."""
