"""Query parameters in, a ``SearchRequest`` out; what is wrong with them is said in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from kb.model import Kind, unique
from kb.request import (
    MAX_HITS_DEEP,
    MAX_PER_PAGE,
    MAX_QUERY_CHARS,
    PER_PAGE,
    Filters,
    SearchRequest,
)
from kb.taxonomy import Taxonomy
from kb.web.addresses import FILTER_FIELDS
from kb.web.messages import LANGUAGES, Phrases

SEARCH_PARAMETERS = ("q", "page", "per_page", *FILTER_FIELDS)
_DIGITS = re.compile(r"[0-9]{1,9}")
_SHOWN = 60  # characters of a bad value that are repeated to its sender


@dataclass(frozen=True, slots=True, kw_only=True)
class BadParameter:
    """One parameter that is wrong: a message key with its values, and what is allowed."""

    parameter: str
    key: str
    values: dict[str, object] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()

    def sentence(self, phrases: Phrases) -> str:
        allowed = ", ".join(self.allowed)
        return phrases(self.key, parameter=self.parameter, allowed=allowed, **self.values)


class BadParametersError(Exception):
    """The request's parameters are wrong; ``problems`` says all that is, not just the first."""

    def __init__(self, problems: Sequence[BadParameter]) -> None:
        super().__init__(", ".join(f"{p.parameter}: {p.key}" for p in problems))
        self.problems = tuple(problems)


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

    def question(self, name: str = "q", *, needed: bool) -> str:
        """The query, stripped; without ``needed`` it may be missing or blank."""
        given = self.once(name)
        if needed and given is None:
            self._refuse(name, "bad_missing")
        query = (given or "").strip()
        if needed and given is not None and not query:
            self._refuse(name, "bad_blank")
        if len(query) > MAX_QUERY_CHARS:
            self._refuse(name, "bad_length", length=len(query), most=MAX_QUERY_CHARS)
        return query

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

    def chosen(self, name: str, allowed: Sequence[str], *, blank: bool) -> tuple[str, ...]:
        """The values of a parameter that may be given several times, each once.

        With ``blank``, empty values (a form's untouched field) count as not given.
        """
        values = unique(v for v in self._given.getlist(name) if v or not blank)
        for value in values:
            if value not in allowed:
                self._refuse(name, "bad_value", allowed, value=_shown(value))
        return values

    def check(self) -> None:
        """Raise ``BadParametersError`` if anything was wrong."""
        if self._problems:
            raise BadParametersError(self._problems)

    def _refuse(self, name: str, key: str, allowed: Sequence[str] = (), **values: object) -> None:
        self._problems.append(
            BadParameter(parameter=name, key=key, values=values, allowed=tuple(allowed))
        )


def read_page_search(given: MultiDict[str, str], taxonomy: Taxonomy) -> SearchRequest:
    """The request of the search page. Its query may be empty.

    Parameters that are not ours are left alone: messengers add theirs to
    addresses that people share.
    """
    parameters = Parameters(given)
    query = parameters.question(needed=False)
    filters = _filters(parameters, taxonomy, blank=True)
    page = parameters.number("page", 1, MAX_HITS_DEEP // PER_PAGE)
    parameters.check()
    return SearchRequest(query=query, filters=filters, page=page)


def read_api_search(given: MultiDict[str, str], taxonomy: Taxonomy) -> SearchRequest:
    """The request of a program: nothing is ignored, nothing is guessed."""
    parameters = Parameters(given)
    parameters.only(SEARCH_PARAMETERS)
    query = parameters.question(needed=True)
    filters = _filters(parameters, taxonomy, blank=False)
    per_page = parameters.number("per_page", PER_PAGE, MAX_PER_PAGE)
    page = parameters.number("page", 1, MAX_HITS_DEEP // per_page)
    parameters.check()
    return SearchRequest(query=query, filters=filters, page=page, per_page=per_page)


def read_nothing(given: MultiDict[str, str]) -> None:
    """For addresses that take no parameters."""
    parameters = Parameters(given)
    parameters.only(())
    parameters.check()


def _filters(parameters: Parameters, taxonomy: Taxonomy, *, blank: bool) -> Filters:
    topics = [topic.id for topic in taxonomy.topics]
    regions = [region.id for region in taxonomy.regions]
    return Filters(
        topic=parameters.chosen("topic", topics, blank=blank),
        region=parameters.chosen("region", regions, blank=blank),
        kind=parameters.chosen("kind", [str(kind) for kind in Kind], blank=blank),
        lang=parameters.chosen("lang", LANGUAGES, blank=blank),
    )


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
