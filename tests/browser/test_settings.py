"""The settings, as a person uses them."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Site


async def test_settings_are_saved_card_by_card_and_tested_against_the_sandbox(person: Page, site: Site):
    await person.goto(f"{site.url}/settings")
    await expect(person).to_have_url(re.compile(r"/settings/business/?$"))
    services = person.get_by_label("Add a service: services")
    await services.fill("Implants, Braces")
    await person.get_by_role("button", name="Save").nth(0).click()
    await expect(person.get_by_text("Saved", exact=True)).to_be_visible()
    await person.fill("[name=phone]", "12")
    await person.get_by_role("button", name="Save").nth(1).click()
    await expect(person.get_by_role("alert")).to_contain_text("Enter a phone number")
    await expect(person.locator("[name=phone]")).to_be_focused()
    await person.get_by_role("navigation", name="Settings").get_by_text("Integrations").click()
    await person.get_by_role("button", name="Test connection").first.click()
    await expect(person.get_by_text("Connected to the Twilio account")).to_be_visible()
    await person.reload()
    await person.get_by_role("navigation", name="Settings").get_by_text("Business").click()
    await expect(person.get_by_label("Remove Implants")).to_be_visible()


async def test_on_a_phone_the_sections_come_first(person: Page, site: Site):
    await person.set_viewport_size({"width": 390, "height": 844})
    await person.goto(f"{site.url}/settings")
    await person.get_by_role("link", name="Do not contact").click()
    await person.fill("[name=address]", "98200 41735")
    await person.get_by_role("button", name="Add", exact=True).click()
    await expect(person.get_by_text("+919820041735")).to_be_visible()
    assert await person.evaluate("document.documentElement.scrollWidth") == 390
