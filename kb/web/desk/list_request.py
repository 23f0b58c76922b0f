"""Which articles of the list are asked for: filters, words, order, page."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from kb.editors_desk import Entry
from kb.model import Status
from kb.taxonomy import Taxonomy
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters

LIST = "/desk/articles"
PENDING, SCHEDULED = "pending", "scheduled"
STATES = (*(status.value for status in Status), PENDING, SCHEDULED)
PROBLEMS = ("any", "errors")
PER_PAGE = ("50", "100")
_MOST_PAGES = 10_000
_NEVER = date.max
_LONG_AGO = datetime.min.isoformat()

# Column -> what entries are ordered by in it; what is not there comes last.
_ORDERS: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: folded(entry.title),
    "status": lambda entry: (
        tuple(Status).index(entry.pending or entry.status),
        entry.pending is None,
    ),
    "topic": lambda entry: entry.topic,
    "lang": lambda entry: entry.lang,
    "reviewed": lambda entry: entry.reviewed or _NEVER,
    "review_by": lambda entry: entry.review_by or _NEVER,
    "problems": lambda entry: (-entry.errors, -entry.warnings),
    "changed": lambda entry: entry.changed.isoformat() if entry.changed else _LONG_AGO,
    "author": lambda entry: entry.author.casefold(),
}
COLUMNS = tuple(_ORDERS)
SORTS = (*COLUMNS, *(f"-{column}" for column in COLUMNS))
PARAMETERS = ("q", "status", "topic", "lang", "due", "problems", "mine", "sort", "per_page", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """What of the list is to be shown; each field is a parameter, "" where it filters nothing.

    ``status`` is one of ``STATES``; ``sort`` a column, with ``-`` in front from the end.
    """

    q: str = ""
    status: str = ""
    topic: str = ""
    lang: str = ""
    due: bool = False
    problems: str = ""
    mine: bool = False
    sort: str = "title"
    per_page: int = 50
    page: int = 1

    @classmethod
    def read(cls, given: MultiDict[str, str], taxonomy: Taxonomy) -> "ListRequest":
        """The parameters of an address; raises ``BadParametersError`` that names each bad one."""
        parameters = Parameters(given)
        parameters.only((*PARAMETERS, "ui"))

        def one(name: str, allowed: Iterable[str]) -> str:
            parameters.once(name)
            found = parameters.chosen(name, tuple(allowed), blank=True)
            return found[0] if found else ""

        asked = cls(
            q=parameters.question(),
            status=one("status", STATES),
            topic=one("topic", (topic.id for topic in taxonomy.topics)),
            lang=one("lang", LANGUAGES),
            due=parameters.switch("due", blank=True),
            problems=one("problems", PROBLEMS),
            mine=parameters.switch("mine", blank=True),
            sort=one("sort", SORTS) or "title",
            per_page=int(one("per_page", PER_PAGE) or PER_PAGE[0]),
            page=parameters.number("page", 1, _MOST_PAGES),
        )
        parameters.check()
        return asked

    @property
    def url(self) -> str:
        """The address that asks for it."""
        plain = ListRequest()
        pairs = [
            (name, "1" if value is True else str(value))
            for name in PARAMETERS
            if (value := getattr(self, name)) != getattr(plain, name)
        ]
        return f"{LIST}?{urlencode(pairs)}" if pairs else LIST

    @property
    def is_filtered(self) -> bool:
        """Whether any article may be left out."""
        return replace(self, sort="title", per_page=50, page=1) != ListRequest()

    def sorted_by(self, column: str) -> "ListRequest":
        """The same from its beginning by a column; by that from the end where it is already."""
        return replace(self, sort=f"-{column}" if self.sort == column else column, page=1)

    def chosen(self, entries: Iterable[Entry], today: date, me: str) -> list[Entry]:
        """Those of the entries that are asked for, in order, on all pages."""
        words = folded(self.q).split()
        found = [entry for entry in entries if self._fits(entry, words, today, me)]
        column, backwards = self.sort.removeprefix("-"), self.sort.startswith("-")
        return sorted(found, key=_ORDERS[column], reverse=backwards)

    def _fits(self, entry: Entry, words: list[str], today: date, me: str) -> bool:
        return (
            (not self.topic or entry.topic == self.topic)
            and (not self.lang or entry.lang == self.lang)
            and (not self.status or _is_in(self.status, entry))
            and (not self.due or is_due(entry, today))
            and (not self.problems or _has(self.problems, entry))
            and (not self.mine or entry.author.casefold() == me.casefold())
            and (not words or _says(entry, words))
        )


def folded(text: str) -> str:
    """A text as it is compared: without case and width."""
    return unicodedata.normalize("NFKC", text).casefold()


def is_due(entry: Entry, today: date) -> bool:
    """Whether the article should have been looked at by now; nobody reads archived ones so."""
    shown = entry.status is Status.PUBLISHED
    return shown and entry.review_by is not None and entry.review_by <= today


def _is_in(state: str, entry: Entry) -> bool:
    if state == PENDING:
        return entry.pending is not None
    if state == SCHEDULED:
        return entry.scheduled is not None
    return state in (entry.status, entry.pending)


def _has(problems: str, entry: Entry) -> bool:
    return entry.errors > 0 or (problems == "any" and entry.warnings > 0)


def _says(entry: Entry, words: list[str]) -> bool:
    text = f"{folded(entry.title)} {entry.slug}"
    return all(word in text for word in words)
