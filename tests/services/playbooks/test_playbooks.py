"""Every suggestion passes the rules that its fields are held to."""

import pytest

from services.core.money import split_paise
from services.models import Channel
from services.playbooks import Playbook, industries, playbook_for
from services.playbooks.finding import PLAYBOOKS
from services.playbooks.generic import GENERIC
from services.templates.rules import problems, subject_problems

EVERY = pytest.mark.parametrize("playbook", [*PLAYBOOKS, GENERIC], ids=lambda playbook: playbook.slug)


def test_at_least_twelve_industries_each_known_once():
    assert len(industries()) >= 12
    assert playbook_for(industries()[-1]) is GENERIC
    assert len({playbook.slug for playbook in PLAYBOOKS}) == len(PLAYBOOKS)
    aliases = [alias for playbook in PLAYBOOKS for alias in playbook.aliases]
    assert len(aliases) == len(set(aliases))


@EVERY
def test_messages_and_subject_can_be_sent_as_they_are(playbook: Playbook):
    assert problems(playbook.whatsapp, Channel.WHATSAPP) == []
    assert problems(playbook.email_body, Channel.EMAIL) == []
    assert subject_problems(playbook.email_subject) == []
    assert "{{business}}" in playbook.whatsapp
    assert "{{business}}" in playbook.email_body


@EVERY
def test_ads_keep_within_the_platforms_lengths(playbook: Playbook):
    assert 0 < len(playbook.meta_headline) <= 40
    assert 0 < len(playbook.meta_text) <= 125
    assert 0 < len(playbook.google_headline) <= 30
    assert 0 < len(playbook.google_text) <= 90
    assert playbook.form_questions


@EVERY
def test_the_split_is_whole_and_gives_every_channel_a_share(playbook: Playbook):
    assert set(playbook.split_bps) == {"scraping", "meta", "google", "whatsapp", "email"}
    assert sum(playbook.split_bps.values()) == 10_000
    assert sum(split_paise(12_345_67, list(playbook.split_bps.values()))) == 12_345_67


@EVERY
def test_every_industry_to_search_can_be_looked_up_on_the_map(playbook: Playbook):
    assert playbook.search_industries
    assert all(playbook.overpass_tags.values())


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("Real estate", "real-estate"),
        ("  REALTY ", "real-estate"),
        ("dental clinic", "dentists"),
        ("Coaching institute for NEET", "coaching"),
        ("boutique hotel", "hotels"),
        ("Chartered accountant firm", "accounting"),
        ("zorbing", "generic"),
        ("", "generic"),
    ],
)
def test_an_industry_is_found_by_what_people_call_it(asked: str, slug: str):
    assert playbook_for(asked).slug == slug
