"""The query as it was likely meant, where it has words that the index does not.

A word of the index is never mistaken for another, however rare; a word of a list of English
words is not changed, at most another is offered. What is changed without asking is what is no
word at all, and near to one that is clearly likelier than any other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.index import weights
from kb.index.evidence import Evidence
from kb.index.fillers import ENGLISH
from kb.index.guesses import guesses, is_short, leads
from kb.index.homophones import mistaken
from kb.index.snapshot import Snapshot
from kb.index.spellings import american
from kb.index.typed import Change, Typed, words
from kb.index.wordlists import is_english, is_pinyin
from kb.request import MAX_QUERY_CHARS, SearchRequest
from kb.results import Correction, Snippet

_MOST_UNKNOWN = 8  # words; a query with more is in a language that the index does not have
_JOINED = 6  # letters of a word that may have been typed as two
_MUCH_RARER = 10  # times
_LONG = 8  # letters of a word in which two errors are as clear as one in a shorter word


def corrected(request: SearchRequest, snapshot: Snapshot) -> Correction | None:
    """The query as likely meant; None where nothing is known to be wrong.

    It is applied where every change is clear, and nobody asked for the query as typed.
    """
    if not weights.CORRECT_TYPOS:
        return None
    evidence = Evidence(snapshot)
    changes = [*_mistyped(request.query, snapshot, evidence), *mistaken(request.query, evidence)]
    sure = [change for change in changes if change.sure]
    chosen = sorted(sure or changes, key=lambda change: change.start)
    pieces = tuple(_pieces(request.query, chosen))
    query = "".join(pieces)
    if not chosen or len(query) > MAX_QUERY_CHARS:
        return None
    return Correction(
        query=query, pieces=Snippet(pieces=pieces), applied=bool(sure) and not request.as_typed
    )


def _pieces(query: str, changes: Sequence[Change]) -> Iterator[str]:
    """The query with the changes made: what is changed at odd places."""
    end = 0
    for change in changes:
        yield query[end : change.start]
        yield change.text
        end = change.end
    yield query[end:]


def _mistyped(query: str, snapshot: Snapshot, evidence: Evidence) -> list[Change]:
    """The changes of words in letters."""
    typed = list(words(query))
    joined: list[Change] = []
    for one, other in pairwise(typed):
        free = not joined or joined[-1].end <= one.start
        if free and (change := _joined(query, one, other, evidence)):
            joined.append(change)
    left = [w for w in typed if not any(c.start <= w.start < c.end for c in joined)]
    unknown = [word for word in left if not evidence.knows(word.folded)]
    if len(unknown) > _MOST_UNKNOWN:
        return joined
    beside = [w.folded for w in left if w not in unknown and w.folded not in ENGLISH]
    changes = joined
    for word in sorted(unknown, key=lambda word: -len(word.folded)):
        if change := _changed(word, left, beside, snapshot, evidence):
            changes.append(change)
            if change.sure:
                beside += change.text.casefold().split()
    return changes


def _joined(query: str, one: Typed, other: Typed, evidence: Evidence) -> Change | None:
    """Two words that are one: the index has it, and nowhere has the two side by side."""
    whole = one.folded + other.folded
    between = query[one.end : other.start]
    if len(whole) < _JOINED or between.strip() or not between:
        return None
    # What is much rarer than both words is not worth a look at how they stand in articles.
    having = evidence.having(whole) * _MUCH_RARER
    if not having or having < min(evidence.having(one.folded), evidence.having(other.folded)):
        return None
    fillers = one.folded in ENGLISH and other.folded in ENGLISH
    if fillers or evidence.phrase(one.folded, other.folded):
        return None
    return Change(one.start, other.end, one.spelt(whole), sure=True)


def _changed(
    word: Typed,
    typed: Sequence[Typed],
    beside: Sequence[str],
    snapshot: Snapshot,
    evidence: Evidence,
) -> Change | None:
    found = guesses(word.folded, beside, snapshot.vocabulary, evidence)
    if not found:
        return None
    first = found[0]
    if american(first.text) == american(word.folded):
        return None  # the same word in another spelling, and no error
    english = is_english(word.folded)
    # A word of pinyin may be one that no article has (zhufang is not zufang); only letters that
    # changed places are an error (hukuo).
    foreign = is_pinyin(word.folded) and sorted(word.folded) != sorted(first.text)
    sure = leads(found) and first.cost <= _sure_cost(word.folded)
    if english or foreign or is_short(word.folded):
        if first.cost > 1 or _stands(first.words, word, typed, evidence) < weights.SEEN_BESIDE:
            return None
        sure = sure and not english and not foreign
    if not sure and first.text in ENGLISH:
        return None
    return Change(word.start, word.end, word.spelt(first.text), sure=sure)


def _sure_cost(word: str) -> float:
    return (2 if len(word) >= _LONG else 1) * weights.FIRST_LETTER


def _stands(
    words: tuple[str, ...], instead_of: Typed, typed: Sequence[Typed], evidence: Evidence
) -> int:
    """How many articles have the words beside the query's word before or after."""
    place = typed.index(instead_of)
    before = [w.folded for w in typed[max(0, place - 1) : place] if w.folded not in ENGLISH]
    after = [w.folded for w in typed[place + 1 : place + 2] if w.folded not in ENGLISH]
    phrases = [(word, *words) for word in before] + [(*words, word) for word in after]
    return max((evidence.phrase(*phrase) for phrase in phrases), default=0)
