"""A company's contact details marked up for machines, each site in one of the ways that the web knows."""

import json
from html import escape

from services.sandbox.town.businesses import Business

_TYPE = "LocalBusiness"


def json_ld(business: Business) -> str:
    """For the head: the business with its address and the one who leads it, among a site's other objects."""
    thing: dict[str, object] = {"@type": _TYPE, "name": business.name}
    thing |= {"telephone": business.phone} if business.phone else {}
    thing |= {"email": business.email} if business.email else {}
    thing["address"] = {
        "@type": "PostalAddress",
        "addressLocality": business.city.name,
        "addressRegion": business.city.state,
        "addressCountry": "IN",
    }
    thing["employee"] = {"@type": "Person", "name": business.person, "jobTitle": business.title}
    page = {"@type": "WebPage", "name": "Home", "inLanguage": "en"}
    graph = {"@context": "https://schema.org", "@graph": [page, thing]}
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'


def microdata(business: Business) -> str:
    rows = [f'<h2 itemprop="name">{escape(business.name)}</h2>']
    if business.phone:
        rows.append(f'<meta itemprop="telephone" content="{business.phone}">')
    if business.email:
        rows.append(f'<link itemprop="email" href="mailto:{business.email}">')
    rows.append(
        '<p itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">'
        f'<span itemprop="addressLocality">{escape(business.city.name)}</span>, '
        f'<span itemprop="addressRegion">{escape(business.city.state)}</span></p>'
    )
    return f'<div itemscope itemtype="https://schema.org/{_TYPE}">{"".join(rows)}</div>'


def rdfa(business: Business) -> str:
    rows = [f'<h2 property="name">{escape(business.name)}</h2>']
    if business.phone:
        rows.append(f'<a property="telephone" href="tel:{business.phone}">Call us</a>')
    if business.email:
        rows.append(f'<a property="email" href="mailto:{business.email}">Write to us</a>')
    rows.append(
        '<p property="address" typeof="PostalAddress">'
        f'<span property="addressLocality">{escape(business.city.name)}</span></p>'
    )
    return f'<div vocab="https://schema.org/" typeof="{_TYPE}">{"".join(rows)}</div>'


def h_card(business: Business) -> str:
    rows = [f'<h2 class="p-name p-org">{escape(business.name)}</h2>']
    if business.phone:
        rows.append(f'<p>Mobile: <span class="p-tel">{business.phone[3:8]} {business.phone[8:]}</span></p>')
    if business.email:
        rows.append(f'<a class="u-email" href="mailto:{business.email}">Write to us</a>')
    rows.append(f'<p class="p-adr h-adr"><span class="p-locality">{escape(business.city.name)}</span></p>')
    return f'<div class="h-card">{"".join(rows)}</div>'


# In the order of `Business.style`; most sites mark nothing up.
IN_BODY = (None, None, microdata, None, rdfa, None, h_card)
