"""The browsers that a person is told on, and the key pair that signs what is sent to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from services.core.clock import now
from services.core.crypto import decrypt, encrypt, fingerprint
from services.core.errors import Conflict, Invalid, NotFound
from services.core.ids import new_secret
from services.core.scope import Can, Scope
from services.db import in_system_transaction, insert_ignoring
from services.models import NoticeDelivery, NoticeWay, Notification, PushDevice, PushKey
from services.providers.webpush.client import KeyPair, Subscription, check, new_key_pair
from services.queue import JobName, enqueue

MOST_DEVICES = 10
_ONLY = 1  # the id of the one key pair


@dataclass(frozen=True)
class DeviceRow:
    """One browser of this person's; `told_at` is when it was last told of something."""

    id: str
    name: str
    added_at: datetime
    told_at: datetime | None
    address_hash: str


def key_pair(session: Session) -> KeyPair:
    """The installation's own, made the first time; of two processes that make one the first wins."""
    row = session.get(PushKey, _ONLY)
    if row is None:
        made = new_key_pair()
        kept = PushKey(id=_ONLY, public_key=made.public, private_key=encrypt(made.private))
        insert_ignoring(session, PushKey, [kept.model_dump()])
        row = session.get_one(PushKey, _ONLY)
    return KeyPair(decrypt(row.private_key), row.public_key)


def devices_of(session: Session, scope: Scope) -> list[DeviceRow]:
    """This person's devices at this customer, the oldest first."""
    scope.require(Can.VIEW)
    wanted = select(PushDevice).where(PushDevice.user_id == scope.user_id).order_by(col(PushDevice.id))
    return [
        DeviceRow(row.public_id, row.name, row.created_at, row.told_at, row.address_hash)
        for row in session.exec(wanted)
    ]


def subscription_from(given: Mapping[str, Any]) -> Subscription:
    """What a page got from its browser; raises Invalid for anything else."""
    keys = given.get("keys")
    texts = keys if isinstance(keys, dict) else {}
    endpoint, point, secret = str(given.get("endpoint", "")), str(texts.get("p256dh", "")), str(texts.get("auth", ""))
    if len(endpoint) > 1_500 or len(point) > 200 or len(secret) > 100:
        raise Invalid("This browser's address for push messages is too long.")
    found = Subscription(endpoint, point, secret)
    check(found)
    return found


def add_device(session: Session, scope: Scope, subscription: Subscription, name: str, session_id: int) -> None:
    """Tell this person on this browser; a browser that is known already is kept up to date."""
    scope.require(Can.VIEW)
    mine = PushDevice.user_id == scope.user_id
    address = hash_of(subscription.endpoint)
    known = session.exec(select(PushDevice).where(PushDevice.address_hash == address)).first()
    count = session.exec(select(func.count()).select_from(PushDevice).where(mine)).one()
    if known is None and count >= MOST_DEVICES:
        raise Conflict(f"You have {MOST_DEVICES} devices already. Remove one first.")
    device = known or PushDevice(user_id=scope.user_id, name="", address_hash=address, subscription="")
    device.user_id, device.name, device.user_session_id = scope.user_id, name[:60], session_id
    device.subscription = encrypt(json.dumps(vars(subscription)))
    session.add(device)


async def take_over(endpoint: str, user_id: int) -> None:
    """A browser belongs to whoever said so last: nobody else's notices appear on it, at any customer."""
    await in_system_transaction(_forget_others, endpoint, user_id)


def _forget_others(session: Session, endpoint: str, user_id: int) -> None:
    same = col(PushDevice.address_hash) == hash_of(endpoint), col(PushDevice.user_id) != user_id
    session.execute(delete(PushDevice).where(*same))


def remove_device(session: Session, scope: Scope, device_id: str) -> None:
    """Tell this person on this browser no more; what waits for it is dropped."""
    scope.require(Can.VIEW)
    session.delete(_own(session, scope, device_id))


def send_test(session: Session, scope: Scope, device_id: str) -> None:
    """A message to this device alone, at once, the whole way that others take."""
    scope.require(Can.VIEW)
    device, at = _own(session, scope, device_id), now()
    words = "This device tells you what you chose."
    line = Notification(user_id=scope.user_id, kind="push_test", title="It works", body=words, told_at=at, read_at=at)
    line.link = "/settings/notifications"
    session.add(line)
    session.flush()
    delivery = NoticeDelivery(
        key=f"test:{new_secret(12)}", user_id=scope.user_id, notification_id=line.id, way=NoticeWay.PUSH
    )
    delivery.device_id = device.id or 0
    session.add(delivery)
    enqueue(session, JobName.TELL_PEOPLE, unique="tell")


def forget_session(session: Session, session_id: int) -> None:
    """Whoever signs out of a browser is not told on it any more."""
    session.execute(delete(PushDevice).where(col(PushDevice.user_session_id) == session_id))


def hash_of(endpoint: str) -> str:
    """How a browser is known again without keeping its address readable."""
    return fingerprint(f"push:{endpoint}")


def opened(device: PushDevice) -> Subscription:
    """The address and keys, decrypted."""
    return Subscription(**json.loads(decrypt(device.subscription)))


def _own(session: Session, scope: Scope, device_id: str) -> PushDevice:
    mine = PushDevice.public_id == device_id, PushDevice.user_id == scope.user_id
    found = session.exec(select(PushDevice).where(*mine)).first()
    if found is None:
        raise NotFound("The device")
    return found
