"""The simulated Responses API refuses what OpenAI refuses."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox

KEY = {"Authorization": "Bearer sk-right"}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": False}


def asked(**changes: Any) -> dict[str, Any]:
    return {"model": "gpt-4.1-mini", "input": "Hello", **changes}


async def register(sandbox: Sandbox) -> None:
    await sandbox.control("POST", "accounts", provider="openai", account="int_9", secret="sk-right")


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (asked(), {}, 401, "invalid_api_key"),
        (asked(), {"Authorization": "Bearer sk-wrong"}, 401, "invalid_api_key"),
        (asked(model="claude"), KEY, 404, "model_not_found"),
        (asked(input=""), KEY, 400, "missing_required_parameter"),
        (asked(input="x" * 200_001), KEY, 400, "context_length_exceeded"),
        (
            asked(text={"format": {"type": "json_schema", "strict": True, "schema": OPEN}}),
            KEY, 400, "invalid_json_schema",
        ),
    ],
)  # fmt: skip
async def test_wrong_questions_are_refused(
    sandbox: Sandbox, body: dict[str, Any], headers: dict[str, str], status: int, code: str
) -> None:
    await register(sandbox)
    answer = await sandbox.client.post("/v1/responses", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_an_answer_tells_its_tokens_and_an_empty_account_says_so(sandbox: Sandbox) -> None:
    await register(sandbox)
    answer = (await sandbox.client.post("/v1/responses", json=asked(), headers=KEY)).json()
    assert answer["status"] == "completed"
    assert answer["usage"]["total_tokens"] == answer["usage"]["input_tokens"] + answer["usage"]["output_tokens"]
    await sandbox.control("PUT", "settings", model_persona="unpaid")
    refused = await sandbox.client.post("/v1/responses", json=asked(), headers=KEY)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "insufficient_quota")
