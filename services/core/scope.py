"""Who acts, for which customer, and what that role may do."""

from dataclasses import dataclass
from enum import StrEnum

from services.core.errors import NotAllowed

EVERY_CUSTOMER = 0


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    AGENT = "agent"
    VIEWER = "viewer"


class Can(StrEnum):
    """One permission a line; roles collect them below."""

    VIEW = "view"
    EDIT_CONTACTS = "edit_contacts"
    EDIT_LEADS = "edit_leads"
    SEND_MESSAGES = "send_messages"
    RUN_CAMPAIGNS = "run_campaigns"
    EXPORT = "export"
    EDIT_SETTINGS = "edit_settings"
    EDIT_INTEGRATIONS = "edit_integrations"
    LAUNCH = "launch"


_AGENT = {Can.VIEW, Can.EDIT_CONTACTS, Can.EDIT_LEADS, Can.SEND_MESSAGES}
_MANAGER = _AGENT | {Can.RUN_CAMPAIGNS, Can.EXPORT, Can.EDIT_SETTINGS}
PERMISSIONS: dict[Role, set[Can]] = {
    Role.VIEWER: {Can.VIEW},
    Role.AGENT: _AGENT,
    Role.MANAGER: _MANAGER,
    Role.OWNER: set(Can),
}


@dataclass(frozen=True)
class Scope:
    """The acting user (0: the system) and the customer whose rows are in reach."""

    customer_id: int
    user_id: int = 0
    role: Role = Role.OWNER

    def can(self, permission: Can) -> bool:
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Can) -> None:
        """Raise NotAllowed unless the role includes `permission`."""
        if not self.can(permission):
            raise NotAllowed


def system_scope(customer_id: int) -> Scope:
    """The product itself acting for one customer: jobs and webhooks."""
    return Scope(customer_id=customer_id)
