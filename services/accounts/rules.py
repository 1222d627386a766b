"""Pure rules of sign-up: what a password and a name must be."""

from email_validator import EmailNotValidError, validate_email

from services.core.errors import Invalid

SHORTEST, LONGEST = 10, 200
_COMMON_NAMES = """
1234567890 0123456789 12345678910 123456789a 1q2w3e4r5t qwertyuiop qwerty12345 password12 password123
password1234 passw0rd123 adminadmin admin12345 admin@1234 welcome123 welcome@123 iloveyou12 letmein123
abcdefghij abcd123456 abc1234567 india12345 india@1234 indian1234 changeme12 changeme123 computer12 football12
baseball12 sunshine12 princess12 monkey1234 dragon1234 superman12 whatsapp12 leadgen123 pass@12345
1qaz2wsx3edc qazwsxedc1 q1w2e3r4t5 zaq12wsx34 asdfghjkl1 zxcvbnm123 p@ssw0rd12 p@ssword123 test123456
mypassword unknown123 secret1234 google1234 samsung123 krishna123 sairam1234 jaishreeram omnamahshivaya
"""
_COMMON = frozenset(_COMMON_NAMES.split())


def check_email(raw: str) -> str:
    """The address in lower case; raises Invalid unless it could be one."""
    try:
        return validate_email(raw.strip()[:320], check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("Enter a valid email address.", "email") from None


def check_password(password: str, email: str) -> None:
    """Raise Invalid unless it is long enough, not well known and not the e-mail itself."""
    if len(password) < SHORTEST:
        raise Invalid(f"Use {SHORTEST} characters or more.", "password")
    if len(password) > LONGEST:
        raise Invalid(f"Use {LONGEST} characters or fewer.", "password")
    lowered = password.lower()
    if lowered in _COMMON or len(set(lowered)) < 4 or lowered in {email, email.partition("@")[0]}:
        raise Invalid("That password is easy to guess. Choose another.", "password")


def check_name(name: str, field: str, most: int, missing: str) -> str:
    """The name without stray spaces; raises Invalid(`missing`) when empty or longer than `most`."""
    cleaned = " ".join(name.split())
    if not cleaned or not cleaned.isprintable():
        raise Invalid(missing, field)
    if len(cleaned) > most:
        raise Invalid(f"Use {most} characters or fewer.", field)
    return cleaned
