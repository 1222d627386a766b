"""Windows, texts and addresses: no database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import Contact, Customer, OutreachMessageStatus
from services.outreach import texts
from services.outreach.reply_address import reference_in, reply_address
from services.outreach.rules import batch_for, in_flight_for, is_forward, retry_seconds
from services.outreach.windows import Hours, next_allowed, zone_of

IST = "+05:30"
REFERENCE = "om_01m83atxxwe2p9an5ve13e4fy8"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + IST)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T19:59", "2026-11-23T19:59"),
        ("2026-11-23T20:00", "2026-11-24T09:00"),
        ("2026-11-23T23:30", "2026-11-24T09:00"),
        ("2026-11-23T00:10", "2026-11-23T09:00"),
        ("2026-11-21T21:00", "2026-11-23T09:00"),  # Saturday evening, no Sundays
        ("2026-11-22T12:00", "2026-11-23T09:00"),  # Sunday
    ],
)
def test_quiet_hours_and_sundays_move_a_message_to_the_next_window(moment: str, allowed: str) -> None:
    assert next_allowed(at(moment), Hours(on_sunday=False)) == at(allowed)


def test_quiet_hours_inside_a_day_and_none_at_all() -> None:
    siesta = Hours(quiet_from="13:00", quiet_until="15:00")
    assert next_allowed(at("2026-11-23T14:00"), siesta) == at("2026-11-23T15:00")
    assert next_allowed(at("2026-11-23T02:00"), siesta) == at("2026-11-23T02:00")
    never = Hours(quiet_from="09:00", quiet_until="09:00")
    assert next_allowed(at("2026-11-23T02:00"), never) == at("2026-11-23T02:00")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
    st.times(),
    st.booleans(),
    st.sampled_from(["Asia/Kolkata", "Europe/London", "America/New_York", "Pacific/Auckland"]),
)
def test_the_answer_is_never_early_and_stays_allowed(moment, start, end, on_sunday, zone) -> None:
    hours = Hours(zone, f"{start:%H:%M}", f"{end:%H:%M}", on_sunday)
    allowed = next_allowed(moment, hours)
    assert allowed >= moment
    assert next_allowed(allowed, hours) == allowed


def test_a_number_is_written_to_in_its_own_zone() -> None:
    assert zone_of("+919845012345", "Europe/London") == "Asia/Kolkata"
    assert zone_of("+971501234567", "Asia/Kolkata") == "Asia/Dubai"
    assert zone_of("+12125550123", "Asia/Kolkata") in {"America/New_York", "Asia/Kolkata"}
    assert zone_of("priya@clinic.example", "Asia/Kolkata") == "Asia/Kolkata"
    assert zone_of("+0", "Asia/Kolkata") == "Asia/Kolkata"


def test_what_differs_between_contacts_is_numbered_and_what_does_not_is_filled_in() -> None:
    customer = Customer(name="Acme Dental", sender_name="Alice")
    content = texts.content_of("Hi {{name|there}} in {{city}}, {{sender}} of {{business}} for {{name|there}}", customer)
    assert content.body.startswith("Hi {{1}} in {{2}}, Alice of Acme Dental for {{1}}")
    assert content.places == ("{{name|there}}", "{{city}}")
    filled = texts.fill_whatsapp(content, Contact(name="Priya Sharma", city="Pune"), customer)
    assert filled.variables == {"1": "Priya Sharma", "2": "Pune"}
    assert filled.text == texts.spoken(content.body, filled.variables)
    empty = texts.fill_whatsapp(content, Contact(name=""), customer)
    assert all(empty.variables.values())


def test_a_value_with_braces_is_not_filled_again() -> None:
    customer = Customer(name="Acme")
    content = texts.content_of("Hi {{name}}, {{city}}", customer)
    filled = texts.fill_whatsapp(content, Contact(name="{{2}}", city="Pune"), customer)
    assert filled.variables["1"] == "2"


def test_the_unsubscribe_link_is_signed() -> None:
    token = texts.unsubscribe_url(REFERENCE).rpartition("/")[2]
    assert texts.unsubscribe_reference(token) == REFERENCE
    assert texts.unsubscribe_reference(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert texts.unsubscribe_reference("nonsense") is None


def test_an_answer_address_survives_case_folding_and_no_forgery() -> None:
    address = reply_address(REFERENCE, "reply.acme.example")
    assert len(address.partition("@")[0]) <= 64
    assert reference_in(address) == REFERENCE
    assert reference_in(address.upper()) == REFERENCE
    assert reference_in(address.replace(".", ".0", 1)) == ""
    assert reference_in("r+om_1.abc@reply.acme.example") == ""
    assert reply_address(REFERENCE, "") == ""


def test_states_only_go_forward() -> None:
    status = OutreachMessageStatus
    assert is_forward(status.SENT, status.DELIVERED)
    assert not is_forward(status.READ, status.DELIVERED)
    assert not is_forward(status.FAILED, status.SENT)
    assert is_forward(status.FAILED, status.DELIVERED)
    assert is_forward(status.UNKNOWN, status.SENT)


def test_waits_double_up_to_an_hour_unless_the_provider_says_otherwise() -> None:
    assert [retry_seconds(attempts, None) for attempts in (1, 2, 3)] == [5, 10, 20]
    assert retry_seconds(30, None) == 3600
    assert retry_seconds(3, 1.0) == 1.0


@pytest.mark.parametrize(
    ("per_second", "batch", "in_flight"), [(0.5, 1, 60), (10, 10, 60), (95, 20, 60), (1000, 200, 400)]
)
def test_a_batch_is_what_leaves_within_a_moment(per_second: float, batch: int, in_flight: int) -> None:
    assert (batch_for(per_second), in_flight_for(per_second)) == (batch, in_flight)
