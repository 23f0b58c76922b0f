"""The parameters of the API: each says what it is for programs, and reads itself.

The JSON Schema that is served and the check that is made come from the same values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kb.codec import JsonSchema
from kb.request import MAX_HITS_DEEP, MAX_PER_PAGE, MAX_QUERY_CHARS, PER_PAGE
from kb.web.parameters import FilterValues, Parameters

# No U+FFFD: it stands where the bytes that were sent are not UTF-8 (see kb.web.asked).
TEXT = r"^[^\uFFFD]*$"
NOT_BLANK = r"^[^\uFFFD]*[^\s\uFFFD][^\uFFFD]*$"
QUERY, PATH, HEADER = "query", "path", "header"


class Parameter(Protocol):
    """What the description and the reader need of a parameter.

    ``schema`` is of its value as it is sent, ``repeated`` whether it may be sent several times.
    """

    @property
    def name(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def needed(self) -> bool: ...
    @property
    def place(self) -> str: ...
    @property
    def repeated(self) -> bool: ...

    def schema(self, values: FilterValues) -> JsonSchema: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPart:
    """A part of the path: anything that has no slash, which leads somewhere or to a 404."""

    name: str
    about: str
    example: str
    needed: bool = True
    place: str = PATH
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        return {"type": "string", "minLength": 1, "example": self.example}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that has to be sent; whoever asks for it reads it."""

    name: str
    about: str
    needed: bool = True
    place: str = HEADER
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Some text of at most ``most`` characters; where ``blank`` is false it says something."""

    name: str
    about: str
    needed: bool = False
    blank: bool = True
    most: int = MAX_QUERY_CHARS
    place: str = QUERY
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        pattern = TEXT if self.blank else NOT_BLANK
        return {"type": "string", "maxLength": self.most, "pattern": pattern}

    def read(self, parameters: Parameters) -> str:
        return parameters.text(self.name, needed=self.needed, blank=self.blank, most=self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A whole number from 1 to ``most``."""

    name: str
    about: str
    most: int
    otherwise: int
    needed: bool = False
    place: str = QUERY
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        return {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.otherwise}

    def read(self, parameters: Parameters) -> int:
        return parameters.number(self.name, self.otherwise, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """One of several values; the first where none is given, unless one is needed."""

    name: str
    about: str
    allowed: tuple[str, ...]
    needed: bool = False
    place: str = QUERY
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        schema: JsonSchema = {"type": "string", "enum": list(self.allowed)}
        return schema if self.needed else schema | {"default": self.allowed[0]}

    def read(self, parameters: Parameters) -> str:
        return parameters.one_of(self.name, self.allowed, needed=self.needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Values of which each may be given, by sending the parameter again.

    What is allowed may grow and shrink while the site runs: topics, statutes.
    """

    name: str
    about: str
    allowed: Callable[[FilterValues], Sequence[str]]
    needed: bool = False
    place: str = QUERY
    repeated: bool = True

    def schema(self, values: FilterValues) -> JsonSchema:
        return {"type": "array", "items": {"type": "string", "enum": list(self.allowed(values))}}

    def read(self, parameters: Parameters, values: FilterValues) -> tuple[str, ...]:
        return parameters.chosen(self.name, lambda: self.allowed(values), blank=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Values separated by commas; ``otherwise`` where the parameter is not given."""

    name: str
    about: str
    allowed: tuple[str, ...]
    otherwise: tuple[str, ...] = ()
    needed: bool = False
    place: str = QUERY
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        items = {"type": "string", "enum": list(self.allowed)}
        return {"type": "array", "minItems": 1, "items": items}

    def read(self, parameters: Parameters) -> tuple[str, ...]:
        return parameters.listed(self.name, self.allowed, self.otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, as 2026-11-20."""

    name: str
    about: str
    needed: bool = False
    place: str = QUERY
    repeated: bool = False

    def schema(self, values: FilterValues) -> JsonSchema:
        return {"type": "string", "format": "date"}

    def read(self, parameters: Parameters) -> date | None:
        return parameters.any_day(self.name)


# What several operations take.

Q = Text(
    name="q",
    about="The question, in English or Chinese. It needs no syntax; quotes, `-word`, `intitle:` "
    "and filters such as `topic:pension` are understood.",
    needed=True,
    blank=False,
)
PAGE = Number(
    name="page",
    about=f"Which page, from 1. Beyond the {MAX_HITS_DEEP:,}th hit there is none (404).",
    most=MAX_HITS_DEEP,
    otherwise=1,
)
PER_PAGE_ = Number(
    name="per_page", about="How many on a page.", most=MAX_PER_PAGE, otherwise=PER_PAGE
)
TOPIC = AnyOf(name="topic", about="Only of these topics.", allowed=lambda values: values.topics)
REGION = AnyOf(name="region", about="Only for these regions.", allowed=lambda v: v.regions)
STATUTE = AnyOf(
    name="statute",
    about="Only what cites one of these statutes, or is a provision of it.",
    allowed=lambda values: values.statutes(),
)
