"""What a person reads on a locked screen: a name and a first line, or less."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.models import PushDevice
from services.providers.webpush.client import NAME, KeyPair, Subscription, push
from services.telling import devices
from services.telling.letters import EVERYTHING, Stop
from services.telling.queries import Member
from services.telling.rules import WORDS, Line, counted, first_line, summed

_LISTED = 4


@dataclass(frozen=True)
class Push:
    """One message for one device. Under one topic it replaces itself: a second attempt shows nothing new."""

    subscription: Subscription
    keys: KeyPair
    text: bytes
    topic: str
    provider: str = NAME
    is_sandbox: bool = False
    can_look_up: bool = False
    is_repeatable: bool = True

    async def send(self) -> str:
        """Raises ProviderDown or ProviderRefused; the service gives no id that is of use."""
        await push(self.subscription, self.keys, self.text, self.topic)
        return ""

    async def look_up(self, since: datetime) -> str | None:
        """No push service can be asked."""
        del since
        return None


def written(session: Session, member: Member, device_id: int, lines: Sequence[Line], key: str) -> Push | Stop:
    """`key` names what is told, the same however often it is tried."""
    device = session.get(PushDevice, device_id)
    if device is None or device.user_id != member.user_id:
        return Stop("This device does not take messages any more.")
    topic = hashlib.sha256(key.encode()).hexdigest()[:32]
    told = payload(lines, topic, hides_text=member.hides_text)
    text = json.dumps(told, ensure_ascii=False).encode()
    return Push(devices.opened(device), devices.key_pair(session), text, topic)


def payload(lines: Sequence[Line], tag: str, *, hides_text: bool) -> dict[str, str]:
    """What the service worker shows; nothing but what may stand on a locked screen."""
    whole = summed(lines, EVERYTHING)
    title, body = first_line(whole.title), first_line(whole.body)
    if len(lines) > 1:
        body = "\n".join(first_line(line.title, 60) for line in lines[:_LISTED])
    if hides_text:
        hidden = counted([line.event for line in lines])
        title, body = (WORDS[lines[0].event].one if len(lines) == 1 else hidden[0].upper() + hidden[1:]), ""
    return {"title": title, "body": body, "tag": tag, "link": whole.link or EVERYTHING}
