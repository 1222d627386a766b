"""A million contacts of 212 customers, the same ones every time: one customer has half of them."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from services import db
from services.contacts.tallies import count_again
from services.core.ids import new_id
from services.core.paging import MOST_COUNTED
from services.models import Customer, ScrapingCampaign
from tests.databases import ROLE, PostgresServer, migrate, pointed_at, postgres_server

GENERATION = 2  # goes up when the rows below change
SIZES = (500_000, *[40_000] * 10, *[500] * 200)
BATCH = 5_000
CITIES = 3_000
CAMPAIGNS = 20
START = datetime(2026, 1, 1, tzinfo=UTC)
BIG, MIDDLE, SMALL = 1, 2, 12  # customer ids

_FIRST = """Rohan Priya Amit Neha Sunil Anjali Vikram Lakshmi Farida Imran Sandeep Kavita Rahul Sneha Arjun Pooja Deepak
Meera Sanjay Ritu Harshad Nikhil Asha Gurpreet Thomas Zubin सुनील प्रिया अमित लक्ष्मी""".split()
_LAST = """Sharma Patel Deshpande Joshi Qureshi Merchant Patil Gupta Singh Rao Nair Menon Iyer Reddy Kulkarni Bhatt
Agarwal Das Khan Verma Fernandes Chatterjee Sawant Gaikwad पाटील शर्मा देशपांडे""".split()
_FIRM = """Royal Skyline Gulmohar Sahyadri Sunrise Metro Prime Elite City Star Green Lotus Om Shree Global National
Classic Modern Apex Vision Harbour Coastal Deccan Maval Zanskar""".split()
_TRADE = """Dental Realty Homes Fitness Academy Clinic Motors Traders Interiors Hotels Pharma Foods Textiles Legal
Consultants Travels Events Salon Builders Tech Veterinary""".split()
_TITLES = ("", "Owner", "Sales manager", "Director", "Partner")
_SOURCES = (("ai_scraping", 85), ("manual_import", 15))
_OUTREACH = (("pending", 700), ("sent", 150), ("no_response", 80), ("bounced", 40), ("responded", 30))
_VERIFICATION = (("unverified", 900), ("verified", 80), ("invalid", 20))
_ANALYSIS = json.dumps(
    {
        "reasons": [
            {"points": points, "text": text}
            for points, text in (
                (26, "Starts at 26"), (24, "real estate in Mumbai, in your audience"), (18, "manager or owner title"),
                (14, "phone and email both found"), (9, "website updated this month"), (-6, "team of 50 or more"),
            )
        ],
        "features": ["has_phone", "has_email", "in_city", "in_industry"], "version": 1,
    }
)  # fmt: skip
COLUMNS = (
    "id", "customer_id", "public_id", "name", "email", "phone", "company", "title", "city", "state", "website",
    "domain", "industry", "source", "scrape_campaign_id", "quality_score", "ai_analysis", "outreach_status",
    "outreach_attempts", "verification_status", "published_for_enquiries", "is_sandbox", "converted_to_lead",
    "created_at", "updated_at",
)  # fmt: skip


def _weighted(rng: random.Random, table: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([value for value, _ in table], [weight for _, weight in table])[0]


def city_names() -> list[str]:
    """The big ones first: the n-th has about a n-th of the first one's contacts."""
    known = ["Mumbai", "Delhi", "Bengaluru", "Pune", "Hyderabad", "Chennai", "Kolkata", "Ahmedabad", "Jaipur", "Surat"]
    return known + [f"Town {number}" for number in range(len(known), CITIES)]


def contact_rows(customer_id: int, size: int, first_id: int, seed: int = 7) -> Iterator[tuple[Any, ...]]:
    """`size` contacts in the order of COLUMNS. Scores follow the trade a little, as real ones do."""
    rng = random.Random(seed * 1_000 + customer_id)
    cities = city_names()
    weights = list(accumulate(1 / (rank + 1) for rank in range(CITIES)))
    phones = rng.sample(range(6_000_000_000, 9_999_999_999), size)
    for number, phone in enumerate(phones):
        first, last, firm = rng.choice(_FIRST), rng.choice(_LAST), rng.choice(_FIRM)
        trade = rng.randrange(len(_TRADE))
        domain = f"{firm}{_TRADE[trade]}{first_id + number}.in".lower()
        at = START + timedelta(seconds=number)
        score = min(99, max(3, int(rng.gauss(48 + trade, 14))))
        campaign = (customer_id - 1) * CAMPAIGNS + 1 + min(int(rng.expovariate(0.4)), CAMPAIGNS - 1)
        yield (
            first_id + number, customer_id, new_id("con"), f"{first} {last}",
            f"{last.lower() if last.isascii() and rng.random() < 0.7 else 'info'}@{domain}",
            f"+91{phone}", f"{firm} {_TRADE[trade]} {rng.randrange(900)}", rng.choice(_TITLES),
            rng.choices(cities, cum_weights=weights)[0], "", f"https://{domain}", domain, _TRADE[trade],
            _weighted(rng, _SOURCES), campaign, score, _ANALYSIS, _weighted(rng, _OUTREACH), 0,
            _weighted(rng, _VERIFICATION), True, False, False, at, at,
        )  # fmt: skip


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def insert_rows(rows: Iterator[tuple[Any, ...]]) -> None:
    """Write contacts in batches of 5,000, each a transaction of its own, the fastest way that the database has."""
    on_sqlite = db.engine().dialect.name == "sqlite"
    for batch in _batches(rows):
        with db.system_transaction() as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            (_into_sqlite if on_sqlite else _into_postgres)(raw, batch)


def _into_sqlite(raw: Any, batch: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    written = [(*row[:-2], *(at.strftime("%Y-%m-%d %H:%M:%S.%f") for at in row[-2:])) for row in batch]
    raw.executemany(f"INSERT INTO contact ({', '.join(COLUMNS)}) VALUES ({marks})", written)


def _into_postgres(raw: "psycopg.Connection[Any]", batch: list[tuple[Any, ...]]) -> None:
    """COPY is refused on a table with row-level security, so the rows come by way of a temporary one."""
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    raw.execute("CREATE TEMP TABLE IF NOT EXISTS fresh_contact (LIKE contact INCLUDING DEFAULTS) ON COMMIT DELETE ROWS")
    with raw.cursor().copy(sql.SQL("COPY fresh_contact ({}) FROM STDIN").format(names)) as copy:
        for row in batch:
            copy.write_row(row)
    raw.execute(sql.SQL("INSERT INTO contact ({0}) SELECT {0} FROM fresh_contact").format(names))


def fill() -> None:
    """Customers, campaigns and contacts into the migrated, empty database that the settings name."""
    with db.system_transaction() as session:
        for number, _size in enumerate(SIZES, start=1):
            session.add(Customer(id=number, name=f"Business {number}", launched_at=START))
        session.flush()
        for number in range(1, len(SIZES) + 1):
            for campaign in range(CAMPAIGNS):
                session.add(ScrapingCampaign(
                    id=(number - 1) * CAMPAIGNS + campaign + 1, customer_id=number, name=f"Search {campaign + 1}",
                    sources=["overpass"], status="paused",
                ))  # fmt: skip
    first_id = 1
    for number, size in enumerate(SIZES, start=1):
        insert_rows(contact_rows(number, size, first_id))
        first_id += size
        if size > MOST_COUNTED:
            count_again(number)


HOME = Path("/tmp/leadgen-bench")  # PostgreSQL's own user must reach it
NAME = f"contacts_{GENERATION}"


@contextmanager
def on_sqlite() -> Iterator[str]:
    """URL of the filled SQLite database; made on first use, kept, and brought up to date."""
    HOME.mkdir(exist_ok=True)
    file = HOME / f"{NAME}.db"
    if not file.exists():
        draft = HOME / f"draft_{NAME}.db"
        for left in HOME.glob(f"{draft.name}*"):
            left.unlink()
        migrate(f"sqlite:///{draft}")
        with pointed_at(f"sqlite:///{draft}"):
            fill()
        draft.rename(file)
    migrate(f"sqlite:///{file}")
    yield f"sqlite:///{file}"


@contextmanager
def on_postgres() -> Iterator[str]:
    """Like `on_sqlite`; PostgreSQL's server runs while the context is open, its files are kept."""
    HOME.mkdir(exist_ok=True)
    HOME.chmod(0o755)
    with postgres_server(HOME / "postgres") as server:
        url = _filled(server)
        migrate(url)
        yield url


def _filled(server: PostgresServer) -> str:
    with server.admin() as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            return server.address(ROLE, NAME)
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(f"draft_{NAME}")))
    url = server.create(f"draft_{NAME}")
    migrate(url)
    with pointed_at(url):
        fill()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    with server.admin() as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (f"draft_{NAME}", NAME))))
    return server.address(ROLE, NAME)


@contextmanager
def empty_sqlite() -> Iterator[str]:
    """URL of a migrated database with one customer, made anew."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        migrate(url)
        _fill_with_one(url)
        yield url


@contextmanager
def empty_postgres() -> Iterator[str]:
    """Like `empty_sqlite`."""
    with postgres_server() as server:
        url = server.create("empty")
        migrate(url)
        _fill_with_one(url)
        yield url


def _fill_with_one(url: str) -> None:
    with pointed_at(url), db.system_transaction() as session:
        session.add(Customer(id=1, name="Business", launched_at=START))
        session.flush()
        for number in range(1, CAMPAIGNS + 1):
            session.add(
                ScrapingCampaign(id=number, customer_id=1, name="Search", sources=["overpass"], status="paused")
            )
