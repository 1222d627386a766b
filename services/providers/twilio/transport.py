"""Twilio's SDK over shared connections, pointed at any base URL."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from services.core.errors import ProviderDown, ProviderUnsure
from services.providers.pool import connections, timeouts

NAME = "twilio"
VENDOR_URL = "https://api.twilio.com"
TOO_MANY = 429
SERVER_ERROR = 500


class Transport(AsyncHttpClient):
    """Rewrites the vendor's hosts (api, content) to `base_url` and turns lost calls into our errors."""

    def __init__(self, base_url: str, timeout: float) -> None:
        super().__init__(logging.getLogger("twilio.http_client"), True, timeout)
        self._base = base_url

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the SDK's signature
        allow_redirects: bool = False,
    ) -> Response:
        """One exchange. Raises ProviderDown when the request certainly did nothing, ProviderUnsure when it may have."""
        as_json = (headers or {}).get("Content-Type") == "application/json"
        body: dict[str, Any] = {"json": data} if as_json else {"data": _pairs(data)}
        try:
            async with (
                connections() as session,
                session.request(
                    method,
                    rewritten(uri, self._base),
                    params=_pairs(params),
                    headers={**(headers or {}), **_authorization(auth)},
                    timeout=timeouts(timeout or self.timeout or 10),
                    allow_redirects=allow_redirects,
                    **body,
                ) as answer,
            ):
                text = await answer.text()
                _raise_for_trouble(answer.status, answer.headers, text)
                return Response(answer.status, text, answer.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ProviderDown(NAME, "Twilio cannot be reached. We will try again.", "connect") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ProviderUnsure(NAME, "Twilio did not answer in time. We will check.", "no_answer") from error


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}


def rewritten(url: str, base: str) -> str:
    """`url` with the scheme and host of `base`, or unchanged at the vendor's own address."""
    if not base or base == VENDOR_URL:
        return url
    target, wanted = urlsplit(base), urlsplit(url)
    return urlunsplit((target.scheme, target.netloc, target.path.rstrip("/") + wanted.path, wanted.query, ""))


def _pairs(values: dict[str, object] | None) -> list[tuple[str, str]]:
    """Strings, as aiohttp wants them; it repeats a key for each value of a list."""
    return [
        (key, str(one).lower() if isinstance(one, bool) else str(one))
        for key, value in (values or {}).items()
        for one in (value if isinstance(value, list) else [value])
    ]


def _raise_for_trouble(status: int, headers: Mapping[str, str], text: str) -> None:
    if status == TOO_MANY:
        raise ProviderDown(NAME, "Twilio asks us to slow down.", _code(text), retry_seconds(headers))
    if status >= SERVER_ERROR:
        raise ProviderUnsure(NAME, "Twilio had trouble with this message. We will check.", str(status))


def retry_seconds(headers: Mapping[str, str]) -> float | None:
    """Seconds in `Retry-After`, when it is a number."""
    try:
        return max(0.0, float(headers.get("Retry-After", "")))
    except ValueError:
        return None


def _code(text: str) -> str:
    try:
        return str(json.loads(text).get("code", ""))
    except (ValueError, AttributeError):
        return ""
