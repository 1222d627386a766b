"""The inbox's search with a million messages of one customer, beside those of another.

`python -m tests.bench.bench_messages [sqlite|postgresql] [MESSAGES]`.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlmodel import insert

from services import db
from services.conversations.searching import said
from services.core.ids import new_id
from services.core.scope import Scope
from services.db import reading, system_transaction
from services.models import Conversation, Customer, Lead, Message
from tests.bench.contacts_data import START, empty_postgres, empty_sqlite
from tests.databases import pointed_at

BIG, OTHER = 1, 2
A_CONVERSATION = 20
BATCH = 5_000
WORDS = """flat price list garden parking available possession loan visit tomorrow sunday morning brochure please send
interested budget lakh crore bedroom floor balcony school metro near station deposit agreement registration
call me after office hours namaste thank you sir madam what is the of for and we can you number address
कीमत फ्लैट उपलब्ध पार्किंग लोन कल सुबह देखना चाहते हैं क्या है कितना बताइए धन्यवाद जी नमस्ते पता भेजिए""".split()
RARE, SOMETIMES = "zanzibar", "terrace"
ASKED = (
    "price", "garden price", "pr", "कीमत", "फ्लैट कीमत", "उपलब्ध", "the", RARE, SOMETIMES, f"{RARE} garden",
    "nowhere said", "विश्वविद्यालय", "tion", "station metro brochure", "xq", "जी", f"{SOMETIMES} कीमत",
)  # fmt: skip


def _texts(rng: random.Random) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        words = rng.choices(WORDS, k=rng.randint(4, 34))
        if number % 100_000 == 7:
            words.append(RARE)
        if number % 500 == 3:
            words.append(SOMETIMES)
        yield " ".join(words)


def fill(messages: int) -> float:
    """The messages, and how many microseconds each took to write."""
    rng = random.Random(5)
    with system_transaction() as session:
        session.add(Customer(id=OTHER, name="Other", launched_at=START))
    took = 0.0
    for customer_id, size, first in ((OTHER, messages // 10, 1), (BIG, messages, messages // 10 + 1)):
        talks = size // A_CONVERSATION
        base = first // A_CONVERSATION + 1
        with system_transaction() as session:
            keys = range(base, base + talks)
            leads = [{"id": n, "customer_id": customer_id, "name": f"Lead {n}", "source": "manual"} for n in keys]
            session.execute(insert(Lead), leads)
            rows = [{"id": n, "customer_id": customer_id, "lead_id": n, "channel": "whatsapp"} for n in keys]
            session.execute(insert(Conversation), rows)
        texts = _texts(rng)
        for at in range(first, first + size, BATCH):
            batch: list[dict[str, Any]] = [
                {
                    "id": number, "customer_id": customer_id, "public_id": new_id("msg"), "sender": "lead",
                    "conversation_id": base + rng.randrange(talks), "message_text": text, "channel": "whatsapp",
                    "status": "delivered", "sent_at": START + timedelta(seconds=number),
                }
                for number, text in enumerate(islice(texts, min(BATCH, first + size - at)), start=at)
            ]  # fmt: skip
            began = time.perf_counter()
            with system_transaction() as session:
                session.execute(insert(Message), batch)
            took += time.perf_counter() - began
    return took / (messages * 1.1) * 1e6


def measure(kind: str, made: Callable[[], AbstractContextManager[str]], messages: int) -> None:
    with made() as url, pointed_at(url):
        print(f"{kind}: {fill(messages):.0f} µs to write a message, {messages:,} messages", flush=True)
        if kind == "postgresql":
            with db.engine().begin() as connection:
                connection.exec_driver_sql("ANALYZE")
        for customer_id in (BIG, OTHER):
            for search in ASKED:
                times = []
                for _turn in range(5):
                    with reading(Scope(customer_id)) as session:
                        began = time.perf_counter()
                        found, more = said(session, Scope(customer_id), search)
                        times.append((time.perf_counter() - began) * 1000)
                print(f"  {customer_id} {search!r:28} {sorted(times)[2]:8.1f} ms {len(found):4}{'+' if more else ''}")
        db.close_database()


if __name__ == "__main__":
    wanted = sys.argv[1:2] or ["sqlite", "postgresql"]
    for name, made in (("sqlite", empty_sqlite), ("postgresql", empty_postgres)):
        if name in wanted:
            measure(name, made, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
