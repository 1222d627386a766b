"""Responses and models, with OpenAI's checks, errors and usage."""

import json
import time
import uuid
from typing import Any

from aiohttp import web

from services.sandbox.openai import answers, model, replies
from services.sandbox.world import World, world_of

_LONGEST = 200_000
_ASKED = {"people": model, "replies": replies, "answer": answers}  # by the name of the form that is asked for


class OpenAIError(Exception):
    """Answered in OpenAI's form."""

    def __init__(self, status: int, message: str, code: str | None = None, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.kind = status, message, code, kind

    def answer(self) -> web.Response:
        error = {"message": self.message, "type": self.kind, "param": None, "code": self.code}
        return web.json_response({"error": error}, status=self.status)


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except OpenAIError as problem:
        return problem.answer()


def _check_key(request: web.Request) -> None:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    known = world_of(request).accounts.of("openai")
    if kind != "Bearer" or not any(account.has_secret(key) for account in known):
        raise OpenAIError(401, "Incorrect API key provided.", "invalid_api_key")


def _check_model(name: str) -> None:
    if not name.startswith(("gpt-", "o")):
        raise OpenAIError(404, f"The model `{name}` does not exist or you do not have access to it.", "model_not_found")


async def retrieve(request: web.Request) -> web.Response:
    _check_key(request)
    name = request.match_info["name"]
    _check_model(name)
    return web.json_response({"id": name, "object": "model", "created": 1, "owned_by": "openai"})


async def respond(request: web.Request) -> web.Response:
    world = world_of(request)
    _check_key(request)
    body = await _body(request)
    if world.settings.model_persona == "unpaid":
        words = "You exceeded your current quota, please check your plan and billing details."
        raise OpenAIError(429, words, "insufficient_quota", "insufficient_quota")
    world.questions.append(body)
    return web.json_response(_response(world, body))


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise OpenAIError(400, "We could not parse the JSON body of your request.") from None
    if not isinstance(body, dict) or not isinstance(body.get("input"), str) or not body["input"]:
        raise OpenAIError(400, "Missing required parameter: 'input'.", "missing_required_parameter")
    _check_model(str(body.get("model", "")))
    if len(body["input"]) > _LONGEST:
        raise OpenAIError(400, "Your input exceeds the context window of this model.", "context_length_exceeded")
    shape = (body.get("text") or {}).get("format") or {}
    if shape.get("type") == "json_schema":
        _check_schema(shape.get("schema"), shape.get("strict") is True)
    return body


def _check_schema(schema: Any, strict: bool) -> None:
    """A strict schema names every property as required and allows no others, at every depth."""
    if not isinstance(schema, dict):
        raise OpenAIError(400, "Invalid schema for response_format.", "invalid_json_schema")
    properties = schema.get("properties")
    if strict and schema.get("type") == "object":
        closed = schema.get("additionalProperties") is False
        if not closed or set(schema.get("required", [])) != set(properties or {}):
            words = "Invalid schema: 'additionalProperties' must be false and every property required."
            raise OpenAIError(400, words, "invalid_json_schema")
    for part in [*(properties or {}).values(), *([schema["items"]] if "items" in schema else [])]:
        _check_schema(part, strict)


def _response(world: World, body: dict[str, Any]) -> dict[str, Any]:
    persona, question = world.settings.model_persona, body["input"]
    mind = _ASKED.get(str(((body.get("text") or {}).get("format") or {}).get("name", "")), model)
    said = json.dumps(mind.gullible(question) if persona == "gullible" else mind.plain(question), ensure_ascii=False)
    part: dict[str, Any] = {"type": "output_text", "text": said, "annotations": []}
    if persona == "refusing":
        part = {"type": "refusal", "refusal": "I'm sorry, I can't help with that."}
    if persona == "rambling":
        part["text"] = "Sure! Here is what I think: " + said[: len(said) // 2]
    if persona == "cut_off":
        part["text"] = said[: len(said) // 2]
    status = "incomplete" if persona == "cut_off" else "completed"
    asked = len((str(body.get("instructions") or "") + question).split()) * 4 // 3 + 20
    written = len(said.split()) * 4 // 3 + 5
    return {
        "id": f"resp_{uuid.uuid4().hex}", "object": "response", "created_at": int(time.time()), "model": body["model"],
        "status": status, "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        "output": [
            {"type": "message", "id": f"msg_{uuid.uuid4().hex}", "status": status, "role": "assistant",
             "content": [part]}
        ],
        "usage": {
            "input_tokens": asked, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": written,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": asked + written,
        },
    }  # fmt: skip


ROUTES = (web.post("/v1/responses", respond), web.get("/v1/models/{name}", retrieve))
