"""What a domain's records mean, and the exact record that mends them."""

import pytest

from services.deliverability.rules import Verdict, dkim, dmarc, spf

GRID = "include:sendgrid.net"


@pytest.mark.parametrize(
    ("texts", "verdict", "record"),
    [
        ([], Verdict.BAD, "v=spf1 include:sendgrid.net ~all"),
        (["google-site-verification=x"], Verdict.BAD, "v=spf1 include:sendgrid.net ~all"),
        (["v=spf1 include:sendgrid.net ~all"], Verdict.GOOD, ""),
        (["V=SPF1 +include:SendGrid.net -all", "other"], Verdict.GOOD, ""),
        (["v=spf1 include:g.in ~all"], Verdict.BAD, "v=spf1 include:g.in include:sendgrid.net ~all"),
        (["v=spf1 mx"], Verdict.BAD, "v=spf1 mx include:sendgrid.net ~all"),
        (["v=spf1 include:sendgrid.net"], Verdict.WEAK, "v=spf1 include:sendgrid.net ~all"),
        (["v=spf1 include:sendgrid.net +all"], Verdict.BAD, "v=spf1 include:sendgrid.net ~all"),
        (["v=spf1 mx ~all", "v=spf1 include:sendgrid.net -all"], Verdict.BAD, "v=spf1 mx include:sendgrid.net ~all"),
        (["v=spf1 include:sendgrid.net " + " ".join(f"include:s{n}.in" for n in range(10)) + " ~all"], Verdict.BAD, ""),
        (["v=spf10 x"], Verdict.BAD, "v=spf1 include:sendgrid.net ~all"),
        (None, Verdict.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_spf(texts: list[str] | None, verdict: Verdict, record: str) -> None:
    found = spf("acme.in", texts, GRID)
    assert (found.verdict, found.record) == (verdict, record)
    assert not record or found.host == "acme.in"


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"s1": ["k=rsa; t=s; p=MIGf"], "s2": []}, Verdict.GOOD),
        ({"s1": [], "s2": ["v=DKIM1; k=rsa; p=MIGf"]}, Verdict.GOOD),
        ({"s1": ["v=DKIM1; p="], "s2": []}, Verdict.BAD),
        ({"s1": ["hello p=x"], "s2": []}, Verdict.BAD),
        ({"s1": None, "s2": []}, Verdict.UNKNOWN),
    ],
)
def test_dkim(found: dict, verdict: Verdict) -> None:
    assert dkim("acme.in", found, "Ask.").verdict is verdict


def test_the_key_at_the_name_server_must_be_the_one_that_signs() -> None:
    own = "v=DKIM1; k=rsa; p=AAAA"
    right = dkim("acme.in", {"leads": ["v=DKIM1; p=AA AA"]}, "", own)
    other = dkim("acme.in", {"leads": ["v=DKIM1; p=BBBB"]}, "", own)
    absent = dkim("acme.in", {"leads": []}, "", own)
    assert [one.verdict for one in (right, other, absent)] == [Verdict.GOOD, Verdict.BAD, Verdict.BAD]
    assert (absent.host, absent.record) == ("leads._domainkey.acme.in", own)


@pytest.mark.parametrize(
    ("texts", "verdict", "record"),
    [
        ([], Verdict.BAD, "v=DMARC1; p=none; rua=mailto:a@acme.in"),
        (["v=DMARC1; p=none; rua=mailto:x@y.in"], Verdict.WEAK, "v=DMARC1; p=quarantine; rua=mailto:x@y.in"),
        (["v=DMARC1;p=reject"], Verdict.GOOD, ""),
        (["v=DMARC1; p=quarantine; sp=none"], Verdict.GOOD, ""),
        (["v=DMARC1; rua=mailto:x@y.in"], Verdict.BAD, "v=DMARC1; p=none; rua=mailto:a@acme.in"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], Verdict.BAD, "v=DMARC1; p=none"),
        (None, Verdict.UNKNOWN, ""),
    ],
)
def test_dmarc(texts: list[str] | None, verdict: Verdict, record: str) -> None:
    found = dmarc("acme.in", texts, "a@acme.in")
    assert (found.verdict, found.record) == (verdict, record)
    assert not record or found.host == "_dmarc.acme.in"
