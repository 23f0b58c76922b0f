"""The clauses of an English sentence, so far as commas, "which" and "shall" tell them apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.quote_check.reading import Sort, Token
from ingest.quote_check.words import Lexicon

STEERS = frozenset({Sort.DUTY, Sort.LEAVE, Sort.BAN})
_BOUNDS = frozenset({Sort.ABOVE, Sort.BELOW, Sort.NUMBER, Sort.NOT, Sort.ONLY})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; ``given`` where it sets a condition."""

    tokens: Sequence[Token]
    given: bool


def sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens between two full stops, semicolons or colons."""
    sentence: list[Token] = []
    for token in tokens:
        if token.sort is Sort.STOP:
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append(token)
    if sentence:
        yield sentence


def without_asides(sentence: list[Token]) -> list[Token]:
    """Without what stands between commas after "shall" or "that": "shall, by law, pay"."""
    found: list[Token] = []
    n = 0
    while n < len(sentence):
        token = sentence[n]
        found.append(token)
        n += 1
        if token.sort not in STEERS | {Sort.IF} or n >= len(sentence):
            continue
        if sentence[n].sort is Sort.COMMA:
            behind = range(n + 1, len(sentence) - 1)
            end = next((m for m in behind if sentence[m].sort is Sort.COMMA), None)
            n = n if end is None else end + 1
    return found


def clauses(sentence: Sequence[Token], lexicon: Lexicon) -> Iterator[Clause]:
    """Its clauses: a comma in a list of parties parts nothing."""
    first, given = 0, False
    for n, token in enumerate(sentence):
        parts = _parts(sentence, n, first, lexicon)
        if parts and n > first:
            yield Clause(sentence[first:n], given)
            first = n + (token.sort is Sort.COMMA)
        if token.sort in (Sort.IF, Sort.EXCEPT) and not _tells_more(sentence, n):
            given = True
        elif parts:
            given = given and token.sort is Sort.IT
    if first < len(sentence):
        yield Clause(sentence[first:], given)


def _tells_more(sentence: Sequence[Token], at: int) -> bool:
    """Whether it is a ", for which …", which sets no condition."""
    relative = sentence[at].name in ("which", "whose")
    return relative and at > 0 and sentence[at - 1].sort is Sort.COMMA


def _parts(sentence: Sequence[Token], at: int, first: int, lexicon: Lexicon) -> bool:
    """Whether a clause ends before this token."""
    token = sentence[at]
    if token.sort is Sort.COMMA:
        before, behind = sentence[at - 1], sentence[at + 1 : at + 3]
        return not (is_party(before, lexicon) and any(is_party(t, lexicon) for t in behind))
    if token.sort is Sort.BUT:
        return not any(t.sort in _BOUNDS for t in sentence[at + 1 : at + 2])
    if token.sort in (Sort.IF, Sort.EXCEPT):
        return True
    if token.sort is Sort.IT:
        return at > first + 1
    if token.sort in STEERS or token.sort is Sort.PASSIVE:
        return _ends_relative(sentence, at, first)
    if token.sort is Sort.AND and at + 2 < len(sentence):
        own = any(t.name in lexicon.acts for t in sentence[first:at])
        acts = sentence[at + 2].sort in STEERS | {Sort.PASSIVE, Sort.NOT, Sort.ONLY} or (
            sentence[at + 2].name in lexicon.acts
        )
        listed = is_party(sentence[at - 1], lexicon)
        return own and acts and not listed and is_party(sentence[at + 1], lexicon)
    return False


def _ends_relative(sentence: Sequence[Token], at: int, first: int) -> bool:
    """Whether the main verb follows: "an heir who makes no declaration | is deemed"."""
    relative = first > 0 and sentence[first].sort is Sort.IF
    attached = relative and sentence[first - 1].sort is Sort.CLASS
    return attached and any(t.sort is Sort.CLASS for t in sentence[first:at])


def is_party(token: Token, lexicon: Lexicon) -> bool:
    """Whether it names somebody who may do something."""
    return token.sort is Sort.CLASS and token.name in lexicon.payers and not token.owner
