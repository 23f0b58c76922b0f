"""Why something ranks where it does, or is missing: what ``explain`` answers."""

from dataclasses import dataclass

from kb.request import Filters
from kb.results import MissingProvision


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search as it was understood; ``page`` counts from 1.

    With ``as_typed`` words that look mistyped are searched for as they are.
    """

    query: str
    filters: Filters
    words: str
    page: int
    per_page: int
    facets: bool
    as_typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Text in pieces, of which the second, the fourth and so on are highlighted.

    ``("You can pay ", "social security", " yourself")`` highlights the middle.
    """

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The query as it was likely meant, and its ``pieces``: what changed is highlighted.

    ``applied`` tells that the hits are those of this query and not of the one that was typed.
    """

    query: str
    pieces: Snippet
    applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark on a part of the query, which stands here as it was typed.

    ``field`` is the filter that it is about, "" for none.
    """

    remark: str
    typed: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryWord:
    """Something of the query that is looked for, as it was typed, or two words side by side.

    ``documents`` have it; ``rarity`` is its inverse document frequency (0 where none has it),
    and ``worth`` scales what it adds to a score.
    """

    typed: str
    documents: int
    rarity: float
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWords:
    """What the glossary has for a part of the query: other words, which were looked for too."""

    typed: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How a query was understood.

    ``query`` is what was searched for in the end, after filters were lifted out of it
    (``request`` has them) and a ``correction`` was applied; ``lang`` is its language.
    ``dropped`` are words that only ask or bind, ``together`` what belongs together in it:
    neighbours, Chinese words. ``conditions`` are its quotes, ``-words`` and ``intitle:``, as
    typed. Of ``documents`` the words may be found in. The rest is as in ``SearchAnswer``.
    """

    query: str
    lang: str
    documents: int
    request: SearchRequest
    correction: Correction | None
    notes: tuple[Note, ...]
    dropped: tuple[str, ...]
    words: tuple[QueryWord, ...]
    together: tuple[QueryWord, ...]
    glossary: tuple[OtherWords, ...]
    conditions: tuple[str, ...]
    looked_up: tuple[str, ...]
    offered: tuple[str, ...]
    missing: tuple[MissingProvision, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """How many times a field of the document has a word."""

    field: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What adds ``points`` to a score; the score's factors are in them.

    ``what`` is the word as typed, the title or alias that is near, the slug of the translation,
    or "". Of words, ``points`` are ``worth`` times ``rarity`` times ``impact`` times the
    factors: impact says how often and where the document has the word (``often``), the exact
    form of it too. ``others`` are the glossary's words that the document has. What a
    translation lends is ``lent``: parts of the translation's score, times ``worth``.
    """

    of: str
    what: str
    points: float
    worth: float
    rarity: float
    impact: float
    often: tuple[Often, ...]
    others: tuple[str, ...]
    lent: tuple["Part", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor of a score."""

    of: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a document's score consists of: ``parts`` add up to it.

    ``unused`` are what its own words would be worth where they do not count: it is no hit by
    them, a translation lends it more, or it is part of a look-up. ``words`` is what its words
    add up to before they are multiplied with ``factors``, ``least`` what a hit's must.
    """

    parts: tuple[Part, ...]
    unused: tuple[Part, ...]
    factors: tuple[Factor, ...]
    words: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason why something is not among the hits; ``of`` says which."""

    of: str
    typed: str
    field: str
    wanted: tuple[str, ...]
    having: tuple[str, ...]
    words: tuple[QueryWord, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a part of a score is worth in this document and in the other one."""

    of: str
    what: str
    points: float
    others: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Another hit, its factors, and what makes the difference, the greatest first.

    What a translation lends stands for words of the article's own here.
    """

    rank: int
    slug: str
    title: str
    score: float
    factors: tuple[Factor, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a document ranks where it does for a request, or is missing.

    ``rank`` counts from 1 on the first page, whatever page was asked for; it is None, with
    ``reasons``, where the document is not among the hits. ``score`` is the one that the hits
    are in order by (None likewise); the parts of ``account`` add up to it. It is ``compared``
    with the hit above it, the first one with the second, what is missing with the first.
    """

    slug: str
    title: str
    understood: Understanding
    total: int
    rank: int | None
    score: float | None
    account: Account
    reasons: tuple[Reason, ...]
    compared: Comparison | None
