"""The places to look for contacts: what they are called, what they need, whether they are ready."""

from dataclasses import dataclass

from sqlmodel import Session

from services.core.errors import AppError
from services.integrations.catalogue import entry_for, is_connectable
from services.integrations.queries import credentials_for


@dataclass(frozen=True)
class Source:
    """`account` names the provider whose account it needs, "" for none; `is_usual`: chosen unless told otherwise."""

    key: str
    title: str
    detail: str
    account: str = ""
    is_usual: bool = False


_ALL = (
    Source("overpass", "OpenStreetMap", "The open map of the world. Free.", is_usual=True),
    Source("directory", "Business directories", "Pages that list businesses. Free.", is_usual=True),
    Source("places", "Google Places", "Google finds them, their own sites tell the contacts.", "places"),
    Source("apify_maps", "Google Maps through Apify", "Businesses with phone and site.", "apify"),
    Source("apify_linkedin", "LinkedIn through Apify", "People by job title and city.", "apify"),
    Source("brightdata_maps", "Google Maps through Bright Data", "Businesses with phone and site.", "brightdata"),
    Source(
        "brightdata_linkedin", "LinkedIn through Bright Data", "The profiles whose addresses you list.", "brightdata"
    ),
)
SOURCES = {one.key: one.title for one in _ALL if not one.account or is_connectable(one.account)}
USUAL_SOURCES = tuple(one.key for one in _ALL if one.is_usual)


@dataclass(frozen=True)
class SourceChoice:
    """A source as the form offers it; `why_not` says what is missing, "" when it is ready."""

    key: str
    title: str
    detail: str
    why_not: str
    settings_path: str


def source_choices(session: Session) -> list[SourceChoice]:
    """Every source there is, the ones that need no account first."""
    return [_choice(session, one) for one in _ALL if one.key in SOURCES]


def _choice(session: Session, source: Source) -> SourceChoice:
    why_not = ""
    if source.account:
        try:
            credentials_for(session, source.account)
        except AppError:
            why_not = f"{entry_for(source.account).title} is not connected."
    path = f"/settings/integrations?edit={source.account}" if source.account else ""
    return SourceChoice(source.key, source.title, source.detail, why_not, path)
