"""The call as a calendar file: RFC 5545, and RFC 5546 for what it asks of the lead's calendar."""

from datetime import timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from services.core.clock import now
from services.models import Customer, Lead, LeadCall
from services.people import display_name


def invitation(call: LeadCall, lead: Lead, customer: Customer, organizer: str) -> bytes:
    """REQUEST for a call that stands, CANCEL for one that does not; the same UID through every change.

    `organizer` is an e-mail address. Times are UTC, so that no calendar needs to know a zone.
    """
    is_off = call.cancelled_at is not None
    who = display_name(lead.name, lead.company, lead.phone, lead.email)
    event = Event()
    event.add("uid", f"{call.public_id}@leadgen")
    event.add("sequence", call.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", call.at)
    event.add("dtend", call.at + timedelta(minutes=call.minutes))
    event.add("summary", f"Call: {who} and {customer.name}")
    event.add("description", "\n".join(line for line in (call.note, lead.phone or "") if line))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if organizer:
        event["organizer"] = _person(organizer, customer.name)
    if lead.email:
        attendee = _person(lead.email, who)
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Leadgen//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical()


def _person(email: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    person.params["cn"] = vText(name)
    return person
