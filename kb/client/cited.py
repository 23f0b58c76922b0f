"""What came of checking a text's citations."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCount:
    """How many citations stand so."""

    standing: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A provision: its id, its name in English, its address in the version that was looked at."""

    provision: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """Offsets in characters (code points): the first, and the one behind the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """Where the quotation differs. ``spans`` is empty where the difference has no place in it."""

    change: str
    quoted: str
    official: str
    spans: tuple[SpanView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """What came of holding the quotation against the law.

    ``message`` says in English what ``why`` says in codes. ``version`` is the day of adoption of
    the text it was held against, ``lang`` that text's language. ``likeness`` is a percentage.
    """

    kind: str
    holds: bool
    why: tuple[str, ...]
    message: str
    differences: tuple[DifferenceView, ...]
    found_in: tuple[str, ...]
    version: date | None
    superseded: bool
    lang: str | None
    likeness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """A citation in the text. ``statute`` is the name as written, here or last before it.

    ``standing`` is the outcome in one word. ``reason`` says in English why there is no provision,
    ``why_unresolved`` in a code; ``candidates`` are what it may mean.
    """

    start: int
    end: int
    text: str
    statute: str
    statute_id: str | None
    numbers: tuple[str, ...]
    standing: str
    error: bool
    provisions: tuple[TargetView, ...]
    reason: str | None
    why_unresolved: str | None
    candidates: tuple[str, ...]
    quotes: tuple[SpanView, ...]
    verdict: VerdictView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteCheckAnswer:
    """A checked text. All offsets are in ``text``: a file's words as they were read.

    ``on`` is the day whose law it was held against, ``errors`` counts what must be mended.
    """

    text: str
    length: int
    lang: str
    on: date
    errors: int
    counts: tuple[StandingCount, ...]
    citations: tuple[CitationView, ...]
