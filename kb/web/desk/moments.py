"""Moments as the desk shows and reads them: in Beijing time, which all of China keeps."""

from datetime import UTC, datetime, timedelta, timezone

from kb.web.messages import Phrases

BEIJING = timezone(timedelta(hours=8), "Beijing")  # there is no summer time
_FIELD = "%Y-%m-%dT%H:%M"


def shown(at: datetime, phrases: Phrases) -> str:
    """A moment for people: ``20 November 2026, 14:05``, ``2026年11月20日 14:05``."""
    here = at.astimezone(BEIJING)
    return phrases("desk_moment", date=phrases.date(here.date()), time=f"{here:%H:%M}")


def as_field(at: datetime) -> str:
    """A moment as the value of a form's field for date and time."""
    return at.astimezone(BEIJING).strftime(_FIELD)


def read(value: str) -> datetime | None:
    """The moment (UTC) that such a field names; None where it names none."""
    try:
        return datetime.strptime(value.strip()[:16], _FIELD).replace(tzinfo=BEIJING).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
