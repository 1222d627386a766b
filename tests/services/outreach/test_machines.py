"""Who opened it: a person, or a machine on the way. Agents as they are met in the wild."""

from datetime import UTC, datetime, timedelta

import pytest

from services.outreach.machines import AT_ONCE, BURST, Act, Sighting, is_burst, why_machine

SENT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
LATER = SENT + timedelta(minutes=20)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)

PEOPLE = [
    CHROME,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",  # Apple Mail itself
    "Mozilla/5.0 (Linux; Android 15; CPH2665) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18025; Pro)",
    "Outlook-iOS/723.4027091.prod.iphone (4.28.0)",
    # fetch when the mail is shown, for a reader whom they hide
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
]
MACHINES = [
    ("Mozilla/5.0", "relay"),  # Apple Mail Privacy Protection
    ("", "nameless"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 "
     "Safari/537.36 Edge/12.246 Mozilla/5.0", "agent"),  # Google looks at a new mail
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "agent"),
    ("Mozilla/5.0 (compatible; Barracuda Sentinel (EE))", "agent"),
    ("BarracudaCentral/1.0", "agent"),
    ("Mimecast-URL-Protect", "agent"),
    ("Microsoft Office Existence Discovery", "agent"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36", "agent"),
    ("SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com", "agent"),
    ("facebookexternalhit/1.1", "agent"),
    ("WhatsApp/2.24.1 A", "agent"),
    ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "agent"),
    ("curl/8.5.0", "agent"),
    ("python-requests/2.32", "agent"),
    ("Go-http-client/2.0", "agent"),
    ("Java/17.0.2", "agent"),
]  # fmt: skip


@pytest.mark.parametrize("agent", PEOPLE)
@pytest.mark.parametrize("act", list(Act))
def test_a_reader_is_a_person(agent: str, act: Act) -> None:
    assert why_machine(Sighting(act, LATER, agent), SENT) == ""


@pytest.mark.parametrize(("agent", "why"), MACHINES)
def test_a_machine_is_known_by_its_name(agent: str, why: str) -> None:
    assert why_machine(Sighting(Act.OPEN, LATER, agent), SENT) == why


def test_an_agent_that_nobody_told_says_nothing() -> None:
    assert why_machine(Sighting(Act.CLICK, LATER), SENT) == ""


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (Sighting(Act.CLICK, LATER, CHROME, method="HEAD"), "method"),
        (Sighting(Act.CLICK, LATER, CHROME, purpose="prefetch;prerender"), "purpose"),
        (Sighting(Act.OPEN, LATER, CHROME, purpose="preview"), "purpose"),
        (Sighting(Act.OPEN, LATER, CHROME, is_told_machine=True), "told"),
        (Sighting(Act.CLICK, SENT + timedelta(seconds=12), CHROME), "at once"),
        (Sighting(Act.OPEN, SENT - timedelta(seconds=1), CHROME), "at once"),  # clocks differ
        (Sighting(Act.OPEN, SENT + AT_ONCE, CHROME), ""),
    ],
)
def test_a_machine_is_known_by_how_and_when_it_asks(seen: Sighting, why: str) -> None:
    assert why_machine(seen, SENT) == why


def test_without_a_time_of_arrival_the_time_says_nothing() -> None:
    assert why_machine(Sighting(Act.CLICK, SENT, CHROME), None) == ""


@pytest.mark.parametrize(
    ("act", "after", "same", "burst"),
    [
        (Act.CLICK, timedelta(0), False, True),
        (Act.CLICK, BURST, False, True),
        (Act.CLICK, -BURST, False, True),  # told in the wrong order
        (Act.CLICK, BURST + timedelta(seconds=1), False, False),
        (Act.CLICK, timedelta(0), True, False),  # pressed twice
        (Act.OPEN, timedelta(0), False, False),
    ],
)
def test_two_links_at_once_are_a_burst(act: Act, after: timedelta, same: bool, burst: bool) -> None:
    assert is_burst(Sighting(act, LATER + after), LATER, same) is burst
    assert not is_burst(Sighting(act, LATER + after), None, same)
