"""The permission table."""

import pytest

from services.compliance.rules import PermissionFacts, Verdict, permission
from services.models import Channel, ConsentStatus, WhatsAppReach

WA, MAIL = Channel.WHATSAPP, Channel.EMAIL
GRANTED, WITHDRAWN = ConsentStatus.GRANTED, ConsentStatus.WITHDRAWN
OPTED, PUBLISHED = WhatsAppReach.OPTED_IN, WhatsAppReach.PUBLISHED


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (PermissionFacts(WA, True, suppressed_for="opt_out", consent=GRANTED), Verdict.SUPPRESSED),
        (PermissionFacts(WA, True, consent=WITHDRAWN, is_published=True, reach=PUBLISHED), Verdict.SUPPRESSED),
        (PermissionFacts(MAIL, True, is_invalid=True, consent=GRANTED), Verdict.SUPPRESSED),
        (PermissionFacts(MAIL, False, is_published=True), Verdict.SUPPRESSED),
        (PermissionFacts(WA, True, consent=GRANTED), Verdict.ALLOWED),
        (PermissionFacts(WA, True, is_published=True), Verdict.NEEDS_OPT_IN),
        (PermissionFacts(WA, True, is_published=True, reach=OPTED), Verdict.NEEDS_OPT_IN),
        (PermissionFacts(WA, True, is_published=True, reach=PUBLISHED), Verdict.ALLOWED),
        (PermissionFacts(WA, True, reach=PUBLISHED), Verdict.NEEDS_OPT_IN),
        (PermissionFacts(MAIL, True, is_published=True), Verdict.ALLOWED),
        (PermissionFacts(MAIL, True), Verdict.NEEDS_OPT_IN),
    ],
)
def test_each_case_has_its_verdict_and_a_reason(facts: PermissionFacts, verdict: Verdict):
    found = permission(facts)
    assert found.verdict is verdict
    assert found.reason
