"""Sign-up, sign-in and sign-out as native forms: no script ever holds the session cookie."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from services.accounts import cookies, sessions
from services.accounts.actions import NewAccount, sign_in, sign_up
from services.accounts.queries import LIFETIME
from services.accounts.types import Browser
from services.core.errors import AppError, Invalid
from services.core.log import get_logger
from services.core.scope import Scope
from services.core.settings import get_settings
from services.db import in_system_transaction

router = APIRouter(prefix="/api/auth", include_in_schema=False)
log = get_logger(__name__)

Field = Annotated[str, Form(max_length=1000)]


def client_address(request: Request) -> str:
    """The browser's address, through as many proxies as the settings trust."""
    hops = get_settings().trusted_proxy_hops
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.client.host if request.client else ""


def browser_of(request: Request) -> Browser:
    return Browser(client_address(request), request.headers.get("user-agent", ""))


def require_same_origin(request: Request) -> None:
    """Refuse a form that another site made the browser send."""
    origin = request.headers.get("origin")
    if origin is None:
        fine = request.headers.get("sec-fetch-site") in {None, "same-origin", "none"}
    else:
        fine = origin in get_settings().origins or origin.partition("://")[2] == request.headers.get("host")
    if not fine:
        raise HTTPException(403, "This form came from another site.")


async def signed_in(request: Request) -> Scope:
    """Who asks, from one of our own pages; 401 for a stranger."""
    require_same_origin(request)
    identity = await sessions.identify(request.cookies.get(cookies.SESSION, ""))
    if identity is None:
        raise HTTPException(401, "Sign in first.")
    return identity.scope


@router.post("/signup")
async def signup(
    request: Request, email: Field = "", password: Field = "", name: Field = "", business: Field = ""
) -> RedirectResponse:
    require_same_origin(request)
    try:
        token = await sign_up(NewAccount(name, business, email, password), browser_of(request))
    except AppError as error:
        return _back("/signup", error, cookies.RefusedForm(email=email, name=name, business=business))
    return await _enter(request, token)


@router.post("/login")
async def login(request: Request, email: Field = "", password: Field = "") -> RedirectResponse:
    require_same_origin(request)
    try:
        token = await sign_in(email, password, browser_of(request))
    except AppError as error:
        log.info("sign_in_refused", reason=type(error).__name__)
        return _back("/login", error, cookies.RefusedForm(email=email))
    return await _enter(request, token)


@router.post("/logout")
async def logout(request: Request) -> RedirectResponse:
    require_same_origin(request)
    await _end_session(request)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(cookies.SESSION, path="/", httponly=True, samesite="lax", secure=_is_https())
    return answer


async def _enter(request: Request, token: str) -> RedirectResponse:
    """A new session id at every sign-in; the one the browser came with is revoked."""
    await _end_session(request)
    answer = RedirectResponse("/", status_code=303)
    _set_cookie(answer, cookies.SESSION, token, int(LIFETIME.total_seconds()))
    answer.delete_cookie(cookies.FORM, path="/", httponly=True, samesite="lax", secure=_is_https())
    return answer


async def _end_session(request: Request) -> None:
    token = request.cookies.get(cookies.SESSION, "")
    if token:
        await in_system_transaction(sessions.end, token)


def _back(path: str, error: AppError, typed: cookies.RefusedForm) -> RedirectResponse:
    field = error.field if isinstance(error, Invalid) else ""
    answer = RedirectResponse(f"{path}?error={field or 'refused'}", status_code=303)
    form = replace(typed, message=error.message, field=field)
    _set_cookie(answer, cookies.FORM, cookies.pack(form), cookies.FORM_SECONDS)
    return answer


def _set_cookie(answer: RedirectResponse, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=_is_https())


def _is_https() -> bool:
    return get_settings().address.startswith("https://")
