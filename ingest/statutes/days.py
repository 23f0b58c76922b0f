"""The lines above a statute's text: when it was adopted, amended, published and put in force."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kb.statutes import Amendment

_DAY = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_NAMED_DAY = re.compile(r"[(（](\d{4})-(\d{1,2})-(\d{1,2})[)）]")
_AMENDED = re.compile(r"修正|修订|修改|修正案")
_ADOPTED = re.compile(r"通过|批准|审判委员会|检察委员会|制定")
_PUBLISHED = re.compile(r"公布|发布|印发|颁布|公告")
_IN_FORCE = re.compile(r"施行|实施|生效")
_STARTS = re.compile(
    r"自\s?(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日\s?(?:起|开始)\s?(?:施行|实施|生效|执行)"
)
_ON_PUBLICATION = re.compile(r"自(?:公布|发布|颁布)之日起(?:施行|实施|生效)")
# A file's name bears the day of publication, or that of an amendment which its lines leave out.
# Publication follows adoption within months: 2018-09-03 and 2019-06-27 at the most.
_PUBLISHED_WITHIN = timedelta(days=366)
MAX_NOTE = 300


class Did(StrEnum):
    """What was done on a day."""

    ADOPTED = "adopted"
    AMENDED = "amended"
    PUBLISHED = "published"
    IN_FORCE = "in force"


@dataclass(frozen=True, slots=True)
class Event:
    """One day of a statute's history, and the line that tells of it."""

    day: date
    did: Did
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a statute's lines tell of it: when it was first adopted, and of this version.

    ``in_force`` is the day on which this version came into force, ``first_in_force`` that of
    the statute. ``note`` is the line that tells of the version.
    """

    first: date
    adopted: date
    in_force: date
    first_in_force: date
    in_force_is_known: bool
    amendments: tuple[Amendment, ...]
    note: str


def events(lines: Sequence[str]) -> Iterator[Event]:
    """The days in the lines. Days joined by a comma are one event, on the last of them."""
    for line in lines:
        found = [(match, day) for match in _DAY.finditer(line) if (day := _day(match))]
        waiting: date | None = None
        for n, (match, day) in enumerate(found):
            end = found[n + 1][0].start() if n + 1 < len(found) else len(line)
            words = line[match.end() : end].rstrip()
            did = None if words.endswith(("、", "，", "和")) else _did(words)
            day = max(day, waiting or day)
            waiting = day if did is None else None
            if did is not None:
                yield Event(day, did, _note(line))


def history(lines: Sequence[str], file_name: str, last_words: str) -> History | None:
    """When the statute and this version of it were adopted and came into force.

    ``last_words`` are its last provisions; None where no day is known.
    """
    told = list(events(lines))
    named = _named_day(file_name)
    decided = [event for event in told if event.did in (Did.ADOPTED, Did.AMENDED)]
    published = [event for event in told if event.did is Did.PUBLISHED]
    if not any(event.did is Did.ADOPTED for event in decided):
        # Older regulations tell of their publication alone, and then of amendments.
        first = min((event.day for event in decided), default=date.max)
        decided += [event for event in published if event.day < first][:1]
    days = [event.day for event in decided]
    if named is not None and all(named - day > _PUBLISHED_WITHIN for day in days):
        days.append(named)
    if not days:
        return None
    last = max(days)
    first = min((event.day for event in decided), default=last)
    amendments = {event.day: event for event in decided if event.day > first}
    if last > first and last not in amendments:
        amendments[last] = Event(last, Did.AMENDED, "")
    lines_say = [event.day for event in told if event.did is Did.IN_FORCE]
    on_publication = bool(_ON_PUBLICATION.search(last_words))
    if on_publication:
        days = [*(event.day for event in published), *([named] if named else [])]
        told += [Event(day, Did.IN_FORCE, "") for day in days if day >= last]
    since = max((event.day for event in told if event.did is Did.IN_FORCE), default=None)
    starts = [day for match in _STARTS.finditer(last_words) if (day := _day(match))]
    known = [day for day in (since, *reversed(starts)) if day is not None and day >= last]
    at_first = [*starts, *lines_say, *(event.day for event in published if on_publication)]
    # A day after the last of several amendments is that amendment's.
    first_known = [day for day in at_first if day >= first and (day < last or not amendments)]
    return History(
        first=first,
        adopted=last,
        in_force=known[0] if known else last,
        first_in_force=min(first_known, default=first),
        in_force_is_known=bool(known),
        amendments=tuple(
            Amendment(
                adopted=day,
                in_force=known[0] if known and day == last else None,
                note=event.note,
            )
            for day, event in sorted(amendments.items())
        ),
        note=next((event.note for event in reversed(decided) if event.day == last), ""),
    )


def _did(words: str) -> Did | None:
    for pattern, did in (
        (_AMENDED, Did.AMENDED),
        (_ADOPTED, Did.ADOPTED),
        (_PUBLISHED, Did.PUBLISHED),
        (_IN_FORCE, Did.IN_FORCE),
    ):
        if pattern.search(words):
            return did
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _named_day(file_name: str) -> date | None:
    found = list(_NAMED_DAY.finditer(file_name))
    return _day(found[-1]) if found else None


def _note(line: str) -> str:
    note = " ".join(line.split()).strip("()（） ")
    return note if len(note) <= MAX_NOTE else f"{note[: MAX_NOTE - 1]}…"
