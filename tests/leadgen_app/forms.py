"""The sign-in forms, sent as a browser sends them."""

import itertools

import httpx

from tests.site import Site

PASSWORD = "calm-river-stone-9"
_numbers = itertools.count(1)


def client(site: Site, cookie: str = "") -> httpx.AsyncClient:
    """Follows no redirects; carries the cookie."""
    cookies = {"leadgen_session": cookie} if cookie else {}
    return httpx.AsyncClient(base_url=site.url, cookies=cookies, headers={"origin": site.url}, timeout=20)


async def sign_up(site: Site, business: str = "Acme Secret Dental") -> tuple[str, str]:
    """A new person; returns e-mail and session cookie."""
    email = f"socket{next(_numbers)}@acme.example"
    form = {"email": email, "password": PASSWORD, "name": "Asha Rao", "business": business}
    async with client(site) as http:
        answer = await http.post("/api/auth/signup", data=form)
    return email, answer.cookies["leadgen_session"]
