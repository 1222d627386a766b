"""Signing up, out and in again, as a person does it."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import PASSWORD, sign_out, sign_up
from tests.site import Site


async def test_a_newcomer_signs_up_signs_out_and_signs_in_again(visitor: Page, site: Site):
    await visitor.goto(site.url)
    await expect(visitor).to_have_url(re.compile(r"/login/?$"))
    email = await sign_up(visitor, site)
    await expect(visitor).to_have_url(re.compile(r"/onboarding/?$"))
    await sign_out(visitor)
    await visitor.goto(f"{site.url}/dashboard")
    await expect(visitor).to_have_url(re.compile(r"/login/?$"))
    await visitor.fill("[name=email]", email.upper())
    await visitor.fill("[name=password]", PASSWORD)
    await visitor.click("button[type=submit]")
    await expect(visitor).to_have_url(re.compile(r"/onboarding/?$"))
    assert "leadgen_session" not in await visitor.evaluate("document.cookie")


async def test_a_wrong_password_is_told_and_the_email_is_kept(visitor: Page, site: Site):
    email = await sign_up(visitor, site)
    await sign_out(visitor)
    await visitor.fill("[name=email]", email)
    await visitor.fill("[name=password]", "not-my-password")
    await visitor.click("button[type=submit]")
    await expect(visitor.get_by_role("alert")).to_contain_text("The email or the password is wrong.")
    await expect(visitor.locator("[name=email]")).to_have_value(email)
    await expect(visitor.locator("[name=password]")).to_have_value("")


async def test_a_weak_password_is_explained_at_its_field(visitor: Page, site: Site):
    await visitor.goto(f"{site.url}/signup")
    await visitor.fill("[name=name]", "Asha Rao")
    await visitor.fill("[name=business]", "Asha Dental")
    await visitor.fill("[name=email]", "asha@dental.example")
    await visitor.fill("[name=password]", "password123")
    await visitor.click("button[type=submit]")
    await expect(visitor.get_by_role("alert")).to_contain_text("easy to guess")
    await expect(visitor.locator("[name=business]")).to_have_value("Asha Dental")


async def test_an_unknown_address_says_so(visitor: Page, site: Site):
    site.expect("404")
    answer = await visitor.goto(f"{site.url}/no-such-page")
    assert answer is not None
    assert answer.status == 404
    await expect(visitor.get_by_text("This page does not exist")).to_be_visible()
