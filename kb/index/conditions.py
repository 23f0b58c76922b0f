"""What a query asks for beside its words: what a hit must have, and must not have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.index.analysis import Sort, Token, pieces, tokens
from kb.index.operators import TITLE, Part, parts
from kb.model import unique
from kb.results import Note, Remark

MOST_CONDITIONS = 20
"""Of one query: each may cost as much as all its words, and nobody types more by hand."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that stand together: terms, and how many positions behind the first each must stand.

    With ``prefix`` the only term is how others begin: that is a single Chinese character.
    With ``titled`` they stand in the title or in an alias.
    """

    terms: tuple[str, ...]
    offsets: tuple[int, ...]
    prefix: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """A query taken apart: ``words`` is the text of all that is wanted.

    ``strict`` are the texts of what must be there, fillers and all. A hit has all of
    ``wanted`` and none of ``unwanted``. With ``everything`` no word is asked for: a hit is all
    that the filters let pass.
    """

    words: str
    strict: tuple[str, ...] = ()
    wanted: tuple[Wording, ...] = ()
    unwanted: tuple[Wording, ...] = ()
    everything: bool = False
    notes: tuple[Note, ...] = ()


def demands(query: str, *, filtered: bool = False) -> Demands:
    """Take the query apart; ``filtered`` says that filters narrow the search too.

    Negations need something to be taken away from, a word or a filter: without it they are
    words themselves. A filter that still stands in the query is words: those with a known
    value were lifted out before.
    """
    found = parts(query)
    words = " ".join(_typed(part, query) if _is_plain(part) else part.text
                     for part in found if not part.negated)  # fmt: skip
    everything = filtered and all(
        has_word(part.text) if part.negated else not _typed(part, query).strip() for part in found
    )
    conditions = [part for part in found if not _is_plain(part) and part.field in ("", TITLE)]
    heeded, rest = conditions[:MOST_CONDITIONS], conditions[MOST_CONDITIONS:]
    if not everything and not has_word(words):
        return _of_negations(heeded, query)
    return Demands(
        words=words,
        strict=tuple(part.text for part in heeded if not part.negated),
        wanted=_wordings(part for part in heeded if not part.negated),
        unwanted=_wordings(part for part in heeded if part.negated),
        everything=everything,
        notes=_notes(Remark.TOO_MANY, rest[:1], query),
    )


def has_word(text: str) -> bool:
    """Whether there is any word, number or Chinese character in it."""
    return next(pieces(text), None) is not None


def _of_negations(found: Sequence[Part], query: str) -> Demands:
    """The query of which nothing is wanted: what is negated is taken for what is wanted."""
    negated = [part for part in found if part.negated]
    quoted = [part for part in negated if part.quoted]
    return Demands(
        words=" ".join(part.text for part in negated),
        strict=tuple(part.text for part in quoted),
        wanted=_wordings(quoted),
        notes=_notes(Remark.ONLY_WITHOUT, negated[:1], query),
    )


def _is_plain(part: Part) -> bool:
    """Whether it is words, and no condition."""
    return not (part.negated or part.field == TITLE or (part.quoted and not part.field))


def _typed(part: Part, query: str) -> str:
    return query[part.start : part.end]


def _notes(remark: Remark, about: Iterable[Part], query: str) -> tuple[Note, ...]:
    return tuple(Note(remark=remark, typed=_typed(part, query)) for part in about)


def _wordings(found: Iterable[Part]) -> tuple[Wording, ...]:
    made = (wording(part.text, exact=part.quoted, titled=part.field == TITLE) for part in found)
    return unique(one for one in made if one.terms)


def wording(text: str, *, exact: bool = True, titled: bool = False) -> Wording:
    """At each position the word as written, or else the number or the pair.

    Where it need not be ``exact``, the stem of a word will do. A single Chinese character is
    no term of its own in the middle of a text: it is passed over, unless it is all there is.
    So is a pair between two that touch without it.
    """
    chosen: dict[int, Token] = {}
    single = ""
    for token in tokens(text):
        if token.sort is Sort.LAST:
            single = token.text
        elif token.sort is not Sort.JOINED and (exact or token.sort is not Sort.EXACT):
            before, middle = chosen.get(token.position - 2), chosen.get(token.position - 1)
            if before and middle and before.sort is middle.sort is token.sort is Sort.PAIR:
                del chosen[token.position - 1]
            chosen[token.position] = token
    if not chosen and single:
        return Wording((single,), (0,), prefix=True, titled=titled)
    first = min(chosen, default=0)
    return Wording(
        tuple(token.text for token in chosen.values()),
        tuple(place - first for place in chosen),
        titled=titled,
    )
