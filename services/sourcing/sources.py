"""Whose account a source is asked through: the customer's own, or none where it needs none."""

from sqlmodel import Session

from services.core.errors import Refusal
from services.core.scope import Scope
from services.core.settings import get_settings
from services.db import in_reading, in_transaction
from services.integrations import sandbox
from services.integrations.actions import mark_failing
from services.integrations.catalogue import is_connectable
from services.integrations.queries import credentials_for
from services.providers.base import Credentials
from services.providers.directory.client import default_directory
from services.providers.outside.recipes import recipes


def account_of(source: str) -> str:
    """The provider whose account a source is asked through, as the catalogue names it; the source's own name else."""
    recipe = recipes().get(source)
    return recipe.account if recipe else source


def credentials_of(session: Session, source: str) -> Credentials:
    """The customer's account at the source's provider; a source without accounts is known by its address.

    Raises Conflict, in words that say where to connect it, when an account is needed and there is none.
    """
    if is_connectable(account_of(source)):
        return credentials_for(session, account_of(source))
    settings = get_settings()
    address = default_directory() if source == "directory" else ""
    return Credentials(address, is_sandbox=settings.sandbox and address.startswith(settings.sandbox_address))


async def ready_credentials(scope: Scope, source: str) -> Credentials:
    """Like `credentials_of`, with the simulated account made known to the sandbox first."""
    credentials = await in_reading(scope, credentials_of, source)
    if credentials.is_sandbox and is_connectable(account_of(source)):
        await sandbox.ensure_registered(scope.customer_id)
    return credentials


async def note_refusal(scope: Scope, source: str, about: Refusal, words: str) -> None:
    """A call was refused because of the account: show it where the keys are, or register the simulated one anew."""
    if about is not Refusal.ACCOUNT or not is_connectable(account_of(source)):
        return
    if (await in_reading(scope, credentials_of, source)).is_sandbox:
        sandbox.forget_registration(scope.customer_id)
    else:
        await in_transaction(scope, mark_failing, scope.customer_id, account_of(source), words)
