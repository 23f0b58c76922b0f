"""Which documents satisfy a condition: Whoosh's query trees, evaluated on the arrays.

``select`` gives what Whoosh's own matchers would give, for one segment. It knows the
queries that the product asks (terms, phrases, prefixes and their combinations) and leaves
every other kind to Whoosh.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from kb.index.conditions import Wording
from kb.index.part import Part
from kb.index.question import Concept, Question
from kb.index.segments.layout import MARK_FIELDS, fields_of, positions_of
from kb.index.segments.leaf import Leaf, PostingList
from kb.index.segments.ordered import look_up
from kb.index.snapshot import Snapshot
from kb.index.weights import TEXT_FIELDS

Docs = NDArray[np.int32]
Keys = NDArray[np.int64]

TITLE_FIELDS = ("title", "aliases")
NOTHING: Docs = np.empty(0, np.int32)


class AnyText(query.Or):  # type: ignore[misc]  # Whoosh has no types
    """A term in any of the text fields: one posting list of ours, five of Whoosh's."""

    def __init__(self, term: str) -> None:
        super().__init__([query.Term(field, term) for field in TEXT_FIELDS])
        self.term = term


class Worded(query.Or):  # type: ignore[misc]
    """Words that stand at these distances from the first of them, in one of the fields it is of."""

    def __init__(self, wording: Wording) -> None:
        # Whoosh knows phrases of neighbours only; where some word is left out, all the
        # words and the right order is the nearest that it can be asked for.
        gap = max(np.diff(wording.offsets).tolist(), default=1)
        fields = TITLE_FIELDS if wording.titled else TEXT_FIELDS
        super().__init__([query.Phrase(field, list(wording.terms), slop=gap) for field in fields])
        self.wording = wording


class AnyPrefix(query.Or):  # type: ignore[misc]
    """Terms that begin so, in any of the text fields."""

    def __init__(self, prefix: str) -> None:
        super().__init__([query.Prefix(field, prefix) for field in TEXT_FIELDS])
        self.prefix = prefix


def condition(question: Question) -> Any:
    """What a hit must have: all of the wordings, all of the words, and nothing unwanted."""
    wanted = [_wording(wording) for wording in question.wordings]
    if question.all_words:
        wanted += [_concept(concept) for concept in question.concepts if concept.worth == 1.0]
    return query.And([*wanted, *(query.Not(_wording(one)) for one in question.unwanted)])


def unwanted(question: Question) -> Any:
    """What a hit must not have."""
    return query.Or([_wording(wording) for wording in question.unwanted])


def _wording(wording: Wording) -> Any:
    if len(wording.terms) > 1:
        return Worded(wording)
    (term,) = wording.terms
    if wording.titled:
        of = query.Prefix if wording.prefix else query.Term
        return query.Or([of(field, term) for field in TITLE_FIELDS])
    return AnyPrefix(term) if wording.prefix else AnyText(term)


def _concept(concept: Concept) -> Any:
    return AnyPrefix(concept.term) if concept.prefix else AnyText(concept.term)


def matching(asked: Any, snapshot: Snapshot) -> Keys:
    """The findable documents that satisfy the query, in order."""
    found = [part.base + select(asked, part, snapshot.schema) for part in snapshot.parts]
    docs = np.concatenate([NOTHING, *found]).astype(np.int64)
    return np.setdiff1d(docs, snapshot.dead, assume_unique=True) if len(snapshot.dead) else docs


def select(asked: Any, part: Part, schema: Any) -> Docs:
    """The segment's findable documents that satisfy the query, deleted ones perhaps too."""
    known = _KNOWN.get(type(asked))
    if known is not None:
        found = known(asked, part, schema)
        if found is not None:
            return found
    from whoosh.searching import Searcher  # takes long to import, and is hardly ever needed

    searcher = Searcher(part.reader(schema))
    docs = np.fromiter(asked.docs(searcher), np.int32)
    return np.unique(docs[docs < part.size])


def _any_text(asked: AnyText, part: Part, schema: Any) -> Docs:
    found = part.leaf.text_list(asked.term)
    return NOTHING if found is None else found.docs


def _any_prefix(asked: AnyPrefix, part: Part, schema: Any) -> Docs:
    found = part.leaf.prefix_list(asked.prefix)
    return NOTHING if found is None else found.docs


def _term(asked: query.Term, part: Part, schema: Any) -> Docs | None:
    field, leaf = asked.fieldname, part.leaf
    if field in MARK_FIELDS:
        docs = leaf.marked(field, asked.text)
        return docs[docs < part.size]
    if field not in TEXT_FIELDS:
        return None
    found = leaf.text_list(asked.text)
    if found is None:
        return NOTHING
    postings = found.first + np.arange(len(found.docs))
    return np.unique(_placed(leaf, found.docs, postings, TEXT_FIELDS.index(field))[0])


def _and(asked: query.And, part: Part, schema: Any) -> Docs:
    """The smallest set first: each further one is only looked up for what is left."""
    wanted = [one for one in asked.subqueries if not isinstance(one, query.Not)]
    without = [one.query for one in asked.subqueries if isinstance(one, query.Not)]
    sets = [select(one, part, schema) for one in wanted if not isinstance(one, Worded)]
    left: Docs | None = None
    for docs in sorted(sets, key=len):
        left = docs if left is None else left[_within(left, docs)]
        if not len(left):
            return left
    for one in wanted:
        if isinstance(one, Worded) and (left is None or len(left)):
            left = _worded(one, part, schema, left)
    if left is None:
        left = NOTHING if not without else np.arange(part.size, dtype=np.int32)
    for one in without:
        left = left[~_within(left, select(one, part, schema))]
    return left


def _or(asked: query.Or, part: Part, schema: Any) -> Docs | None:
    if getattr(asked, "minmatch", 0) > 1:
        return None
    return _union([select(one, part, schema) for one in asked.subqueries])


def _not(asked: query.Not, part: Part, schema: Any) -> Docs:
    return np.setdiff1d(np.arange(part.size, dtype=np.int32), select(asked.query, part, schema))


def _every(asked: query.Every, part: Part, schema: Any) -> Docs | None:
    return np.arange(part.size, dtype=np.int32) if asked.fieldname is None else None


def _nothing(asked: Any, part: Part, schema: Any) -> Docs:
    return NOTHING


def _prefix(asked: query.Prefix, part: Part, schema: Any) -> Docs | None:
    if asked.fieldname not in TEXT_FIELDS:
        return None
    return part.leaf.docs_below(asked.text, TEXT_FIELDS.index(asked.fieldname))


def _phrase(asked: query.Phrase, part: Part, schema: Any) -> Docs | None:
    if asked.slop != 1 or asked.fieldname not in TEXT_FIELDS:
        return None
    wording = Wording(tuple(asked.words), tuple(range(len(asked.words))))
    return worded(wording, part.leaf, None, TEXT_FIELDS.index(asked.fieldname))


def _worded(asked: Worded, part: Part, schema: Any, among: Docs | None = None) -> Docs:
    if not asked.wording.titled:
        return worded(asked.wording, part.leaf, among)
    places = map(TEXT_FIELDS.index, TITLE_FIELDS)
    return _union([worded(asked.wording, part.leaf, among, field) for field in places])


def worded(
    wording: Wording, leaf: Leaf, among: Docs | None = None, field: int | None = None
) -> Docs:
    """The documents (of ``among``) where the words stand so in some field, or in that one.

    The documents that have all the words come first, from the rarest word on; then the
    places of each word, moved back by its offset, must have one in common. Each word is only
    looked at where those before it are in place: the words may be many, and be the same.
    """
    lists: dict[str, PostingList] = {}
    for term in wording.terms:
        listed = leaf.text_list(term)
        if listed is None:
            return NOTHING
        lists[term] = listed
    docs, postings = _having_all(lists, among)
    starts: Keys | None = None
    words = zip(wording.terms, wording.offsets, strict=True)
    for term, offset in sorted(words, key=lambda word: len(lists[word[0]].docs)):
        owners, places = _placed(leaf, docs, lists[term].first + postings[term], field)
        # A place is below 2**32: one number tells the document and the place.
        moved = (owners.astype(np.int64) << 32) + places - offset
        if offset:
            moved = moved[positions_of(places) >= offset]
        starts = moved if starts is None else starts[_within(starts, moved)]
        if not len(starts):
            return NOTHING
        if len(starts) < len(docs) / 2:
            there = _within(docs, _owners(starts))
            docs = docs[there]
            postings = {term: of_word[there] for term, of_word in postings.items()}
    return NOTHING if starts is None else _owners(starts)


def _owners(starts: Keys) -> Docs:
    """The documents of places, which are in order, each once."""
    found = starts >> 32
    once: Docs = found[np.diff(found, prepend=-1) != 0].astype(np.int32)
    return once


def _having_all(
    lists: Mapping[str, PostingList], among: Docs | None
) -> tuple[Docs, dict[str, NDArray[np.int64]]]:
    """The documents (of ``among``) that are in all lists, and their postings in each."""
    docs = among
    postings: dict[str, NDArray[np.int64]] = {}
    for term, listed in sorted(lists.items(), key=lambda item: len(item[1].docs)):
        if docs is None:
            docs = listed.docs
            postings[term] = np.arange(len(docs))
            continue
        places, within = look_up(docs, listed.docs)
        docs = docs[within]
        postings = {known: of_word[within] for known, of_word in postings.items()}
        postings[term] = places[within]
    return NOTHING if docs is None else docs, postings


def _placed(
    leaf: Leaf, docs: Docs, postings: NDArray[np.int64], field: int | None
) -> tuple[Docs, NDArray[np.uint32]]:
    """The places of a term's postings in these documents, and the document of each, in order."""
    places, counts = leaf.places(postings)
    owners = np.repeat(docs, counts)
    if field is not None:
        here = fields_of(places) == field
        owners, places = owners[here], places[here]
    return owners, places


def _within(some: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """For each of some numbers whether it is among others, which are in order."""
    return look_up(some, others)[1]


def _union(sets: Sequence[Docs]) -> Docs:
    return np.unique(np.concatenate([NOTHING, *sets]))


_KNOWN: dict[type, Callable[[Any, Part, Any], Docs | None]] = {
    AnyText: _any_text,
    AnyPrefix: _any_prefix,
    Worded: _worded,
    query.Term: _term,
    query.And: _and,
    query.Or: _or,
    query.Not: _not,
    query.Every: _every,
    query.Prefix: _prefix,
    query.Phrase: _phrase,
    type(query.NullQuery): _nothing,
}
