"""Finds one page of contacts at the same price however many there are and whatever is asked for together.

First the order's own index is walked for a bounded number of rows: what is common fills a page there. What is rare
does not, and then the narrowest index (of one filter, or of the text) gathers all matches, which are few, and sorts.
The text index is asked first of all, but on PostgreSQL not for what may be common: SQLite's tells the first matches at
no price, PostgreSQL's only once it has found the last one.
"""

from sqlmodel import Session

from services.contacts import words
from services.contacts.walking import SORTABLE, Asked, Found, Search
from services.contacts.walking_postgres import SearchOnPostgres
from services.core.paging import PageRequest


def find(session: Session, asked: Asked, request: PageRequest, *, counting: bool = True) -> Found:
    """The page that `request` asks for; raises Invalid for a cursor that is none."""
    by = request.order_by if request.order_by in SORTABLE else "newest"
    search = (Search if words.on_sqlite(session) else SearchOnPostgres)(session, asked, request, by)
    if search.asks_text_first and search.is_rare():
        return search.gather()
    walked = search.walk()
    if walked is None:
        if not asked.needles or (not search.asks_text_first and search.is_rare()):
            return search.gather()
        walked = search.walk_by_index()
    total, is_least = search.count() if counting else (0, True)
    return Found(walked, max(total, len(walked)), is_least)


def ids_after(session: Session, asked: Asked, last: int, most: int) -> list[int]:
    """Up to `most` ids above `last` that match, in order; [] when there is none. Together they cost one walk."""
    search = Search(session, asked, PageRequest(order_by="newest", descending=False), "newest")
    while True:
        found, last = search.onward(last, most)
        if found or not last:
            return found
