"""What becomes of a WhatsApp message that was taken."""

from collections.abc import Mapping
from typing import Any

import phonenumbers

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.town.people import Talk
from services.sandbox.world import World

UNDELIVERABLE = ("hard_bounce", "soft_bounce")


def plan(world: World, talk: Talk | None, refused: str, codes: Mapping[str, str]) -> list[list[Any]]:
    """[status or "reply", Unix time, error code] in the order of telling.

    `refused` is the code of a message that goes nowhere; `codes` holds the vendor's for people who cannot be reached.
    """
    if refused:
        return [["failed", world.soon(0.2, 0.8), refused]]
    sent = world.soon(0.1, 0.5)
    if talk and talk.nature in UNDELIVERABLE:
        return [["sent", sent, ""], ["undelivered", sent + 0.5 / world.settings.speed, codes[talk.nature]]]
    delivered = sent + world.dice.uniform(0.2, 1.0) / world.settings.speed
    reply = delivered + world.dice.uniform(*world.settings.reply_delay) / world.settings.speed
    steps = [["sent", sent, ""], ["delivered", delivered, ""]]
    if talk is None or talk.nature != "silent" or world.dice.random() < 0.6:
        steps.append(["read", (delivered + reply) / 2, ""])
    if world.dice.random() < world.settings.out_of_order:
        first, second = steps[-2:]
        first[0], second[0] = second[0], first[0]
    if talk is not None:
        steps.append(["reply", reply, ""])
    return steps


async def take(world: World, message: Kept, account: Account, refused: str, codes: Mapping[str, str]) -> None:
    """Journal the message, and what will be told of it, in one commit."""
    talk = None if world.settings.silent else world.people.meet(account.circle, "whatsapp", message.recipient)
    steps = plan(world, talk, refused, codes)

    def work(connection: Any) -> errands.Errand:
        messages.insert(connection, message)
        if talk:
            people.write(connection, account.circle, message.recipient, talk)
        body = {"id": message.provider_id, "steps": steps}
        return errands.insert(connection, f"{message.provider}.step", steps[0][1], body)

    world.errands.schedule(await world.journal.run(work))


def is_open(world: World, account: Account, recipient: str) -> bool:
    """Whether free text may be sent: the person wrote within 24 hours, or nobody asks."""
    return not world.settings.enforce_window or world.people.window_is_open(account.circle, recipient)


def e164(digits: str) -> str:
    """A number in international form, with or without its plus; "" for one that cannot exist."""
    try:
        parsed = phonenumbers.parse(f"+{digits.removeprefix('+')}")
    except phonenumbers.NumberParseException:
        return ""
    valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if valid else ""
