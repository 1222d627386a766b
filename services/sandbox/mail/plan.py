"""What becomes of an e-mail that was accepted, decided at once and told step by step."""

import html
import re
from typing import Any

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.town.people import Talk
from services.sandbox.world import World

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="(https?://[^"]+)"')
_DROPPED = {"bounce": "Bounced Address", "spam": "Spam Reporting Address", "unsubscribe": "Unsubscribed Address"}


async def keep(world: World, account: Account, accepted: list[Kept]) -> None:
    """Journal the mails and plan their steps, in one commit; each one's `data` says what it tracks."""

    def work(connection: Any) -> list[errands.Errand]:
        planned = []
        for message in accepted:
            talk = None if world.settings.silent else world.people.meet(account.circle, "email", message.recipient)
            if talk:
                people.write(connection, account.circle, message.recipient, talk)
            messages.insert(connection, message)
            steps = plan(world, talk, message)
            body = {"id": message.provider_id, "steps": steps}
            planned.append(errands.insert(connection, f"{message.provider}.step", steps[0][1], body))
        return planned

    for errand in await world.journal.run(work):
        world.errands.schedule(errand)


def picture_in(message: Kept) -> str:
    """Address of the first picture that the mail asks its reader's program for."""
    found = _PICTURE.search(message.data["html"])
    return html.unescape(found[1]) if found else ""


def plan(world: World, talk: Talk | None, message: Kept) -> list[list[Any]]:
    """[event, Unix time, detail] in the order of telling; the events have SendGrid's names."""
    at = world.soon(0.1, 0.6)
    if talk and talk.suppressed:
        return [["dropped", at, _DROPPED[talk.suppressed]]]
    processed = ["processed", at, ""]
    delivered = at + world.dice.uniform(0.2, 1.2) / world.settings.speed
    nature = talk.nature if talk else ""
    if nature == "hard_bounce":
        return [processed, ["bounce", delivered, "hard"]]
    if nature == "soft_bounce":
        return [processed, ["deferred", delivered, ""], ["bounce", delivered + 2 / world.settings.speed, "soft"]]
    answered = delivered + world.dice.uniform(*world.settings.reply_delay) / world.settings.speed
    steps = [processed, ["delivered", delivered, ""]]
    tells = message.data["tracks_opens"] or picture_in(message)
    if tells and (nature not in ("silent", "out_of_office") or world.dice.random() < 0.5):
        steps.append(["open", (delivered + answered) / 2, ""])
    if world.dice.random() < world.settings.out_of_order:
        steps[-2][0], steps[-1][0] = steps[-1][0], steps[-2][0]
    if talk is not None:
        steps.append([_ending(talk, message), answered, ""])
    return steps


def _ending(talk: Talk, message: Kept) -> str:
    """What the recipient does in the end: most write, some press a button."""
    if talk.nature == "complaint":
        return "spamreport"
    presses = talk.nature == "stop" and not talk.turns and sum(message.recipient.encode()) % 2
    if not presses:
        return "reply"
    if message.data.get("asm_group_id"):
        return "group_unsubscribe"
    if message.data.get("tracks_unsubscribes"):
        return "unsubscribe"
    return "one_click" if message.data["one_click"] else "reply"
