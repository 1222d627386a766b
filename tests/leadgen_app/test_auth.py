"""The sign-in forms over HTTP: cookies, refusals, limits, headers."""

import statistics
import time

import httpx
import pytest

from services.accounts.limits import PER_EMAIL
from tests.leadgen_app.forms import PASSWORD, client, sign_up
from tests.site import Site


async def _sign_in(http: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await http.post("/api/auth/login", data={"email": email, "password": password})


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site):
    email, _cookie = await sign_up(site)
    async with client(site) as http:
        answer = await _sign_in(http, email)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("leadgen_session="))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "path=/" in cookie.lower()


async def test_every_sign_in_makes_a_new_session_and_ends_the_one_it_came_with(site: Site):
    email, first = await sign_up(site)
    async with client(site, first) as http:
        second = (await _sign_in(http, email)).cookies["leadgen_session"]
    assert second != first
    async with client(site, first) as http:
        assert (await http.get("/")).headers["location"] == "/login"
    async with client(site, second) as http:
        assert (await http.get("/")).headers["location"] == "/onboarding"


async def test_a_session_chosen_by_an_attacker_is_never_adopted(site: Site):
    email, _cookie = await sign_up(site)
    async with client(site, "chosen-by-attacker") as http:
        answer = await _sign_in(http, email)
    assert answer.cookies["leadgen_session"] != "chosen-by-attacker"
    async with client(site, "chosen-by-attacker") as http:
        assert (await http.get("/")).headers["location"] == "/login"


async def test_signing_out_ends_the_session_on_the_server(site: Site):
    _email, cookie = await sign_up(site)
    async with client(site, cookie) as http:
        assert (await http.post("/api/auth/logout")).headers["location"] == "/login"
    async with client(site, cookie) as http:
        assert (await http.get("/")).headers["location"] == "/login"


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/auth/signup", "/api/auth/logout"])
async def test_forms_sent_by_another_site_are_refused(site: Site, path: str):
    async with httpx.AsyncClient(base_url=site.url) as http:
        assert (await http.post(path, headers={"origin": "https://evil.example"})).status_code == 403
        assert (await http.post(path, headers={"sec-fetch-site": "cross-site"})).status_code == 403


async def test_unknown_emails_and_wrong_passwords_get_the_same_answer_in_the_same_time(site: Site):
    email, _cookie = await sign_up(site)
    spent: dict[str, list[float]] = {email: [], "nobody@acme.example": []}
    answers: dict[str, tuple[int, str, str]] = {}
    async with client(site) as http:
        for _round in range(4):
            for who, times in spent.items():
                start = time.perf_counter()
                answer = await _sign_in(http, who, "wrong-password-1")
                times.append(time.perf_counter() - start)
                answers[who] = (answer.status_code, answer.headers["location"], answer.text)
    assert len(set(answers.values())) == 1
    known, unknown = (statistics.median(times) for times in spent.values())
    assert 0.4 < known / unknown < 2.5


async def test_too_many_tries_close_an_email_for_a_while_even_with_the_right_password(site: Site):
    email, _cookie = await sign_up(site)
    async with client(site) as http:
        for _try in range(PER_EMAIL):
            await _sign_in(http, email, "wrong-password-1")
        refused = await _sign_in(http, email)
    assert "leadgen_session" not in refused.cookies
    assert refused.headers["location"] == "/login?error=refused"


async def test_one_email_has_one_account(site: Site):
    email, _cookie = await sign_up(site)
    form = {"email": email.upper(), "password": PASSWORD, "name": "Asha Rao", "business": "Second"}
    async with client(site) as http:
        answer = await http.post("/api/auth/signup", data=form)
    assert answer.headers["location"].startswith("/signup?error=")
    assert "leadgen_session" not in answer.cookies


async def test_a_refused_form_comes_back_without_the_password(site: Site):
    async with client(site) as http:
        answer = await _sign_in(http, "someone@acme.example", "a-password-never-echoed")
    assert "a-password-never-echoed" not in str(answer.headers)
    assert "someone" not in answer.headers["location"]


@pytest.mark.parametrize("path", ["/login", "/api/healthz", "/no-such-page"])
async def test_every_answer_carries_the_security_headers(site: Site, path: str):
    async with client(site) as http:
        answer = await http.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_requests_that_are_too_large_are_refused(site: Site):
    async def endless():
        for _chunk in range(20):
            yield b"x" * 100_000

    async with client(site) as http:
        assert (await http.post("/api/auth/login", content=b"x" * 1_100_000)).status_code == 413
    async with client(site) as http:  # a connection of its own: the server may close one after refusing
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert (await http.post("/api/auth/login", content=endless(), headers=kind)).status_code == 413


async def test_reflexs_own_upload_address_is_closed(site: Site):
    async with client(site) as http:
        assert (await http.post("/_upload", content=b"x")).status_code == 404


async def test_other_origins_are_not_allowed_to_read_answers(site: Site):
    async with httpx.AsyncClient(base_url=site.url) as http:
        answer = await http.get("/api/healthz", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/dashboard", "/contacts", "/leads", "/settings/business", "/onboarding"])
async def test_pages_send_strangers_to_sign_in_before_anything_is_drawn(site: Site, path: str):
    async with client(site) as http:
        answer = await http.get(path)
    assert (answer.status_code, answer.headers.get("location")) in {(303, "/login"), (404, None)}


async def test_health_readiness_and_figures_answer(site: Site):
    async with client(site) as http:
        assert (await http.get("/api/healthz")).json() == {"status": "ok"}
        ready = await http.get("/api/readyz")
        figures = (await http.get("/api/metrics")).text
    assert ready.json() == {"database": "ok", "queue": "ok", "clock": "ok"}
    assert 'leadgen_jobs{status="' in figures
