"""Who opened an e-mail or followed its link: a person, or a machine on the way to them. Rules without I/O.

A wrong answer costs little either way: the figures are estimates and decide nothing. Sources: docs/reference/opens.md.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AT_ONCE = timedelta(seconds=30)  # gateways look at a mail before its reader can; seen up to 12 s after delivery
BURST = timedelta(seconds=2)  # no hand follows two links in this time


class Act(StrEnum):
    OPEN = "open"
    CLICK = "click"


@dataclass(frozen=True)
class Sighting:
    """One open or click. `agent` is the client's own name, None where nobody told us; `purpose` what it says it is for.

    `is_told_machine` is the provider's own word.
    """

    act: Act
    at: datetime
    agent: str | None = None
    method: str = "GET"
    purpose: str = ""
    link: str = ""
    is_told_machine: bool = False


# Apple's relay says no more than this, for every mail that arrives, read or not.
_BARE = re.compile(r"\s*mozilla/5\.0\s*", re.IGNORECASE)
# Google looks at new mails with the name of a browser of 2015.
_OLD_EDGE = "Chrome/42.0.2311.135 Safari/537.36 Edge/12.246"
# Fetch an image when the mail is shown, on behalf of its reader, whose own name they hide.
_READERS_PROXY = re.compile(r"GoogleImageProxy|YahooMailProxy", re.IGNORECASE)
_MACHINES = re.compile(
    # say it themselves
    r"bot\b|bots\b|crawl|spider|slurp|scan(?:ner|ning)?\b|preview|prefetch|monitor|headless|phantomjs|"
    # tools and libraries, which no mail program calls itself
    r"^(?:curl|wget|lwp|libwww|python|java|okhttp|go-http|axios|node|ruby|perl|php|guzzle|httpx?|aiohttp|reqwest)\b|"
    r"python-requests|apache-httpclient|go-http-client|node-fetch|libwww-perl|"
    # what shows a picture of a link in a chat
    r"facebookexternalhit|whatsapp/|telegram|slack-imgproxy|skypeuripreview|embedly|"
    # gateways and virus scanners
    r"barracuda|mimecast|proofpoint|ironport|fireeye|trendmicro|trend micro|symantec|forcepoint|sophos|bitdefender|"
    r"kaspersky|fortiguard|fortinet|zscaler|mcafee|checkpoint|avanan|urlscan|virustotal|google-safety|safebrowsing|"
    r"spamexperts|spamassassin|rspamd|cloudmark|vade|hornetsecurity|cyren|websense|bluecoat|existence discovery",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def why_machine(seen: Sighting, sent_at: datetime | None) -> str:
    """Why this is a machine's doing, in a word for tests and logs; "" for a person's.

    `sent_at` is when the mail reached its server, None where that says nothing.
    """
    if seen.is_told_machine:
        return "told"
    if seen.method != "GET":
        return "method"
    if _AHEAD.search(seen.purpose):
        return "purpose"
    if seen.agent is not None and (reason := _agent_reason(seen.agent)):
        return reason
    if sent_at is not None and seen.at < sent_at + AT_ONCE:
        return "at once"
    return ""


def _agent_reason(agent: str) -> str:
    if not agent.strip():
        return "nameless"
    if _BARE.fullmatch(agent):
        return "relay"
    if _OLD_EDGE in agent or (_MACHINES.search(agent) and not _READERS_PROXY.search(agent)):
        return "agent"
    return ""


def is_burst(seen: Sighting, last_at: datetime | None, same_link: bool) -> bool:
    """Whether a click and the one before it follow different links faster than a hand does."""
    return seen.act is Act.CLICK and last_at is not None and not same_link and abs(seen.at - last_at) <= BURST
