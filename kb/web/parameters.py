"""Query parameters in, a ``SearchRequest`` out; what is wrong with them is said in full."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from kb.model import unique
from kb.request import (
    KINDS,
    MAX_HITS_DEEP,
    MAX_QUERY_CHARS,
    PER_PAGE,
    Filters,
    SearchRequest,
    Words,
)
from kb.taxonomy import Taxonomy
from kb.web.messages import LANGUAGES, Phrases

_DIGITS = re.compile(r"[0-9]{1,9}")
_SHOWN = 60  # characters of a bad value that are repeated to its sender
_LISTED = 40  # allowed values that a sentence names; a program gets all
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_DAY = "1949-10-01"  # no law that is cited is older
_SWITCH = ("0", "1")
_WORDS = tuple(words.value for words in Words)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterValues:
    """What each filter may be. ``statutes`` tells the ids that are in the register as of now."""

    topics: tuple[str, ...]
    regions: tuple[str, ...]
    statutes: Callable[[], tuple[str, ...]]

    @classmethod
    def of(cls, taxonomy: Taxonomy, statutes: Callable[[], tuple[str, ...]]) -> "FilterValues":
        return cls(
            topics=tuple(topic.id for topic in taxonomy.topics),
            regions=tuple(region.id for region in taxonomy.regions),
            statutes=statutes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BadParameter:
    """One parameter that is wrong: a message key with its values, and what is allowed."""

    parameter: str
    key: str
    values: dict[str, object] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()

    def sentence(self, phrases: Phrases) -> str:
        listed = self.allowed[:_LISTED]
        allowed = ", ".join((*listed, "…") if len(listed) < len(self.allowed) else listed)
        return phrases(self.key, parameter=self.parameter, allowed=allowed, **self.values)


class BadParametersError(Exception):
    """The request's parameters are wrong; ``problems`` says all that is, not just the first.

    ``status`` is that of the answer: 422, or 413 and 415 for what is too large or of a wrong type.
    """

    def __init__(self, problems: Sequence[BadParameter], status: int = 422) -> None:
        super().__init__(", ".join(f"{p.parameter}: {p.key}" for p in problems))
        self.problems = tuple(problems)
        self.status = status

    def below(self, name: str) -> "BadParametersError":
        """The same, of what is a part of something larger: ``queries[3].page``."""
        named = (replace(p, parameter=f"{name}.{p.parameter}") for p in self.problems)
        return BadParametersError(tuple(named), self.status)


class Parameters:
    """Reads parameters one by one and collects what is wrong, for one ``check`` at the end."""

    def __init__(self, given: MultiDict[str, str]) -> None:
        self._given = given
        self._problems: list[BadParameter] = []

    def only(self, allowed: Sequence[str]) -> None:
        """Refuse parameters with any other name."""
        for name in self._given:
            if name not in allowed:
                key = "bad_unknown" if allowed else "bad_unknown_none"
                self._refuse(_shown(name), key, allowed)

    def once(self, name: str) -> str | None:
        """The one value of the parameter, or None where it is not given."""
        values = self._given.getlist(name)
        if len(values) > 1:
            self._refuse(name, "bad_repeated")
        if any("\ufffd" in value for value in values):
            # The replacement character stands where bytes are not UTF-8: see kb.web.asked.
            self._refuse(name, "bad_text")
        return values[0] if values else None

    def question(self, name: str = "q") -> str:
        """The query of a page, stripped; it may be missing or blank."""
        query = (self.once(name) or "").strip()
        if len(query) > MAX_QUERY_CHARS:
            self._refuse(name, "bad_length", length=len(query), most=MAX_QUERY_CHARS)
        return query

    def text(self, name: str, *, needed: bool, blank: bool, most: int) -> str:
        """A text, stripped; without ``blank`` it has to say something where it is given."""
        given = self.once(name)
        if given is None:
            if needed:
                self._refuse(name, "bad_missing")
            return ""
        if not blank and not given.strip():
            self._refuse(name, "bad_blank")
        if len(given) > most:
            self._refuse(name, "bad_length", length=len(given), most=most)
        return given.strip()

    def one_of(self, name: str, allowed: Sequence[str], *, needed: bool = False) -> str:
        """One of the values, the first where it is not given."""
        given = self.once(name)
        if given is None:
            if needed:
                self._refuse(name, "bad_missing")
            return allowed[0]
        if given not in allowed:
            self._refuse(name, "bad_value", allowed, value=_shown(given))
            return allowed[0]
        return given

    def listed(
        self, name: str, allowed: Sequence[str], otherwise: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Values separated by commas, each once; ``otherwise`` where it is not given."""
        given = self.once(name)
        if given is None:
            return tuple(otherwise)
        values = unique(value.strip() for value in given.split(","))
        for value in values:
            if value not in allowed:
                self._refuse(name, "bad_value", allowed, value=_shown(value))
        return values

    def any_day(self, name: str) -> date | None:
        """Any day as 2026-11-20; None where it is not given."""
        given = self.once(name)
        if given is None:
            return None
        try:
            if _DAY.fullmatch(given):
                return date.fromisoformat(given)
        except ValueError:
            pass  # a 30 February
        self._refuse(name, "bad_day", value=_shown(given))
        return None

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A whole number from 1 to ``most``, ``otherwise`` where it is not given."""
        given = self.once(name)
        if given is None:
            return otherwise
        if not _DIGITS.fullmatch(given) or not 1 <= int(given) <= most:
            allowed = (f"1 to {most}",)
            self._refuse(name, "bad_number", allowed, value=_shown(given), least=1, most=most)
            return otherwise
        return int(given)

    def chosen(
        self, name: str, allowed: Sequence[str] | Callable[[], Sequence[str]], *, blank: bool
    ) -> tuple[str, ...]:
        """The values of a parameter that may be given several times, each once.

        With ``blank``, empty values (a form's untouched field) count as not given.
        What is allowed may be a function: it is called where there is a value to look at.
        """
        given = self._given.getlist(name)
        if not given:
            return ()
        values = unique(v for v in given if v or not blank)
        known = allowed() if callable(allowed) and values else allowed
        for value in values:
            assert not callable(known)  # noqa: S101 - for the type checker
            if value not in known:
                self._refuse(name, "bad_value", known, value=_shown(value))
        return values

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that may be given several times, each once."""
        values = self._given.getlist(name)
        if any("\ufffd" in value for value in values):
            self._refuse(name, "bad_text")
        return unique(v for v in values if v)

    def words(self, name: str = "words", *, blank: bool) -> Words:
        """How many of the query's words must be there; blank as with ``chosen``."""
        given = self.once(name)
        if given is None or (blank and not given):
            return Words.ANY
        if given not in _WORDS:
            self._refuse(name, "bad_value", _WORDS, value=_shown(given))
            return Words.ANY
        return Words(given)

    def switch(self, name: str, *, blank: bool) -> bool:
        """Whether a parameter that is 0 or 1 is 1; blank as with ``chosen``."""
        given = self.once(name)
        if given is None or (blank and not given):
            return False
        if given not in _SWITCH:
            self._refuse(name, "bad_value", _SWITCH, value=_shown(given))
        return given == "1"

    def day(self, name: str) -> date | None:
        """A day as 2026-11-20; None where it is not given or blank, as in an untouched field."""
        given = (self.once(name) or "").strip()
        if not given:
            return None
        try:
            if _DAY.fullmatch(given) and given >= _FIRST_DAY:
                return date.fromisoformat(given)
        except ValueError:
            pass  # a 30 February
        self._refuse(name, "bad_day_since", value=_shown(given), first=_FIRST_DAY)
        return None

    def refuse(self, name: str, key: str, allowed: Sequence[str] = (), **values: object) -> None:
        """Note what is wrong for a reason that the caller knows."""
        self._refuse(name, key, allowed, **values)

    def check(self) -> None:
        """Raise ``BadParametersError`` if anything was wrong."""
        if self._problems:
            raise BadParametersError(self._problems)

    def _refuse(self, name: str, key: str, allowed: Sequence[str] = (), **values: object) -> None:
        self._problems.append(
            BadParameter(parameter=name, key=key, values=values, allowed=tuple(allowed))
        )


def read_page_search(given: MultiDict[str, str], values: FilterValues) -> SearchRequest:
    """The request of the search page. Its query may be empty.

    Parameters that are not ours are left alone: messengers add theirs to
    addresses that people share.
    """
    parameters = Parameters(given)
    query = parameters.question()
    filters = _filters(parameters, values, blank=True)
    words = parameters.words(blank=True)
    as_typed = parameters.switch("as_typed", blank=True)
    page = parameters.number("page", 1, MAX_HITS_DEEP // PER_PAGE)
    parameters.check()
    return SearchRequest(query=query, filters=filters, words=words, page=page, as_typed=as_typed)


def read_nothing(given: MultiDict[str, str]) -> None:
    """For addresses that take no parameters."""
    parameters = Parameters(given)
    parameters.only(())
    parameters.check()


def _filters(parameters: Parameters, values: FilterValues, *, blank: bool) -> Filters:
    return Filters(
        topic=parameters.chosen("topic", values.topics, blank=blank),
        region=parameters.chosen("region", values.regions, blank=blank),
        kind=parameters.chosen("kind", KINDS, blank=blank),
        lang=parameters.chosen("lang", LANGUAGES, blank=blank),
        statute=parameters.chosen("statute", values.statutes, blank=blank),
    )


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
