"""One e-mail address, judged: can it be written to, and who reads it."""

from dataclasses import dataclass
from functools import cache

from disposable_email_domains import blocklist

from services.core.emails import is_automated, parse_email
from services.core.fillers import is_filler

_ROLE_WORDS = """
abuse accounting accounts admin admissions administrator advertising appointments billing booking bookings business
care career careers clinic compliance contact contactus contact-us customercare customerservice customersupport
customer-care customer-service desk director dpo editor education email enquire enquiries enquiry estimating events
export exports feedback finance frontdesk front-desk grievance hello help helpdesk hi hostmaster hr info information
inquiries inquiry international investor investors jobs legal logistics mail mailbox management manager marketing md
media news newsletter nodal noreply office operations orders owner partner partners payments personnel postmaster
press principal privacy procurement purchase query quote quotes reception recruit recruiting recruitment registrar
reservation reservations resume returns root sale sales sample school secretary security service services shop spam
store studio subscribe supplier support team tech technical tender webmaster website welcome wholesale work
"""
_ROLES = frozenset(_ROLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class EmailVerdict:
    """`address` in lower case, None when nobody can be written to there; then `problem` says why, in plain words.

    A role address (info@, sales@) reaches a desk; a disposable one stops working within hours; a placeholder only
    shows how an address looks.
    """

    address: str | None
    problem: str = ""
    is_role: bool = False
    is_disposable: bool = False
    is_placeholder: bool = False


def judge_email(text: str | None, *, allow_reserved: bool = False) -> EmailVerdict:
    """Syntax, domain and kind of an address, without asking the network.

    `allow_reserved` also takes names below `.example`, which the sandbox's people have.
    """
    if not (text or "").strip():
        return EmailVerdict(None, "There is no address.")
    address = parse_email(text, allow_reserved=allow_reserved)
    if address is None:
        return EmailVerdict(None, "This is not a valid email address.")
    if is_filler(address):
        return EmailVerdict(None, "This only shows how an address looks; it belongs to nobody.", is_placeholder=True)
    local, _, domain = address.rpartition("@")
    if is_automated(address):
        return EmailVerdict(None, "Nobody reads what is sent to this address.", is_role=True)
    disposable = is_disposable(domain)
    problem = "This is a disposable address; it stops working soon." if disposable else ""
    return EmailVerdict(address, problem, is_role(local), disposable)


def is_role(local: str) -> bool:
    """Whether the part before the @ names a desk, not a person."""
    plain = local.partition("+")[0].rstrip("0123456789")
    return plain in _ROLES or plain.replace(".", "").replace("-", "").replace("_", "") in _ROLES


def is_disposable(domain: str) -> bool:
    """Whether mailboxes of the domain (or of a domain above it) are thrown away after use."""
    names = _disposable()
    while "." in domain:
        if domain in names:
            return True
        domain = domain.partition(".")[2]
    return False


@cache
def _disposable() -> frozenset[str]:
    return frozenset(blocklist)
