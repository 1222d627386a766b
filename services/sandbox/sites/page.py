"""The frames that the town's pages are set in: three looks, one set of obfuscations."""

from html import escape
from pathlib import Path

from aiohttp import web

_STYLES = (Path(__file__).parent / "looks.css").read_text("utf-8").split("/* next look */")


def page(title: str, body: str, *, menu: str = "", foot: str = "", style: int = 0, head: str = "") -> web.Response:
    """A whole document; `title` is escaped, the rest is markup."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}'
        f"<style>{_STYLES[style % len(_STYLES)]}</style></head><body>"
        f"<header><nav>{menu}</nav></header><main>{body}</main><footer>{foot}</footer></body></html>"
    )
    return web.Response(text=text, content_type="text/html", charset="utf-8")


def cloudflare(email: str, key: int) -> str:
    """Cloudflare's e-mail protection: hex of the key and of each byte exclusive-or the key."""
    encoded = f"{key:02x}" + "".join(f"{byte ^ key:02x}" for byte in email.encode())
    attributes = f'href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{encoded}"'
    return f"<a {attributes}>[email&#160;protected]</a>"


def shown_email(email: str, way: int) -> str:
    """An address as web sites write it: link, text, words, Cloudflare, entities, attributes, script."""
    name, _, host = email.partition("@")
    ways = (
        f'<a href="mailto:{email}?subject=Enquiry">{email}</a>',
        f"<span>{email}</span>",
        f"{name} [at] {host.replace('.', ' [dot] ')}",
        cloudflare(email, 0x1F + way % 60),
        f"{name}(at){host}",
        "".join(f"&#{ord(letter)};" for letter in email),
        f"{name} at the rate {host.replace('.', ' dot ')}",
        f'<a class="mail" data-user="{name}" data-domain="{host}">Write to us</a>',
        f'<script>document.write("{name}" + "@" + "{host}")</script>',
        f"{name} एट {host.replace('.', ' डॉट ')}",
        f'{name}<span style="display:none">.nospam</span>@{host}',
    )
    return ways[way % len(ways)]


def shown_phone(phone: str, way: int) -> str:
    """A number as web sites write it: links, WhatsApp, plain in several groupings."""
    number = phone.removeprefix("+91")
    grouped = f"+91 {number[:5]} {number[5:]}"
    ways = (
        f'<a href="tel:{phone}">{grouped}</a>',
        f"<span>{grouped}</span>",
        f'<a href="https://wa.me/91{number}">Chat on WhatsApp</a>',
        f"0{number[:5]}-{number[5:]}",
        f'Mob.: <a href="tel:0{number}">{number}</a>',
    )
    return ways[way % len(ways)]
