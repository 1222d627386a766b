"""robots.txt is read as RFC 9309 says, and stricter where crawlers differ."""

import pytest

from services.web import robots

GROUPS = """User-agent: Alpha
Disallow: /
Allow: /x/
User-agent: Beta
User-agent: Gamma
Disallow: /y/

User-agent: alpha
Allow: /z/
"""


@pytest.mark.parametrize(
    ("text", "agent", "path", "allowed"),
    [
        ("", "Alpha", "/", True),
        ("<html>not found</html>", "Alpha", "/", True),
        (GROUPS, "Alpha", "/x/1", True),
        (GROUPS, "Alpha", "/z/1", True),
        (GROUPS, "Alpha", "/y/1", False),
        (GROUPS, "Gamma", "/y/1", False),
        (GROUPS, "Delta", "/y/1", True),
        ("User-agent: Alpha-Images\nDisallow: /", "Alpha", "/", True),
        ("User-agent: Al\nDisallow: /", "Alpha", "/", True),
        ("User-agent: ALPHA robot\nDisallow: /", "Alpha", "/", False),
        ("user-agent Alpha\ndisalow /", "Alpha", "/", False),
        ("User-agent: *\nDisallow: /*.pdf$", "Alpha", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "Alpha", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "Alpha", "/a", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "Alpha", "/café", False),
        ("User-agent: *\nDisallow: /%62", "Alpha", "/b", False),
        ("User-agent: *\nDisallow: /\nAllow: /%62", "Alpha", "/b", False),
        ("\ufeffUser-agent: *\nDisallow: /", "Alpha", "/", False),
        ("ï»¿User-agent: *\nDisallow: /", "Alpha", "/", False),
        ("User Agent: Alpha\nDisallow: /", "Alpha", "/", False),
        ("User-agent: Alpha\nHost: a.in\nUser-agent: *\nDisallow: /", "Alpha", "/", False),
        ("User-agent: Alpha\nDisallow: /", "Alpha/2.1", "/", False),
        ("User-agent: *\nDisallow: /\nAllow: /a/index.html", "Alpha", "/a/index.html", True),
        ("User-agent: *\nDisallow: /\nAllow: /a/index.html", "Alpha", "/a/", True),
        ("User-agent: *\nDisallow: /foo$", "Alpha", "/foo", False),
        ("User-agent: *\nDisallow: /foo$", "Alpha", "/foo/", True),
        ("User-agent: *\nDisallow: /~joe/", "Alpha", "/%7Ejoe/x", False),
        ("User-agent: *\nDisallow: /a%2fb", "Alpha", "/a/b", True),
        ("User-agent: *\rDisallow: /a\r", "Alpha", "/a", False),
        ("User-agent: *\nDisallow: /p\nAllow: /pa", "Alpha", "/page", True),
        ("User-agent: *\nDisallow: /x # Allow: /x", "Alpha", "/x", False),
    ],
)
def test_rules(text: str, agent: str, path: str, allowed: bool) -> None:
    assert robots.parse(text, agent).allows(f"https://acme.in{path}") is allowed


def test_the_delay_is_read_and_capped() -> None:
    assert robots.parse("User-agent: *\nCrawl-delay: 2.5", "Alpha").delay() == 2.5
    assert robots.parse("User-agent: *\nCrawl-delay: 9999", "Alpha").delay() == robots.LONGEST_DELAY
    assert robots.everything().delay() == 0
    assert not robots.nothing().allows("https://acme.in/")
