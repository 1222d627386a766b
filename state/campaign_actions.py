"""What can be done with any campaign: pause, resume, run now, duplicate, archive."""

from typing import Any, ClassVar

import reflex as rx

from services.campaigns import actions
from services.core.scope import Can
from services.db import in_transaction
from state.access import needs
from state.toasts import done


class CampaignActions(rx.State, mixin=True):
    """For States with `refresh`; `_path_of` says where a copy is opened."""

    _dialogs: ClassVar[tuple[str, ...]] = ("archiving",)

    archiving: str = ""
    archiving_name: str = ""

    def _path_of(self, campaign_id: str) -> str:
        """Where a campaign's own page is."""
        raise NotImplementedError

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def pause(self, campaign_id: str) -> Any:
        """Look for and send nothing new."""
        return await self._act(actions.pause, campaign_id, "Paused", "What is being sent this second still finishes.")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def resume(self, campaign_id: str) -> Any:
        """Go on where it was paused."""
        return await self._act(actions.resume, campaign_id, "Resumed")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def run_now(self, campaign_id: str) -> Any:
        """Search at once."""
        return await self._act(actions.run_now, campaign_id, "Searching now", "New contacts appear as they are found.")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def duplicate(self, campaign_id: str) -> Any:
        """Make a paused copy and open it."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        copy = await in_transaction(scope, actions.duplicate, scope, str(campaign_id)[:60])
        return [done("Copied", "The copy is paused until you resume it."), rx.redirect(self._path_of(copy))]

    @rx.event
    def ask_archive(self, campaign_id: str, name: str) -> None:
        """Open the question before a campaign ends for good; empty words close it."""
        self.archiving, self.archiving_name = str(campaign_id)[:60], str(name)[:200]

    @rx.event
    def close_archive(self, now_open: bool) -> None:
        if not now_open:
            self.archiving = ""

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def archive(self) -> Any:
        """End the campaign that was asked about."""
        campaign_id, self.archiving = self.archiving, ""
        if not campaign_id:
            return None
        return await self._act(actions.archive, campaign_id, "Archived", "What it found and sent stays.")

    async def _act(self, action: Any, campaign_id: str, words: str, detail: str = "") -> Any:
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, action, scope, str(campaign_id)[:60])
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return done(words, detail)
