"""The browsers that a person is told on."""

import json
from dataclasses import dataclass
from typing import Any

import reflex as rx

from services.core.errors import Conflict, Invalid
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.telling import devices
from services.telling.names import browser_name
from state.access import needs
from state.base import AppState
from state.toasts import done
from state.words import ago

_WHY_NOT = {
    "unsupported": "This browser takes no push messages here. On an iPhone or iPad, add this site to the home screen"
    " first. Elsewhere the address must begin with https.",
    "denied": "The browser does not allow it. Allow notifications for this site in its settings, then try again.",
    "failed": "The browser's own push service could not be reached. Try again later.",
}
_LONGEST = 4_000
_SUBSCRIPTION = (
    "navigator.serviceWorker?.getRegistration('/push-worker.js')?.then((one) => one?.pushManager.getSubscription())"
)
_WHICH = f"(async () => (await {_SUBSCRIPTION})?.endpoint || '')()"
_LEAVE = f"(async () => {{ await (await {_SUBSCRIPTION})?.unsubscribe(); }})()"


@dataclass(frozen=True)
class DeviceView:
    id: str
    name: str
    words: str
    is_this: bool


class DevicesState(AppState):
    """Beside the choices on Settings → Notifications."""

    devices: list[DeviceView] = []
    push_key: str = ""
    problem: str = ""
    is_known: bool = False
    _address_hash: str = ""

    @rx.event
    async def load_devices(self) -> Any:
        """Read the list, and ask the browser which of them it is."""
        scope = await self._scope()
        self.problem, self._address_hash = "", ""
        self.push_key = (await in_transaction(scope, devices.key_pair)).public
        await self._read()
        return rx.call_script(_WHICH, callback=DevicesState.recognise)

    @rx.event
    async def recognise(self, endpoint: str) -> None:
        """The browser's own address, "" when it has none."""
        self._address_hash = devices.hash_of(str(endpoint)[:_LONGEST]) if endpoint else ""
        await self._read()

    @rx.event
    @needs(Can.VIEW)
    async def subscribed(self, answer: str) -> Any:
        """What the browser said when it was asked for an address."""
        scope = await self._scope()
        try:
            given = json.loads(str(answer)[:_LONGEST])
            if given.get("problem"):
                self.problem = _WHY_NOT.get(given["problem"], _WHY_NOT["failed"])
                return None
            subscription = devices.subscription_from(given)
            name = browser_name(str(self.router.headers.user_agent))
            await in_transaction(scope, devices.add_device, scope, subscription, name, self._session_id)
        except (Invalid, Conflict) as wrong:
            self.problem = wrong.message
            return None
        except (ValueError, AttributeError):
            self.problem = _WHY_NOT["failed"]
            return None
        await devices.take_over(subscription.endpoint, scope.user_id)
        self.problem, self._address_hash = "", devices.hash_of(subscription.endpoint)
        await self._read()
        return done("You are told on this device")

    @rx.event
    @needs(Can.VIEW)
    async def remove_device(self, device_id: str) -> Any:
        """Tell no more on one device; when it is this one, its browser forgets the address too."""
        scope = await self._scope()
        was_this = any(one.id == device_id and one.is_this for one in self.devices)
        await in_transaction(scope, devices.remove_device, scope, str(device_id)[:60])
        await self._read()
        return [done("Removed"), rx.call_script(_LEAVE)] if was_this else done("Removed")

    @rx.event
    @needs(Can.VIEW)
    async def send_test(self, device_id: str) -> Any:
        """A message to one device."""
        scope = await self._scope()
        await in_transaction(scope, devices.send_test, scope, str(device_id)[:60])
        return done("Sent", "It appears within seconds, wherever you are.")

    async def _read(self) -> None:
        scope = await self._scope()
        found = await in_reading(scope, devices.devices_of, scope)
        self.devices = [
            DeviceView(
                row.id,
                row.name,
                f"Told {ago(row.told_at)}" if row.told_at else f"Added {ago(row.added_at)}",
                row.address_hash == self._address_hash,
            )
            for row in found
        ]
        self.is_known = any(one.is_this for one in self.devices)
