"""Follow-ups and variants in the form of a campaign, and on its page."""

from services.core.scope import Scope
from state.outreach import OutreachCampaignState
from state.outreach_form import OutreachFormState
from tests.state.tabs import Tab
from tests.state.test_campaigns import launched, tab

__all__ = ["launched", "tab"]  # fixtures


async def test_follow_ups_are_added_moved_checked_and_shown_on_the_page(tab: Tab, alice: Scope) -> None:
    await tab.open("/outreach/whatsapp")
    await tab.send(OutreachFormState.begin("whatsapp"))
    form = await tab.state(OutreachFormState)
    for _ in range(3):
        await tab.send(OutreachFormState.add_step)
    first, second, third = (row.key for row in form.steps)
    await tab.send(OutreachFormState.remove_step(third))
    await tab.send(OutreachFormState.set_step(second, "channel", "email"))
    await tab.send(OutreachFormState.set_step(second, "wait", "1"))
    await tab.send(OutreachFormState.set_step(first, "condition", "not_read"))
    await tab.send(OutreachFormState.raise_step(second))
    assert [(row.title, row.channel) for row in form.steps] == [("Follow-up 1", "email"), ("Follow-up 2", "whatsapp")]
    assert "3 days" in form.steps[0].note
    written = {"name": "Welcome", "message": "Hello {{name|there}}", "min_score": "65", "daily_limit": "9"}
    await tab.send(OutreachFormState.save({**written, f"step_body_{first}": "Hello {{nonsense}}"}))
    assert (form.is_review, form.problems, set(form.steps[1].wrong)) == (False, {}, {"body"})
    sound = {f"step_body_{first}": "Did you see this?", f"step_body_{second}": "Hello", f"step_subject_{second}": "Us"}
    await tab.send(OutreachFormState.save({**written, **sound}))
    assert [(one.words, one.number) for one in form.review.steps] == [
        ("Follow-up 1, after 1 day", "Email"),
        ("Follow-up 2, after 3 days", "WhatsApp"),
    ]
    await tab.send(OutreachFormState.start)
    await tab.open(tab.redirects[-1])
    page = await tab.state(OutreachCampaignState)
    assert [row.when for row in page.detail.steps] == [
        "At first, WhatsApp",
        "After 1 day, Email",
        "After 3 days, WhatsApp",
    ]
    await tab.send(OutreachFormState.edit(page.shown.id))
    assert [(row.wait, row.unit, row.condition) for row in form.steps] == [
        ("1", "days", "none"),
        ("3", "days", "not_read"),
    ]
    assert tab.errors == []


async def test_texts_to_compare_are_added_checked_and_shown_on_the_page(tab: Tab, alice: Scope) -> None:
    await tab.open("/outreach/email")
    await tab.send(OutreachFormState.begin("email"))
    form = await tab.state(OutreachFormState)
    for _ in range(4):
        await tab.send(OutreachFormState.add_variant)
    assert ([row.title for row in form.variants], form.may_add_variant) == (["Text B", "Text C", "Text D"], False)
    for row in list(form.variants)[1:]:
        await tab.send(OutreachFormState.remove_variant(row.key))
    (key,) = (row.key for row in form.variants)
    await tab.send(OutreachFormState.set_variant(key, "subject", "For {{first_name|you}}"))
    written = {"name": "Welcome", "message": "Hello", "subject": "Hi", "min_score": "65", "daily_limit": "9"}
    await tab.send(OutreachFormState.save({**written, f"variant_body_{key}": ""}))
    assert (form.problems, set(form.variants[0].wrong)) == ({}, {"body"})
    await tab.send(OutreachFormState.save({**written, f"variant_body_{key}": "Shall we talk?"}))
    await tab.send(OutreachFormState.start)
    await tab.open(tab.redirects[-1])
    page = await tab.state(OutreachCampaignState)
    assert [(one.name, one.excerpt, one.sent) for one in page.detail.variants] == [
        ("Text A", "Hello", "0"),
        ("Text B", "Shall we talk?", "0"),
    ]
    assert "Too early" in page.detail.verdict
    assert tab.errors == []
