"""Domains: which one a business owns, told from hosts that it only rents a page or a mailbox on."""

import ipaddress
import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

import tldextract

_FREE_MAIL_NAMES = """
gmail.com googlemail.com yahoo.com yahoo.co.in yahoo.in yahoo.co.uk ymail.com rocketmail.com hotmail.com
hotmail.co.in hotmail.co.uk outlook.com outlook.in live.com live.in msn.com rediffmail.com rediff.com icloud.com
me.com mac.com aol.com aim.com proton.me protonmail.com pm.me zoho.com zohomail.in zohomail.com mail.com email.com
gmx.com gmx.net gmx.de web.de t-online.de orange.fr free.fr laposte.net libero.it mail.ru yandex.ru yandex.com
qq.com 163.com 126.com sify.com indiatimes.com in.com vsnl.net vsnl.com bsnl.in bsnl.co.in airtelmail.in mtnl.net.in
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net btinternet.com sky.com talktalk.net
fastmail.com hushmail.com tutanota.com inbox.com lycos.com rogers.com shaw.ca bigpond.com optusnet.com.au
"""
FREE_MAIL = frozenset(_FREE_MAIL_NAMES.split())
_SHARED_HOSTS_NAMES = """
facebook.com fb.com fb.me instagram.com twitter.com x.com linkedin.com youtube.com youtu.be whatsapp.com wa.me
t.me telegram.me pinterest.com tiktok.com threads.net google.com goo.gl g.page g.co bit.ly tinyurl.com linktr.ee
justdial.com indiamart.com tradeindia.com sulekha.com exportersindia.com zomato.com swiggy.com practo.com
magicbricks.com 99acres.com housing.com nobroker.in shiksha.com urbanpro.com urbancompany.com tripadvisor.com
tripadvisor.in booking.com makemytrip.com goibibo.com agoda.com airbnb.com yelp.com yellowpages.com foursquare.com
amazon.in amazon.com flipkart.com business.site negocio.site sites.google.com docs.google.com medium.com
wordpress.com blogspot.com blogger.com tumblr.com wix.com weebly.com squarespace.com godaddysites.com
wikipedia.org wikidata.org openstreetmap.org archive.org
"""
SHARED_HOSTS = frozenset(_SHARED_HOSTS_NAMES.split())
_HOST_NAME = re.compile(r"(?i)(?:https?://)?[\w-]+(?:\.[\w-]+)+/?")


@cache
def _extract() -> tldextract.TLDExtract:
    """Only the list in the package: nothing is downloaded and nothing is cached on disk."""
    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True, include_psl_private_domains=True
    )


@lru_cache(maxsize=4096)
def has_public_suffix(host: str) -> bool:
    """Whether the host ends in a suffix of the Public Suffix List and has a name before it."""
    parts = _extract()(host)
    return bool(parts.suffix and parts.domain)


def registrable_domain(url_or_email: str | None) -> str:
    """The domain a business registered, in lower case; "" for IP hosts, free mail and shared hosts."""
    host = host_of(url_or_email or "")
    if not host or _is_address(host) or host in SHARED_HOSTS:
        return ""
    domain = _extract()(host).top_domain_under_public_suffix
    if not domain and host.endswith(".example"):
        domain = ".".join(host.split(".")[-2:])
    return "" if domain in FREE_MAIL or domain in SHARED_HOSTS else domain


def host_of(url_or_email: str) -> str:
    """The host of a URL, of an e-mail address or of a bare "www.firm.com/page", in lower case."""
    text = url_or_email.strip().lower()
    if "@" in text and "/" not in text:
        return text.rpartition("@")[2].rstrip(".")
    try:
        return (urlsplit(text if "://" in text else f"//{text.lstrip('/')}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_host_name(text: str) -> bool:
    """Whether a would-be name is only an address: "acme.in", "https://www.acme.in/", "192.0.2.7"."""
    return bool(_HOST_NAME.fullmatch(text.strip()))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdigit() or "." not in host
    return True
