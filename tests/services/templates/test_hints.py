"""Advice on messages, in English, Hindi and Hinglish."""

import pytest

from services.models import Channel
from services.playbooks import playbook_for
from services.templates.hints import hints

GOOD = "Hello {{name|there}}, we clean offices in {{city}}. May I send our prices?"


@pytest.mark.parametrize(
    ("body", "subject", "kinds"),
    [
        (GOOD, "Clean offices", []),
        ("नमस्ते {{name}}, हम {{city}} में दफ़्तर साफ़ करते हैं। क्या मैं दाम भेजूँ?", "", []),
        (GOOD + " Act now and buy now", "", ["spam"]),
        ("नमस्ते {{name}}, पैसे कमाएं घर से, आज ही हमसे बात करें", "", ["spam"]),
        ("Namaste {{name}} ji, muft ka saman sabke liye aaj", "", ["spam"]),
        (GOOD + " The winners' enclosure hurrying", "", []),
        (GOOD + " BIGGEST SALE EVER SEEN TODAY ONLY HERE", "", ["caps"]),
        (GOOD + " https://a.in https://b.in www.c.in", "", ["links"]),
        (GOOD + "!!", "", ["marks"]),
        ("Hello {{name}}", "", ["length"]),
        (GOOD + " word" * 250, "", ["length"]),
        (GOOD, "s" * 61, ["length"]),
        ("We clean offices in {{city}} every day, also on Sundays.", "", ["greeting"]),
        ("Hello, we clean offices every day, also on Sundays.", "", ["personal"]),
        ("", "", []),
    ],
)
def test_what_is_advised(body: str, subject: str, kinds: list[str]):
    assert [hint.kind for hint in hints(body, subject, Channel.EMAIL)] == kinds


def test_whatsapp_is_shorter_and_our_own_playbook_follows_the_advice():
    assert [hint.kind for hint in hints(GOOD + " word" * 100, "", Channel.WHATSAPP)] == ["length"]
    playbook = playbook_for("")
    assert hints(playbook.whatsapp, "", Channel.WHATSAPP) == []
    assert hints(playbook.email_body, playbook.email_subject, Channel.EMAIL) == []
