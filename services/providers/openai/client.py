"""Asks a model one question and gets an answer in a shape that was fixed beforehand."""

import json
from typing import TYPE_CHECKING, Any

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal
from services.core.settings import get_settings
from services.providers.base import Credentials, TextAnswer, TextQuestion
from services.providers.openai.prices import Price, price_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NAME = "openai"
USUAL_MODEL = "gpt-4.1-mini"
OVERHEAD_TOKENS = 300  # what the wire adds to a question
_BAD_KEY, _NO_MONEY = frozenset({401, 403}), frozenset({"insufficient_quota", "billing_hard_limit_reached"})


class OpenAI:
    """A `TextModel`. Every call is tried once: jobs decide about another."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self.model = credentials["model"] or USUAL_MODEL

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "OpenAI":
        return cls(credentials)

    async def test(self) -> str:
        """Ask about the model, which costs nothing."""
        self._price()
        async with self._sdk() as sdk:
            found = await _told(sdk.models.retrieve(self.model))
        return f"OpenAI answered: {found.id} can be used."

    def most_paise(self, question: TextQuestion) -> int:
        """No token is shorter than a byte, so this is never exceeded."""
        asked = len((question.instructions + question.data + json.dumps(question.schema)).encode())
        return self._price().paise(asked + OVERHEAD_TOKENS, 0, question.most_tokens)

    async def answer(self, question: TextQuestion) -> TextAnswer:
        price = self._price()
        shape: Any = {
            "format": {"type": "json_schema", "name": question.name, "strict": True, "schema": dict(question.schema)}
        }
        async with self._sdk() as sdk:
            told = await _told(
                sdk.responses.create(
                    model=self.model,
                    instructions=question.instructions,
                    input=question.data,
                    text=shape,
                    max_output_tokens=question.most_tokens,
                    store=False,
                )
            )
        return _read(told, price, self.model)

    def _price(self) -> Price:
        price = price_of(self.model)
        if price is None:
            words = f"The price of the model {self.model} is not known here, so its cost could not be limited."
            raise ProviderRefused(NAME, words, "unknown_model", Refusal.ACCOUNT)
        return price

    def _sdk(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            api_key=self._credentials["api_key"],
            base_url=f"{self._credentials.base_url}/v1",
            timeout=get_settings().openai_timeout_seconds,
            max_retries=0,
        )


async def _told(call: Any) -> Any:
    """The answer, with the SDK's errors in our words."""
    import openai

    try:
        return await call
    except openai.APITimeoutError as error:
        raise ProviderUnsure(NAME, "OpenAI did not answer in time.", "timeout") from error
    except openai.APIStatusError as error:
        raise _in_our_words(error.status_code, str(error.code or ""), dict(error.response.headers)) from error
    except openai.APIConnectionError as error:
        raise ProviderDown(NAME, "OpenAI could not be reached.", "connection") from error
    except openai.APIError as error:
        raise ProviderUnsure(NAME, "OpenAI's answer could not be read.", "unreadable") from error


def _in_our_words(status: int, code: str, headers: dict[str, str]) -> ProviderError:
    if status in _BAD_KEY:
        return ProviderRefused(NAME, "OpenAI does not accept this API key.", code or str(status), Refusal.ACCOUNT)
    if code in _NO_MONEY:
        words = "The OpenAI account has no credit left. Add some at OpenAI, under Billing."
        return ProviderRefused(NAME, words, code, Refusal.ACCOUNT)
    if status == 404:
        return ProviderRefused(NAME, "OpenAI does not know this model.", code or "404", Refusal.ACCOUNT)
    if status == 429 or status >= 500 or status == 408:
        return ProviderDown(NAME, "OpenAI is busy.", code or str(status), _seconds(headers.get("retry-after", "")))
    return ProviderRefused(NAME, "OpenAI refused the question.", code or str(status))


def _seconds(text: str) -> float | None:
    try:
        return max(float(text), 0.0)
    except ValueError:
        return None


def _read(told: Any, price: Price, model: str) -> TextAnswer:
    """What was said and what it cost; nothing is said when the model refused or was cut off."""
    usage = told.usage
    cached = usage.input_tokens_details.cached_tokens if usage and usage.input_tokens_details else 0
    paise = price.paise(usage.input_tokens - cached, cached, usage.output_tokens) if usage else None
    texts = [part for item in told.output or [] if item.type == "message" for part in item.content]
    if told.status != "completed" or any(part.type == "refusal" for part in texts):
        return TextAnswer(None, paise, model)
    try:
        value = json.loads("".join(part.text for part in texts if part.type == "output_text"))
    except ValueError:
        return TextAnswer(None, paise, model)
    return TextAnswer(value if isinstance(value, dict) else None, paise, model)
