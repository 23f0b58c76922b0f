"""Review dates as a calendar (RFC 5545), a day-long event for each article."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kb.editors_desk import Entry
from kb.web.desk.desk_addresses import edit_url
from kb.web.messages import Phrases

MEDIA_TYPE = "text/calendar; charset=utf-8"
_EVERY = timedelta(hours=12)  # a program need not ask more often
_NOT_KNOWN = datetime(2026, 1, 1, tzinfo=UTC)  # of an article of which no change is known


def calendar(entries: Iterable[Entry], phrases: Phrases, absolute: Callable[[str], str]) -> bytes:
    """The calendar of articles that have a review date; ``absolute`` completes addresses."""
    made = Calendar()
    made.add("prodid", "-//Social Security Answers//Reviews//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", phrases("desk_calendar_name", site=phrases("site_name")))
    made.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")  # the same for older programs
    for entry in entries:
        if entry.review_by is not None:
            made.add_component(_event(entry, phrases, absolute))
    return bytes(made.to_ical())


def _event(entry: Entry, phrases: Phrases, absolute: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"review-{entry.slug}@social-security-answers")
    event.add("dtstamp", (entry.changed or _NOT_KNOWN).astimezone(UTC))
    event.add("dtstart", entry.review_by)
    event.add("summary", phrases("desk_calendar_event", title=entry.title or entry.slug))
    event.add("url", absolute(edit_url(entry.slug)))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event
