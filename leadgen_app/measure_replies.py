"""The measured abilities that concern what comes in: replies and webhooks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from services.core.clock import now
from services.providers.base import WebhookRequest
from services.providers.mail import readable
from services.providers.signatures import is_genuine
from services.providers.smtp.kinds import kind_of
from services.replies.reading import read
from services.replies.stripping import visible

Case = dict[str, Any]


def intent_of(_folder: Path, case: Case) -> dict[str, Any]:
    """A case names no message of ours before it."""
    reply = read(case.get("text") or "", case.get("subject") or "", case.get("headers") or {}, answers_us=False)
    return {"label": reply.label.value, "opt_out": reply.opt_out}


def visible_reply(_folder: Path, case: Case) -> dict[str, Any]:
    text = case.get("input") or ""
    return {"reply": visible(readable("", text) if case.get("type") == "html" else text)}


def bounce_of(folder: Path, case: Case) -> dict[str, Any]:
    report = kind_of((folder / case["file"]).read_bytes())
    return {"kind": report.kind, "hard": report.is_hard, "recipients": report.recipients, "status": report.status}


def signature_of(_folder: Path, case: Case) -> dict[str, Any]:
    """A case without a body is the form of its `params`."""
    body = case.get("body") or urlencode(case.get("params") or {}, doseq=True)
    at = now() if case.get("now") is None else datetime.fromtimestamp(float(case["now"]), UTC)
    headers = {str(name).lower(): str(value) for name, value in (case.get("headers") or {}).items()}
    request = WebhookRequest(case.get("url") or "", headers, body.encode("utf-8", "surrogatepass"), at)
    return {"valid": is_genuine(case.get("provider") or "", request, case.get("secret") or "")}
