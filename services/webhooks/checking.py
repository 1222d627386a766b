"""Whether deliveries are what they claim to be, and what they tell: one look at the accounts for all of them."""

from collections import defaultdict
from collections.abc import Sequence

from services.core.clock import now
from services.core.errors import AppError, NotAllowed, NotFound
from services.core.log import get_logger
from services.db import system_reading
from services.providers.base import WebhookSource
from services.providers.registry import provider
from services.providers.shared import SharedWebhook
from services.webhooks import accounts
from services.webhooks.accounts import Account
from services.webhooks.arrivals import SHARED, Arrival
from services.webhooks.keeping import Told

log = get_logger(__name__)


def told_by(arrivals: Sequence[Arrival]) -> list[list[Told] | Exception]:
    """What each tells, or why it is refused: NotFound for nobody's address, NotAllowed for a wrong signature, Invalid
    for a body that is not the provider's. Whatever is wrong with one, the others are heard."""
    named = [_named(arrival) for arrival in arrivals]
    known = _known(arrivals, named)
    return [
        names if isinstance(names, Exception) else _heard(arrival, names, known[arrival.name])
        for arrival, names in zip(arrivals, named, strict=True)
    ]


def _named(arrival: Arrival) -> set[str] | Exception:
    """The accounts that a delivery is for: by the key of its address, or by what its body says; nothing is verified
    yet."""
    if arrival.endpoint_key:
        return NotFound("This address") if arrival.name in SHARED else {arrival.endpoint_key}
    try:
        return set(SHARED[arrival.name](arrival.delivery.body))
    except Exception as error:  # noqa: BLE001  it is the answer to this delivery alone
        return error


def _known(arrivals: Sequence[Arrival], named: Sequence[set[str] | Exception]) -> dict[str, list[Account]]:
    """The accounts that any of the deliveries names, by provider."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for arrival, names in zip(arrivals, named, strict=True):
        wanted[arrival.name] |= set() if isinstance(names, Exception) else names
    with system_reading() as session:
        return {
            name: accounts.spoken_of(session, name, names)
            if name in SHARED
            else list(accounts.by_key(session, name, names).values())
            for name, names in wanted.items()
        }


def _heard(arrival: Arrival, names: set[str], known: Sequence[Account]) -> list[Told] | Exception:
    try:
        return _shared(arrival, names, known) if arrival.name in SHARED else _own(arrival, names, known)
    except AppError as error:
        return error
    except Exception as error:
        log.exception("webhook_unreadable", provider=arrival.name)
        return error


def _own(arrival: Arrival, names: set[str], known: Sequence[Account]) -> list[Told]:
    account = next((one for one in known if one.endpoint_key in names), None)
    if account is None:
        raise NotFound("This address")
    request = arrival.delivery.request(now())
    source = provider(arrival.name, WebhookSource, account.credentials)
    if not source.verify(request):
        log.warning("webhook_refused", provider=arrival.name, customer_id=account.customer_id)
        raise NotAllowed("The signature does not match.")
    return [Told(arrival.name, account.customer_id, one) for one in source.happenings(request)]


def _shared(arrival: Arrival, names: set[str], known: Sequence[Account]) -> list[Told]:
    """Whoever's app secret signed the body hears what it says of their account."""
    meant = [one for one in known if accounts.names_of(arrival.name, one) & names]
    if not meant:
        raise NotFound("This account")
    request = arrival.delivery.request(now())
    told: list[Told] = []
    signed = False
    for account in meant:
        source = provider(arrival.name, SharedWebhook, account.credentials)
        if source.verify(request):
            signed = True
            mine = (one for one in source.happenings(request) if one.data["account"] in source.accounts())
            told += [Told(arrival.name, account.customer_id, one) for one in mine]
    if not signed:
        log.warning("webhook_refused", provider=arrival.name, accounts=len(meant))
        raise NotAllowed("The signature does not match.")
    return told
