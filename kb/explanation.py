"""Why an article ranks where it does for a query, or is missing: plain data."""

from dataclasses import dataclass
from enum import StrEnum

from kb.request import SearchRequest
from kb.results import Correction, MissingProvision, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryWord:
    """Something of the query that is looked for, as it was typed, or two words side by side.

    ``documents`` have it; ``rarity`` is its inverse document frequency (0 where none has it),
    and ``worth`` scales what it adds to a score.
    """

    typed: str
    documents: int
    rarity: float
    worth: float = 1.0


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
    typed. Of ``documents`` the words may be found in. The rest is as in ``ResultPage``.
    """

    query: str
    lang: str
    documents: int
    request: SearchRequest
    correction: Correction | None = None
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()
    words: tuple[QueryWord, ...] = ()
    together: tuple[QueryWord, ...] = ()
    glossary: tuple[OtherWords, ...] = ()
    conditions: tuple[str, ...] = ()
    looked_up: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    missing: tuple[MissingProvision, ...] = ()
    named: tuple[str, ...] = ()


class PartOf(StrEnum):
    """What a part of a score is for."""

    WORD = "word"
    TOGETHER = "together"  # neighbouring words of the query, Chinese words
    OTHER_WORD = "other_word"  # the glossary's, for what was typed
    QUESTION = "question"  # a title or alias that comes near to the query
    TRANSLATION = "translation"  # a part of the score of the article in another language
    BASIS = "basis"  # a part of the score of an article that rests on the provision
    BEST_BET = "best_bet"  # what editors want first
    # A look-up has a score of its own, above all others.
    ABOVE_OTHERS = "above_others"
    IS_PROVISION = "is_provision"
    RESTS_ON_IT = "rests_on_it"
    FITS_REST = "fits_rest"  # what else the query says
    SAME_LANGUAGE = "same_language"
    ABOUT_IT = "about_it"  # has much of the provision's own words


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

    of: PartOf
    what: str
    points: float
    worth: float = 1.0
    rarity: float = 0.0
    impact: float = 0.0
    often: tuple[Often, ...] = ()
    others: tuple[str, ...] = ()
    lent: tuple["Part", ...] = ()


class FactorFor(StrEnum):
    """What all of a score is multiplied for."""

    OTHER_LANGUAGE = "other_language"
    PROVISION = "provision"
    SAME_QUESTION = "same_question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor of a score."""

    of: FactorFor
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a document's score consists of: ``parts`` add up to it.

    ``unused`` are what its own words would be worth where they do not count: it is no hit by
    them, a translation lends it more, or it is part of a look-up. ``words`` is what its words
    add up to before they are multiplied with ``factors``, ``least`` what a hit's must.
    """

    parts: tuple[Part, ...] = ()
    unused: tuple[Part, ...] = ()
    factors: tuple[Factor, ...] = ()
    words: float = 0.0
    least: float = 0.0

    @property
    def score(self) -> float:
        return sum(part.points for part in self.parts)


class Absence(StrEnum):
    """Why something is not among the hits."""

    NO_SUCH_SLUG = "no_such_slug"  # others are near
    NOT_PUBLISHED = "not_published"  # typed: its status; others are near
    BEYOND_LAST = "beyond_last"  # typed: the number of the statute's last article
    TEXT_NOT_HELD = "text_not_held"  # a provision that is known by its number only
    NOTHING_ASKED = "nothing_asked"  # the query has no word
    NO_WORD = "no_word"  # words: those it lacks
    TOO_LITTLE = "too_little"  # words: those it lacks; the account has the figures
    LACKS_WORD = "lacks_word"  # every word was asked for; words: those it lacks
    FILTER = "filter"  # field; wanted and having are values
    LACKS_CONDITION = "lacks_condition"  # typed: the quotes or intitle: that it does not satisfy
    UNWANTED = "unwanted"  # typed: what must not be there and is
    CORRECTED = "corrected"  # typed: the query that would find it; it was taken for another
    HIDDEN = "hidden"  # its editors do not want it for this question
    TOO_FAR_DOWN = "too_far_down"  # a hit, but none of those that can be paged to


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason why something is not among the hits; what is filled in, ``Absence`` says."""

    of: Absence
    typed: str = ""
    field: str = ""
    wanted: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    words: tuple[QueryWord, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a part of a score is worth in this document and in the other one."""

    of: PartOf
    what: str
    points: float
    others: float

    @property
    def size(self) -> float:
        """How much more the other one has of it; below 0 where it has less."""
        return self.others - self.points


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
    rank: int | None = None
    score: float | None = None
    account: Account = Account()
    reasons: tuple[Reason, ...] = ()
    compared: Comparison | None = None
