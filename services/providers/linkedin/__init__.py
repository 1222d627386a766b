"""LinkedIn Lead Gen Forms: signed webhooks that name a response, and the Lead Sync API that tells it."""
