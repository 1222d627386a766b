"""What a language model thinks of replies that were read in doubt: asked after the webhook, never before it."""
