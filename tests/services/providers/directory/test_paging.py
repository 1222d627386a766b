"""How a listing goes on: links in many languages, numbers, offsets, and what scripts load."""

import json

import pytest

from services.providers.directory.loading import more_of, read_data
from services.providers.directory.paging import next_page
from services.providers.directory.places import same_page, visited_as
from services.web.extract import Document

URL = "https://townbook.in/list"


def page(html: str, url: str = URL) -> Document:
    return Document(f"<html><body>{html}</body></html>", url)


@pytest.mark.parametrize(
    "text",
    [
        "Next", "next page", "Next »", "NEXT >", "Older entries", "Load more", "Show more results", "More results",
        "›", "»", "→",
        "अगला", "अगला पृष्ठ »", "अगला पेज", "Siguiente", "Página siguiente", "Suivant", "Page suivante", "Weiter",
        "Nächste Seite",
        "Próxima", "Próxima página", "Successiva", "Volgende", "Następna strona", "Další", "Далее",
        "Следующая страница", "Sonraki",
        "次へ", "次のページ", "下一页", "다음", "التالي", "Nästa", "Show 20 more", "Next 20 results",
    ],
)  # fmt: skip
def test_the_word_for_next_is_known(text: str) -> None:
    document = page(f"<a href='/list?start=20'>{text}</a>")
    assert next_page(document, {same_page(URL)}) == f"{URL}?start=20"


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/p2'>Next month ›</a>", "<a href='/p2'>More about us</a>", "<a href='/p2'>More</a>",
        "<a href='/p2'>View more</a>",
        "<a href='/p2'>Next door bakery</a>", "<a href='/list?page=1'>‹ Previous</a>", "<a href='/list?page=3'>3</a>",
        "<a href='/other?page=2'>2</a>", "<a href='https://other.in/list?page=2'>Next</a>",
        "<a href='/list?sort=name&page=2'>2</a>",
        "<a href='/list#top'>Next</a>", "<a href='javascript:void(0)'>Next</a>", "<a href='/list?sid=77'>Next</a>",
    ],
)  # fmt: skip
def test_other_links_do_not_go_on(html: str) -> None:
    assert next_page(page(html), {same_page(URL)}) == ""


@pytest.mark.parametrize(
    ("here", "html", "expected"),
    [
        ("/list?page=2", "<a href='/list?page=1'>1</a><b>2</b><a href='/list?page=3'>3</a>", "/list?page=3"),
        ("/list/page/9", "<a href='/list/page/10'>10</a>", "/list/page/10"),
        ("/list-p3", "<a href='/list-p2'>2</a><a href='/list-p4'>4</a>", "/list-p4"),
        ("/list?p=1&q=a", "<a href='/list?q=a&p=2'>2</a>", "/list?q=a&p=2"),
        ("/list?o=20", "<a href='/list'>1</a><span class=current>2</span><a href='/list?o=40'>3</a>", "/list?o=40"),
        ("/list?o=20", "<ul><li><a href='/list'>1</a></li><li>2</li><li><a href='?o=40'>3</a></li></ul>", "/list?o=40"),
        ("/list", "<a aria-current=page href='/list'>1</a><a href='/list?offset=10'>2</a>", "/list?offset=10"),
        ("/list", "<a class='pagination-next' href='/list?from=25'><i></i></a>", "/list?from=25"),
        ("/list", "<ul><li class=next><a href='/l2'><svg></svg></a></li></ul>", "/l2"),
        ("/list", "<a aria-label='Next page' href='/l2'><svg></svg></a>", "/l2"),
        ("/list", "<link rel='next' href='/l2'>", "/l2"),
        ("/list", "<a href='/list;jsessionid=9A?page=2'>Next</a>", "/list?page=2"),
        ("/list", "<a href='/list?page=2&PHPSESSID=9a&utm_source=x'>Next</a>", "/list?page=2"),
    ],
)  # fmt: skip
def test_pagers_of_many_kinds(here: str, html: str, expected: str) -> None:
    url = f"https://townbook.in{here}"
    assert next_page(page(html, url), {same_page(url)}) == (f"https://townbook.in{expected}" if expected else "")


def test_marks_of_a_visit_are_not_part_of_an_address() -> None:
    plain = "https://townbook.in/list?b=2&a=1"
    assert visited_as(f"{plain}&sid=44&utm_medium=x#top") == plain
    assert same_page("http://WWW.townbook.in:80/list/?a=1&b=2&gclid=z") == same_page(plain)
    assert same_page(plain) != same_page(plain.replace("a=1", "a=2"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<button class='load-more' data-url='/api/list?page=2'>Load more</button>", "/api/list?page=2"),
        ("<div id='infinite-scroll' data-next-url='/more/2'></div>", "/more/2"),
        ("<button data-url='/api?page={page}' data-page='3'>Show more</button>", "/api?page=4"),
        ("<a class='more' hx-get='/part?p=2'>more</a>", "/part?p=2"),
        ("<script>const API = '/api/list?page='; fetch(API + (++page))</script>", "/api/list?page=2"),
        ("<script>fetch(`/api/list?page=${page}&size=20`)</script>", "/api/list?page=2&size=20"),
        ("<script>const limit = 15; get('/api/list?offset=' + seen)</script>", "/api/list?offset=15"),
        ("<button data-url='/vote'>Vote</button>", ""),
        ("<script>track('/hit?id=' + id)</script>", ""),
    ],
)  # fmt: skip
def test_the_address_behind_a_button_or_a_script(html: str, expected: str) -> None:
    assert more_of(page(html)) == (f"https://townbook.in{expected}" if expected else "")


ITEM = {
    "name": "Asha Dental",
    "url": "/firm/1",
    "contact": {"phone": "98450 12301", "email": "a@asha.in"},
    "open": True,
}


@pytest.mark.parametrize(
    ("data", "url", "following"),
    [
        ({"items": [ITEM], "next": "/api?page=3"}, "/api?page=2", "/api?page=3"),
        ({"items": [ITEM], "next": None}, "/api?page=2", ""),
        ({"results": [ITEM], "links": {"next": "https://townbook.in/api?page=3"}}, "/api?page=2", "/api?page=3"),
        ({"data": [ITEM], "meta": {"next_page": 3}}, "/api?page=2", "/api?page=3"),
        ({"data": [ITEM], "has_more": False}, "/api?page=2", ""),
        ({"data": [ITEM], "has_more": True}, "/api?page=2", "/api?page=3"),
        ({"data": [ITEM], "total_pages": 2}, "/api?page=2", ""),
        ({"data": [ITEM], "total_pages": 3}, "/api?page=2", "/api?page=3"),
        ({"rows": [ITEM, ITEM]}, "/api?offset=20", "/api?offset=22"),
        ({"rows": [ITEM], "next_cursor": "abc"}, "/api?cursor=x", "/api?cursor=abc"),
        ({"rows": [ITEM], "next_cursor": ""}, "/api?cursor=x", ""),
        ([ITEM], "/api?page=2", "/api?page=3"),
    ],
)  # fmt: skip
def test_data_says_where_it_goes_on(data: object, url: str, following: str) -> None:
    loaded = read_data(json.dumps(data), f"https://townbook.in{url}")
    assert loaded.following == (f"https://townbook.in{following}" if following else "")
    assert '<a href="/firm/1">Asha Dental</a>' in loaded.entries[0]
    assert "98450 12301" in loaded.entries[0]


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"items": []}', '{"items": [1, 2]}', "[" * 5000])
def test_data_without_entries_is_the_end(text: str) -> None:
    loaded = read_data(text, "https://townbook.in/api?page=2")
    assert (loaded.entries, loaded.markup, loaded.following) == ((), "", "")


def test_markup_inside_data_is_taken_whole() -> None:
    loaded = read_data(json.dumps({"ok": "<b>", "html": "<div>1</div><div>2</div>", "next": "/more/3"}), f"{URL}/2")
    assert (loaded.markup, loaded.following) == ("<div>1</div><div>2</div>", "https://townbook.in/more/3")
