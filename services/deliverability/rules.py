"""Verdicts on a domain's records (RFC 7208, 6376, 7489), pure: what was found in, what to say and add out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_LOOKUPS = 10  # RFC 7208: beyond it, the whole record counts for nothing
_LOOKS_UP = re.compile(r"^[+?~-]?(include:|a\b|mx\b|ptr\b|exists:)|^redirect=", re.IGNORECASE)


class Verdict(StrEnum):
    GOOD = "good"
    WEAK = "weak"  # works, and could be better
    BAD = "bad"
    UNKNOWN = "unknown"  # the name server did not say


@dataclass(frozen=True)
class Finding:
    """One check: `host` and `record` are what to add or change at the DNS host, "" for nothing."""

    name: str
    verdict: Verdict
    words: str
    host: str = ""
    record: str = ""


def spf(domain: str, texts: Sequence[str] | None, mechanism: str) -> Finding:
    """`mechanism` is what lets the account's servers send, such as "include:sendgrid.net"; "" where it is not known."""
    if texts is None:
        return _unknown("SPF", domain)
    found = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    fresh = " ".join(filter(None, ["v=spf1", mechanism, "~all"]))
    if not found:
        words = "There is no SPF record: receivers cannot tell who may send for your domain."
        return Finding("SPF", Verdict.BAD, words, domain, fresh)
    if len(found) > 1:
        words = f"There are {len(found)} SPF records, so receivers ignore them all. Keep one."
        return Finding("SPF", Verdict.BAD, words, domain, _merged(found))
    return _one_spf(domain, found[0], mechanism)


def _one_spf(domain: str, record: str, mechanism: str) -> Finding:
    terms = record.split()[1:]
    lookups = sum(bool(_LOOKS_UP.match(term)) for term in terms)
    if any(term.lower() in {"+all", "all"} for term in terms):
        words = "The SPF record lets everybody send for your domain. End it with ~all."
        kept = [term for term in terms if term.lower() not in {"+all", "all"}]
        return Finding("SPF", Verdict.BAD, words, domain, " ".join(["v=spf1", *kept, "~all"]))
    if mechanism and not any(term.lower().lstrip("+") == mechanism.lower() for term in terms):
        words = "The SPF record does not name the servers that send for this account."
        return Finding("SPF", Verdict.BAD, words, domain, _with(terms, mechanism))
    if lookups > MOST_LOOKUPS:
        words = f"The SPF record needs {lookups} look-ups; receivers stop at {MOST_LOOKUPS}. Remove what is not used."
        return Finding("SPF", Verdict.BAD, words)
    if not any(term.lower().endswith("all") or term.lower().startswith("redirect=") for term in terms):
        words = "The SPF record does not say what holds for everybody else. End it with ~all."
        return Finding("SPF", Verdict.WEAK, words, domain, f"{record.strip()} ~all")
    return Finding("SPF", Verdict.GOOD, "Receivers can tell who may send for your domain.")


def _with(terms: Sequence[str], mechanism: str) -> str:
    """The record with `mechanism` before its last word, which is about everybody else."""
    at = next((place for place, term in enumerate(terms) if term.lower().lstrip("+?~-") == "all"), len(terms))
    return " ".join(["v=spf1", *terms[:at], mechanism, *(terms[at:] or ["~all"])])


def _merged(records: Sequence[str]) -> str:
    terms = [term for record in records for term in record.split()[1:] if term.lower().lstrip("+?~-") != "all"]
    return " ".join(["v=spf1", *dict.fromkeys(terms), "~all"])


def dkim(domain: str, found: Mapping[str, Sequence[str] | None], help_words: str, own: str = "") -> Finding:
    """`found` are the texts by selector; `own` is the record of the customer's own key, which must be the one there."""
    good = [selector for selector, texts in found.items() if any(_is_key(text) for text in texts or [])]
    first = next(iter(found), "")
    host = f"{first}._domainkey.{domain}"
    if own and not any(_public(text) == _public(own) for text in found.get(first) or []):
        words = "The DKIM record is not that of your key." if good else "There is no DKIM record for your key."
        return Finding("DKIM", Verdict.BAD, words, host, own)
    if good:
        return Finding("DKIM", Verdict.GOOD, f"Emails can be signed for your domain (selector {good[0]}).")
    if any(texts is None for texts in found.values()):
        return _unknown("DKIM", domain)
    return Finding(
        "DKIM", Verdict.BAD, f"No DKIM key was found, so emails are not signed for your domain. {help_words}"
    )


def _is_key(text: str) -> bool:
    return bool(_public(text)) and text.lower().replace(" ", "").startswith(("v=dkim1", "k=", "p=", "h=", "t=", "s="))


def _public(text: str) -> str:
    """The key itself; "" for a revoked one."""
    found = re.search(r"(?:^|;)\s*p\s*=\s*([^;]*)", text)
    return "".join(found[1].split()) if found else ""


def dmarc(domain: str, texts: Sequence[str] | None, reports_to: str) -> Finding:
    """`texts` are those at `_dmarc.`; `reports_to` receives the daily reports."""
    if texts is None:
        return _unknown("DMARC", domain)
    host, fresh = f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:{reports_to}"
    found = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
    if not found:
        words = "There is no DMARC record. Google and Yahoo ask for one from everybody who sends much."
        return Finding("DMARC", Verdict.BAD, words, host, fresh)
    if len(found) > 1:
        return Finding("DMARC", Verdict.BAD, "There are several DMARC records; only one may stay.", host, found[0])
    policy = re.search(r";\s*p\s*=\s*(\w+)", found[0], re.IGNORECASE)
    if not policy or policy[1].lower() not in {"none", "quarantine", "reject"}:
        words = "The DMARC record names no policy, so it counts for nothing."
        return Finding("DMARC", Verdict.BAD, words, host, fresh)
    if policy[1].lower() == "none":
        words = "There is a DMARC record. When SPF and DKIM have been right for weeks, let receivers set fakes aside."
        return Finding(
            "DMARC", Verdict.WEAK, words, host, re.sub(r"(;\s*p\s*=\s*)\w+", r"\1quarantine", found[0], count=1)
        )
    return Finding("DMARC", Verdict.GOOD, "Receivers know what to do with mail that only claims to be yours.")


def _unknown(name: str, domain: str) -> Finding:
    return Finding(name, Verdict.UNKNOWN, f"The name server of {domain} did not answer. Check again in a minute.")
