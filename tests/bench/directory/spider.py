"""The same site by Scrapy, as one would write it who knows the site.

`python -m tests.bench.directory.spider URL CONCURRENCY` follows the same pages as our crawl and takes the same fields,
with selectors made for this site. Prints one line of JSON.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

_PHONE = re.compile(r"\+?[\d ]{10,16}")


class TownBook(scrapy.Spider):
    """Cities, trades, listings in all their kinds of paging, entries."""

    name = "townbook"
    found: ClassVar[dict[str, dict[str, Any]]] = {}
    pages = 0

    def __init__(self, start: str, **more: Any) -> None:
        super().__init__(**more)
        self.start_urls = [start]

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        self.pages += 1
        for link in response.css("main ul a"):
            yield response.follow(link, self.parse_city)

    def parse_city(self, response: Response) -> Iterator[Any]:
        self.pages += 1
        for link in response.css("main ul a"):
            yield response.follow(link, self.parse_listing)

    def parse_listing(self, response: Response) -> Iterator[Any]:
        self.pages += 1
        yield from self.cards(response, response)
        here = response.url.partition("?")[0]
        if more := response.css("button.more::attr(data-url)").get():
            yield response.follow(more, self.parse_html)
        elif api := response.css("script").re_first(r'const API = "([^"]+)"'):
            yield response.follow(f"{api}2", self.parse_items)
        elif following := response.css("link[rel=next]::attr(href)").get():
            yield response.follow(following, self.parse_listing)
        elif response.css(".card"):
            for link in response.css(".pager a::attr(href)").getall():
                plain = re.sub(r";jsessionid=\w+", "", link)
                repeats = "Older" in (response.css(".pager a::text").get() or "") and self.is_repeat(response)
                if response.urljoin(plain) != here and not repeats:
                    yield response.follow(plain, self.parse_listing)

    def is_repeat(self, response: Response) -> bool:
        shown = tuple(response.css(".card h3 a::text").getall())
        seen = self.__dict__.setdefault("shown", set())
        return shown in seen or bool(seen.add(shown))

    def parse_html(self, response: Response) -> Iterator[Any]:
        self.pages += 1
        data = response.json()
        yield from self.cards(response, scrapy.Selector(text=data["html"]))
        if data["next"]:
            yield response.follow(data["next"], self.parse_html)

    def parse_items(self, response: Response) -> Iterator[Any]:
        self.pages += 1
        data = response.json()
        for item in data["items"]:
            yield from self.entry(response, item["name"], item["url"], item["address"], item.get("phone", ""))
        if data["page"] < data["total_pages"]:
            yield response.follow(re.sub(r"\d+$", str(data["page"] + 1), response.url), self.parse_items)

    def cards(self, response: Response, within: Any) -> Iterator[Any]:
        for card in within.css(".card"):
            link = re.sub(r";jsessionid=\w+", "", card.css("h3 a::attr(href)").get())
            name, where = card.css("h3 a::text").get(), card.css(".where::text").get()
            yield from self.entry(response, name, link, where, card.css(".tel::text").get(""))

    def entry(self, response: Response, name: str, url: str, where: str, phone: str) -> Iterator[Any]:
        self.found[name] = {"company": name, "city": where.rpartition(", ")[2], "phone": phone.replace(" ", "")}
        yield response.follow(url, self.parse_firm, cb_kwargs={"name": name})

    def parse_firm(self, response: Response, name: str) -> Iterator[Any]:
        self.pages += 1
        hit = _PHONE.search(response.css("a.tel::attr(href)").get(""))
        yield self.found[name] | {
            "company": response.css("h1::text").get(),
            "phone": hit[0] if hit else "",
            "email": response.css("a.mail::attr(href)").get("").removeprefix("mailto:"),
            "city": response.css(".city::text").get(),
            "url": response.url,
        }


def main(start: str, concurrency: int) -> None:
    items: list[Any] = []
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_MAXSIZE": 3_000_000,
            "REDIRECT_MAX_TIMES": 5,
            "RETRY_TIMES": 2,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "CRITICAL",
        }
    )
    crawler = process.create_crawler(TownBook)

    def keep(item: Any) -> None:
        items.append(item)

    crawler.signals.connect(keep, scrapy.signals.item_scraped)
    process.crawl(crawler, start=start)
    began = time.monotonic()
    process.start()
    seconds = time.monotonic() - began
    by_name = {**TownBook.found, **{item["company"]: item for item in items}}
    print(
        json.dumps(
            {
                "seconds": seconds,
                "records": len(by_name),
                "with_details": len(items),
                "cpu": time.process_time(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
