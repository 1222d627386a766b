"""The HTML part of an e-mail: the words of its text part, with links to press, and every style at its element.

Mail programs drop style sheets, so the few rules there are stand here and go into the elements as they are written.
No colour is set, so that dark themes keep theirs.
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from services.templates.identity import Identity, signature
from services.templates.links import Piece, pieces

_PAGE = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"
_WIDTH = "max-width:600px;margin:0 auto;padding:16px;overflow-wrap:break-word;word-break:break-word"
_PARAGRAPH = "margin:0 0 16px"
_LIST = "margin:0 0 16px;padding:0 0 0 24px"
_LINK = "color:inherit;text-decoration:underline"
_FOOT = "margin:32px 0 0;font-size:13px;line-height:1.5;opacity:0.75"

_HEAD = (
    '<!doctype html><html dir="auto"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"></head>'
    f'<body style="margin:0;padding:0"><div style="{_PAGE};{_WIDTH}">'
)
_BLOCK_END = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r"[ \t]*[-*•][ \t]+(?=\S)")
_NO_NUMBER = re.compile(r"[^\d+]")


def email_html(body: Sequence[Piece], identity: Identity, unsubscribe_url: str, picture_url: str = "") -> str:
    """`body` and the footer of `email_text` as HTML; everything that was text stays text.

    `picture_url` is asked for by the reader's mail program when the mail is shown; "" for none.
    """
    text = "".join(_inline(piece) for piece in body).strip()
    blocks = "".join(_block(block) for block in _BLOCK_END.split(text))
    picture = f'<img src="{_attribute(picture_url)}" width="1" height="1" alt="" style="display:block;border:0">'
    return f"{_HEAD}{blocks}{_foot(identity, unsubscribe_url)}{picture if picture_url else ''}</div></body></html>"


def _inline(piece: Piece) -> str:
    return _link(piece.target, piece.text) if piece.target else html.escape(piece.text, quote=False)


def _link(target: str, words: str) -> str:
    return f'<a href="{_attribute(target)}" style="{_LINK}">{html.escape(words, quote=False)}</a>'


def _attribute(value: str) -> str:
    return html.escape(value, quote=True)


def _block(block: str) -> str:
    """A paragraph; lines that begin with a dash or a dot are the items of a list."""
    written: list[str] = []
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines:
            written.append(f'<p style="{_PARAGRAPH}">{"<br>".join(lines)}</p>')
        if items:
            written.append(f'<ul style="{_LIST}">{"".join(f"<li>{item}</li>" for item in items)}</ul>')
        lines.clear()
        items.clear()

    for line in block.split("\n"):
        mark = _ITEM.match(line)
        if bool(mark) != bool(items):
            close()
        if mark:
            items.append(line[mark.end() :])
        else:
            lines.append(line)
    close()
    return "".join(written)


def _foot(identity: Identity, unsubscribe_url: str) -> str:
    return f'<p style="{_FOOT}">{_sender(identity)}{_link(unsubscribe_url, "Unsubscribe")}</p>'


@lru_cache(256)
def _sender(identity: Identity) -> str:
    """Who wrote, the same in all of a customer's mails; the number can be called and the site opened directly."""
    reach = " · ".join(filter(None, (_call(identity.phone), _site(identity.website))))
    lines = [html.escape(signature(identity), quote=False), html.escape(identity.address, quote=False), reach]
    return "".join(line.replace("\n", "<br>") + "<br>" for line in lines if line)


def _call(phone: str) -> str:
    digits = _NO_NUMBER.sub("", phone)
    return _link(f"tel:{digits}", phone) if len(digits) > 5 else html.escape(phone, quote=False)


def _site(website: str) -> str:
    address = website if website.lower().startswith(("http://", "https://")) else f"https://{website}"
    return (
        _link(address, website) if pieces(address) == [Piece(address, address)] else html.escape(website, quote=False)
    )
