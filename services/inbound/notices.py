"""What a provider says of its own accord: a person who wants no more messages, trouble with the account."""

from sqlmodel import Session

from services.compliance.actions import suppress
from services.core.addresses import normalise_phone
from services.core.scope import system_scope
from services.inbound.events import Heard
from services.integrations.actions import mark_failing
from services.integrations.catalogue import entry_for
from services.live import notify
from services.models import ApprovalStatus
from services.outreach import quality
from services.outreach.approvals import approval_named
from services.outreach.template_changes import learn

_STATES = {
    **{state.value: state for state in ApprovalStatus if state != ApprovalStatus.WANTED},
    "failed": ApprovalStatus.REJECTED,
    "deleted": ApprovalStatus.DISABLED,
}
_NO_NUMBER = "It names no number."
_NO_TEMPLATE = "It names no template of yours."


def handle_opt_out(session: Session, heard: Heard) -> str:
    """The person pressed “stop” in the provider's own app: suppressed on every channel. Returns why it was ignored."""
    phone = normalise_phone(heard.text("address"))
    if not phone:
        return _NO_NUMBER
    suppress(session, system_scope(heard.customer_id), phone=phone, reason="opt_out", source=heard.provider)
    return ""


def handle_account_notice(session: Session, heard: Heard) -> str:
    """Everyone is told; an account that may not send any more shows it where its keys are entered."""
    words = heard.text("words")
    if heard.data.get("is_failing"):
        mark_failing(session, heard.customer_id, heard.provider, words)
    people = heard.data.get("people")
    quality.hear(session, heard.provider, heard.text("quality"), people if isinstance(people, int) else None, words)
    title = f"News of your account at {entry_for(heard.provider).title}"
    notify(session, heard.customer_id, "account_notice", title, words, "/settings/integrations")
    return ""


def handle_template(session: Session, heard: Heard) -> str:
    """What became of a template at one account: its approval, its category, how people like it."""
    approval = approval_named(session, heard.provider, heard.text("sid"))
    if approval is None:
        return _NO_TEMPLATE
    said, words = heard.text("state"), heard.text("reason")
    if said and said not in _STATES:
        return f"Nothing is done about a template that is “{said}”."
    status = _STATES[said] if said else approval.status
    reason = words if said else approval.reason
    learn(session, approval, status, reason, heard.text("category"))
    if words and not said and not heard.text("category"):  # a grade alone
        title = f"News of a template at {entry_for(heard.provider).title}"
        notify(session, heard.customer_id, "account_notice", title, words, "/outreach/whatsapp")
    return ""
