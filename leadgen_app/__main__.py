"""`python -m leadgen_app`: crawl an address by hand, or measure the finders on labelled cases."""

import asyncio
import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leadgen_app import measure as measuring
from services.core.errors import AppError
from services.core.log import configure_logs
from services.inbound.rereading import reread_replies
from services.providers.base import Credentials, FoundContact, LeadSource, SearchCriteria
from services.providers.registry import provider

app = typer.Typer(help="Tools of Leadgen.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_SHOWN = ("company", "name", "title", "email", "phone", "city", "state", "website")


class Source(StrEnum):
    DIRECTORY = "directory"
    WEBSITE = "website"


@app.command()
def crawl(
    url: Annotated[str, typer.Argument(help="A directory's listing or a company's site.")],
    source: Annotated[Source, typer.Option(help="How to read it.")] = Source.DIRECTORY,
    most: Annotated[int, typer.Option("--max", min=1, max=1_000_000, help="Contacts to find at most.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    region: Annotated[str, typer.Option(help="Country of numbers without a country code.")] = "IN",
    industry: Annotated[str, typer.Option(help="What to search for in a directory with a search form.")] = "",
    city: Annotated[list[str] | None, typer.Option(help="Where to search; may be repeated.")] = None,
    cursor: Annotated[str, typer.Option(help="Go on after the contact that had this cursor.")] = "",
) -> None:
    """Find contacts at URL, and print each with where every field was read. Obeys robots.txt."""
    configure_logs()
    criteria = SearchCriteria(
        industry=industry, cities=tuple(city or ()), directory_urls=(url,), region=region.upper(), limit=most
    )
    try:
        count = asyncio.run(_crawl(source, criteria, cursor, as_json))
    except AppError as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} contacts", err=True)


async def _crawl(source: Source, criteria: SearchCriteria, cursor: str, as_json: bool) -> int:
    count = 0
    async for found in provider(source, LeadSource, Credentials("")).search(criteria, cursor):
        count += 1
        typer.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else _text(found))
    return count


def _text(found: FoundContact) -> str:
    lines = [found.company or found.name or found.website]
    for name in _SHOWN:
        for fact in (fact for fact in found.facts if fact.field == name):
            mark = " " if fact.value == getattr(found, name) else "·"
            lines.append(f"  {mark} {name:8} {fact.value}  ({fact.method}, {fact.source_url})")
    return "\n".join(lines)


@app.command()
def measure(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of labelled cases.")],
    out: Annotated[Path, typer.Option(help="Where the predictions are written.")],
) -> None:
    """Run the ability that FOLDER is named after over its cases."""
    configure_logs()
    if folder.resolve().name not in measuring.ABILITIES:
        typer.echo(f"There is no ability of this name. Known: {', '.join(measuring.ABILITIES)}", err=True)
        raise typer.Exit(2)
    cases, failed = measuring.measure(folder, out)
    typer.echo(f"{cases} cases, {failed} failed", err=True)


@app.command(name="reread-replies")
def reread(
    customer: Annotated[int, typer.Option(min=0, help="Number of one customer; 0 is all.")] = 0,
) -> None:
    """Read all stored replies again with today's rules and classifier. Nobody is un-suppressed by it."""
    configure_logs()
    found = reread_replies(customer)
    typer.echo(f"{found.replies} replies read, {found.changed} read otherwise, {found.stopped} newly left alone")


if __name__ == "__main__":
    app()
