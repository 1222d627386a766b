"""Addresses that only show how an address looks: "yourname@yourdomain.com" belongs to nobody."""

import re

from services.core.domains import FREE_MAIL, has_public_suffix

# Put before the @ where a form or a template wants somebody's own.
_CLEAR_WORDS = """
you your yours yourname your.name your-name your_name yourfullname youremail your.email your-email your_email yourmail
your.mail yourid your.id yourusername youraddress youremailaddress name fullname firstname lastname first.last
firstname.lastname firstname_lastname first_last fname.lname firstnamelastname email e-mail emailaddress email.address
email-address emailid email.id mailid user username user.name user_name userid someone somebody someone.else anyone
example examples exemple beispiel ejemplo sample demo abc xyz xxx abcd abc123 xyz123 test123 placeholder myname my.name
myemail my.email mymail myaddress enteryouremail enter.your.email youremailhere emailhere
"""
_CLEAR = frozenset(_CLEAR_WORDS.split())
_ALSO_WORDS = """
john jane john.doe johndoe jane.doe janedoe johnsmith john.smith jane.smith janesmith joe.bloggs doe foo bar baz foobar
test tester testing first last me mail address
"""
_PEOPLE = frozenset(_ALSO_WORDS.split())
_DESKS_WORDS = """
info contact contactus hello hi sales support admin administrator office enquiry enquiries inquiry help webmaster
customercare care service feedback marketing hr jobs
"""
_DESKS = frozenset(_DESKS_WORDS.split())
_CLEAR_DOMAIN = re.compile(
    r"^(?:(?:your|ur)[._-]?(?:own)?[._-]?(?:domain|company|site|web|website|business|organi[sz]ation|org|firm|name|email|mail|brand"
    r"|store|shop|school|clinic|hotel|practice|agency|server|host|provider|college|institute|hospital|university)s?(?:name|here)?"
    r"|my[._-]?(?:domain|company|site|website|business|organi[sz]ation|name|email)(?:name)?"
    r"|some[._-]?(?:domain|company|site|website|where)|(?:any|a)[._-]?domain)$"
)
_VAGUE_WORDS = """
domain domainname companyname site sitename website websitename email e-mail emailaddress mail test testing sample
samples example demo placeholder address here
"""
_VAGUE = frozenset(_VAGUE_WORDS.split())  # not even a desk has an address there
_VAGUE_TOO_WORDS = """
company xyz abc xxx foo bar doe provider host server business organization organisation somewhere last lastname surname
firm client customer name
"""
_VAGUE_TOO = frozenset(_VAGUE_TOO_WORDS.split())
_RESERVED = re.compile(r"^(?:[\w-]+\.)*example\.(?:com|org|net|edu)$")
_TESTERS = frozenset({"me", "test", "john", "jane"})  # to whom manuals and standards give an address there
_REPEATED = re.compile(r"^(\w)\1+@(\w)\2+\.\w+$")


def is_filler(address: str) -> bool:
    """Whether an address stands for "yours goes here"; a person's own at mail.com or company.com does not."""
    local, _, domain = address.lower().rpartition("@")
    name, _, rest = domain.partition(".")
    if "." in rest and has_public_suffix(rest):
        name = ""  # a host of somebody's domain
    is_clear = local in _CLEAR
    if _CLEAR_DOMAIN.match(name):
        return is_clear or local in _PEOPLE or has_public_suffix(domain)
    if _RESERVED.match(domain):
        return is_clear or (local in _PEOPLE | _DESKS and local not in _TESTERS)
    if domain in FREE_MAIL:
        return is_clear or local in {"test", "tester", "testing", name}
    if name in _VAGUE or name in _VAGUE_TOO:
        return is_clear or local in _PEOPLE or local == name or (name in _VAGUE and local in _DESKS)
    return bool(_REPEATED.match(address))
