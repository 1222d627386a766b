"""Pages. /campaigns/scraping and /campaigns/scraping/[campaign]."""

import reflex as rx

from components.campaigns.detail import scraping_detail_page
from components.campaigns.scraping import scraping_page
from leadgen_app.layout import page
from state.scraping import ScrapingCampaignState, ScrapingState
from state.scraping_form import ScrapingFormState


@page("/campaigns/scraping", "AI scraping", on_load=[ScrapingState.load, ScrapingFormState.load])
def scraping() -> rx.Component:
    return scraping_page()


@page("/campaigns/scraping/[campaign_id]", "Search", on_load=ScrapingCampaignState.load)
def scraping_campaign() -> rx.Component:
    return scraping_detail_page()
