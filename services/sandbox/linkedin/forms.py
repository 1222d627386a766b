"""The account's one lead form: questions by number, answers by the same numbers, as LinkedIn nests them."""

import json
import random
from typing import Any

from services.sandbox.accounts import Account
from services.sandbox.ads.forms import Form, form_id_of
from services.sandbox.town.industries import CATALOGUE
from services.sandbox.world import World

_PREDEFINED = ("FIRST_NAME", "LAST_NAME", "EMAIL", "PHONE_NUMBER", "COMPANY_NAME", "JOB_TITLE", "CITY")
_TEAM = "How big is your team?"
_SIZES = ("Just me", "2 to 10", "11 to 50", "More than 50")
_KNOWN = {"full_name": "", "name": "", "phone": "PHONE_NUMBER", "work_email": "EMAIL"}


def numbered(account: Account) -> int:
    """LinkedIn's form ids are short numbers."""
    return int(form_id_of(account)) % 10**7 if form_id_of(account).isdigit() else 3162


def enquirer(dice: random.Random, answers: dict[str, str]) -> dict[str, str]:
    """What LinkedIn fills in from a profile, over the ad form's own invented person."""
    industry = dice.choice(CATALOGUE)
    work = {
        "COMPANY_NAME": f"{answers['full_name'].split()[-1]} {dice.choice(industry.suffixes)}",
        "JOB_TITLE": dice.choice(industry.titles),
        _TEAM: dice.choice(_SIZES),
    }
    return {**predefined(answers), **work}


def predefined(answers: dict[str, str]) -> dict[str, str]:
    """Meta's names of fields in LinkedIn's; whatever else was asked keeps its words."""
    found: dict[str, str] = {}
    for name, value in answers.items():
        if name.lower() in ("full_name", "name"):
            first, _, last = value.partition(" ")
            found |= {"FIRST_NAME": first, "LAST_NAME": last}
        else:
            upper = _KNOWN.get(name.lower()) or name.upper()
            found[upper if upper in _PREDEFINED else name] = value
    return found


async def questions(world: World, account: Account) -> list[str]:
    """LinkedIn's own fields first, then every other question that was ever answered here."""
    rows = await world.journal.rows(
        "SELECT data FROM lead WHERE account = ? AND platform = 'linkedin' ORDER BY seq", account.account
    )
    asked = [name for row in rows for name in json.loads(row["data"])["answers"]]
    return list(dict.fromkeys([*_PREDEFINED, _TEAM, *asked]))


def form_body(account: Account, asked: list[str]) -> dict[str, Any]:
    return {
        "id": numbered(account),
        "versionId": 1,
        "state": "PUBLISHED",
        "name": "Enquiry form",
        "owner": {"sponsoredAccount": f"urn:li:sponsoredAccount:{account.account}"},
        "creationLocale": {"country": "US", "language": "en"},
        "hiddenFields": [],
        "content": {
            "headline": {"localized": {"en_US": "Ask for a call"}},
            "questions": [_question(number, name) for number, name in enumerate(asked, 1)],
        },
    }


def _question(number: int, name: str) -> dict[str, Any]:
    question: dict[str, Any] = {
        "questionId": number,
        "name": f"question-{number}",
        "question": {"localized": {"en_US": name.replace("_", " ").capitalize() if name in _PREDEFINED else name}},
        "questionDetails": {"textQuestionDetails": {}},
    }
    if name in _PREDEFINED:
        question["predefinedField"] = name
    if name == _TEAM:
        options = [{"id": index, "text": {"localized": {"en_US": size}}} for index, size in enumerate(_SIZES, 1)]
        question["questionDetails"] = {"multipleChoiceQuestionDetails": {"options": options}}
    return question


def response_body(account: Account, form: Form, asked: list[str]) -> dict[str, Any]:
    return {
        "id": form.lead_id,
        "owner": {"sponsoredAccount": f"urn:li:sponsoredAccount:{account.account}"},
        "submitter": f"urn:li:person:{form.lead_id[:10]}",
        "leadType": "SPONSORED",
        "leadMetadata": {"sponsoredLeadMetadata": {"campaign": f"urn:li:sponsoredCampaign:{form.campaign_id}"}},
        "versionedLeadGenFormUrn": form_urn(account),
        "submittedAt": int(form.at * 1000),
        "testLead": form.is_test,
        "associatedEntity": {"associatedCreative": f"urn:li:sponsoredCreative:{form.ad_id}"},
        "formResponse": {
            "consentResponses": [{"consentId": 1, "accepted": True}],
            "answers": [_answer(asked.index(name) + 1, name, value) for name, value in form.answers.items()],
        },
    }


def form_urn(account: Account) -> str:
    return f"urn:li:versionedLeadGenForm:(urn:li:leadGenForm:{numbered(account)},1)"


def _answer(number: int, name: str, value: str) -> dict[str, Any]:
    details: dict[str, Any] = {"textQuestionAnswer": {"answer": value}}
    if name == _TEAM and value in _SIZES:
        details = {"multipleChoiceAnswer": {"options": [_SIZES.index(value) + 1]}}
    return {"questionId": number, "answerDetails": details}
