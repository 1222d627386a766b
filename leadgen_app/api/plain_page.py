"""Pages for people who are no users: a title, words and a form, without script, cookie or session."""

import html
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><title>{title}</title>
<style>body{{font-family:system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1.5rem;line-height:1.5;
color-scheme:light dark;overflow-wrap:anywhere}}button,input{{font:inherit;padding:.6rem 1.2rem;border-radius:.5rem}}
h1{{font-size:1.6rem;line-height:1.25}}button{{cursor:pointer}}input{{border:1px solid #8888;box-sizing:border-box}}
label{{display:block;margin:1rem 0}}
input[type=text],input[type=email]{{display:block;width:100%;padding:.6rem .8rem;margin-top:.3rem}}
.agree{{display:flex;gap:.7rem;align-items:baseline}}.extra{{position:absolute;left:-99rem}}
.wrong{{color:light-dark(#b3261e,#f2b8b5)}}</style></head>
<body><main><h1>{title}</h1><p>{words}</p>{more}</main></body></html>"""
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'",
}
_LONGEST_FORM = 10_000


def plain_page(title: str, words: str, more: str = "", status: int = 200) -> HTMLResponse:
    """`title` and `words` are text, `more` is HTML."""
    filled = _PAGE.format(title=html.escape(title), words=html.escape(words), more=more)
    return HTMLResponse(filled.encode("utf-8", "replace"), status, headers=_HEADERS)


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form, the first value of each; none for a body that is too long or no form."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return {}
    parsed = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in parsed.items()}
