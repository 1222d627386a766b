"""One file that somebody sent, from the provider into our own keeping."""

from services.conversations.files import expected, give_up, keep_file
from services.conversations.parking import TOO_LARGE
from services.core.errors import Conflict, NotFound, ProviderRefused
from services.core.scope import system_scope
from services.db import in_reading, in_transaction
from services.integrations.queries import credentials_for
from services.models import AttachmentStatus
from services.providers.files import FileKeeper
from services.providers.registry import provider

_NOT_THERE = "It could not be fetched."


async def fetch(owner_id: int, attachment_id: int) -> None:
    """Fetch it and store it; safe to run twice. Raises ProviderDown while it may still come."""
    scope = system_scope(owner_id)
    wanted = await in_reading(scope, expected, attachment_id)
    if wanted is None:
        return
    name, source = wanted
    try:
        credentials = await in_reading(scope, credentials_for, name)
        content = await provider(name, FileKeeper, credentials).file(source)
    except ProviderRefused as error:
        is_large = error.code == "size"
        status = AttachmentStatus.REFUSED if is_large else AttachmentStatus.FAILED
        await in_transaction(scope, give_up, attachment_id, TOO_LARGE if is_large else error.message, status)
    except (Conflict, NotFound):
        await in_transaction(scope, give_up, attachment_id, _NOT_THERE, AttachmentStatus.FAILED)
    else:
        await in_transaction(scope, keep_file, attachment_id, content)
