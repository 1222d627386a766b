"""OpenAI's Responses API, answered by a model that reads facts and, when told to be gullible, obeys whoever speaks."""
