"""OpenAI: the Responses API through the official SDK."""
