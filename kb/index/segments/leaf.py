"""One segment, open for reading."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.codec import CodecError, decode
from kb.index.documents import NamedRegistered
from kb.index.segments.chunk import Chunk, Values, without_unused_terms
from kb.index.segments.container import Container
from kb.index.segments.dictionary import Blob, Dictionary
from kb.index.segments.facet_column import FacetColumn
from kb.index.segments.kept import Kept
from kb.index.segments.layout import (
    BLOBS,
    FACETS,
    FINDABLE_BLOBS,
    MARK_SORTS,
    TEXT_SORT,
    Facts,
    Totals,
    fields_of,
    mark_term,
    places_of,
    text_term,
)
from kb.index.segments.ordered import ranges
from kb.index.weights import TEXT_FIELDS, Floats, impact, occurrence_weights
from kb.lookup.naming import NamedStatute

Docs = NDArray[np.int32]
# Beginnings of terms of which it is remembered where they are, some 200 bytes each.
_MOST_PREFIXES = 2_000


class PostingList(NamedTuple):
    """The documents that have a term, in order, and its impact in each.

    ``first`` is the number of the first posting: ``places`` are looked up by it.
    """

    docs: Docs
    impacts: NDArray[np.float32]
    first: int


class Leaf:
    """The arrays of a segment file; which documents were deleted since, it does not know."""

    def __init__(self, container: Container) -> None:
        """Raises ``CodecError`` where the file is not a segment of this version."""
        self._container = container
        self.facts = decode(container.facts, Facts)
        self.terms = Dictionary(container)
        self._list_starts: Docs = container.array("list_starts")
        self._list_numbers = container.numbers("list_starts")
        self._docs: Docs = container.array("docs")
        self._impacts: NDArray[np.float32] = container.array("impacts")
        self._place_starts: NDArray[np.uint32] = container.array("place_starts")
        self._places: NDArray[np.uint32] = container.array("places")
        self._doc_numbers = container.numbers("docs")
        self._place_start_numbers = container.numbers("place_starts")
        self._place_numbers = container.numbers("places")
        self.run_starts: Docs = container.array("run_starts")
        self.slug_order: Docs = container.array("slug_order")
        self._prefixes: dict[str, slice] = {}
        self.blobs = {name: Blob(container, name) for name in (*BLOBS, *FINDABLE_BLOBS)}

    def check(self) -> None:
        """Read the whole file; raises ``CodecError`` where it is not what was written."""
        self._container.check()

    def is_damaged(self) -> bool:
        """Whether the file is not what was written; reads it whole."""
        try:
            self.check()
        except CodecError:
            return True
        return False

    def text_list(self, term: str) -> PostingList | None:
        """The posting list of a term of the text fields."""
        number = self.terms.find(text_term(term))
        return None if number < 0 else self.list_at(number)

    def list_of(self, text: str, prefix: bool) -> PostingList | None:
        """That of a term, or with ``prefix`` that of all that begin so."""
        return self.prefix_list(text) if prefix else self.text_list(text)

    def list_at(self, number: int) -> PostingList:
        """The posting list of a term of the text fields by its number."""
        first, last = self._list_numbers[number], self._list_numbers[number + 1]
        return PostingList(self._docs[first:last], self._impacts[first:last], first)

    def prefix_list(self, prefix: str) -> PostingList | None:
        """One list for all terms that begin so, with the greatest of their impacts.

        Neighbours in the dictionary have neighbouring postings. It has no places of its own.
        """
        postings = self._prefix_postings(prefix)
        best = np.zeros(self.facts.findable, np.float32)
        with np.errstate(invalid="ignore"):  # what is damaged is told apart later
            np.maximum.at(best, self._docs[postings], self._impacts[postings])
        docs = np.flatnonzero(best).astype(np.int32)
        return PostingList(docs, best[docs], -1) if len(docs) else None

    def prefix_impacts(self, prefix: str, docs: Docs, averages: Floats) -> Floats:
        """The greatest impacts in a few documents, worked out for other average lengths."""
        found = np.zeros(self.facts.findable)
        postings = self._prefix_postings(prefix)
        wanted = np.arange(postings.start, postings.stop)[np.isin(self._docs[postings], docs)]
        np.maximum.at(found, self._docs[wanted], self.impacts_with(wanted, averages))
        return found[docs]

    def docs_below(self, prefix: str, field: int) -> Docs:
        """The documents where terms that begin so stand in one field, in order."""
        postings = self._prefix_postings(prefix)
        places, counts = self.places(np.arange(postings.start, postings.stop))
        owners = np.repeat(self._docs[postings], counts)
        return np.unique(owners[fields_of(places) == field])

    def _prefix_postings(self, prefix: str) -> slice:
        known = self._prefixes.get(prefix)
        if known is None:
            if len(self._prefixes) >= _MOST_PREFIXES:
                self._prefixes.clear()
            terms = self.terms.with_prefix(text_term(prefix))
            known = slice(self._list_numbers[terms.start], self._list_numbers[terms.stop])
            self._prefixes[prefix] = known
        return known

    def marked(self, field: str, term: str | bytes) -> Docs:
        """The documents with this mark."""
        number = self.terms.find(mark_term(field, term))
        return self._docs[:0] if number < 0 else self.docs_at(number)

    def marks(self, field: str) -> Iterator[tuple[bytes, Docs]]:
        """All marks of a field, each with its documents."""
        sort = MARK_SORTS[field]
        for number in self.terms.with_prefix(sort):
            yield self.terms[number].removeprefix(sort), self.docs_at(number)

    def docs_at(self, number: int) -> Docs:
        """The documents with a term of any field, by its number."""
        return self._docs[self._list_numbers[number] : self._list_numbers[number + 1]]

    def docs_among(self, numbers: range) -> Docs:
        """The documents with neighbouring terms of any field, one term's after another's."""
        return self._docs[self._list_numbers[numbers.start] : self._list_numbers[numbers.stop]]

    def places(self, postings: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The places of several postings one after the other, and how many each has."""
        starts = self._place_starts[postings].astype(np.int64)
        counts = self._place_starts[postings + 1].astype(np.int64) - starts
        return self._places[ranges(starts, counts)], counts

    def impacts_with(self, postings: NDArray[np.int64], averages: Floats) -> Floats:
        """The impacts of postings, worked out anew for other average lengths."""
        places, counts = self.places(postings)
        if not len(places):
            return np.zeros(len(postings))
        docs = self._docs[postings]
        weights = occurrence_weights(self.lengths[:, docs], averages)
        owners = np.repeat(np.arange(len(postings)), counts)
        starts = np.cumsum(counts) - counts
        return impact(np.add.reduceat(weights[fields_of(places), owners], starts))

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """How many terms each field (row) of each findable document (column) has."""
        found: NDArray[np.int32] = self._container.array("lengths")
        return found

    @cached_property
    def statutes(self) -> tuple[tuple[int, NamedStatute], ...]:
        """The number of each statute's document, and what the statute is called."""
        register = self.blobs["register"]
        return tuple(
            (number, decode(stored, NamedRegistered).statute)
            for number in range(self.facts.findable, self.facts.documents)
            if (stored := register[number])
        )

    @cached_property
    def kept(self) -> Kept:
        """What it stores of articles and statutes."""
        return Kept(self)

    def totals_without(self, deleted: NDArray[np.int64]) -> Totals:
        """The totals of the findable documents that are not among the deleted ones."""
        dead = deleted[deleted < self.facts.findable]
        return self.facts.totals - Totals.of(self.lengths[:, dead])

    def facet(self, name: str) -> FacetColumn:
        """The runs' values of a facet."""
        return FacetColumn(
            starts=self._container.array(f"facet_{name}_starts"),
            values=self._container.array(f"facet_{name}_values"),
            names=[text.decode() for text in Blob(self._container, f"facet_{name}_names")],
        )

    @cached_property
    def run_values(self) -> tuple[Values, ...]:
        """Each run's values, a tuple for each of ``FACETS``."""
        columns = [list(self.facet(name).texts()) for name in FACETS]
        return tuple(zip(*columns, strict=True))

    def values(self, doc: int) -> Values:
        """A findable document's values, a tuple for each of ``FACETS``."""
        return self.run_values[int(np.searchsorted(self.run_starts, doc, side="right")) - 1]

    def chunk(self, deleted: NDArray[np.int64]) -> Chunk:
        """The documents that are not deleted, as they were before they had a place here.

        Raises ``CodecError`` where the file is damaged, so that damage does not spread.
        """
        self.check()
        facts = self.facts
        living = np.ones(facts.documents, bool)
        living[deleted] = False
        number = (np.cumsum(living) - 1).astype(np.int32)
        kept = np.flatnonzero(living)
        found = kept[kept < facts.findable]
        missing = len(kept) - len(found)
        lengths = np.zeros((len(TEXT_FIELDS), len(kept)), np.int32)
        lengths[:, : len(found)] = self.lengths[:, found]
        runs = np.searchsorted(self.run_starts, found, side="right") - 1
        nothing: Values = ((),) * len(FACETS)
        blobs = {name: [self.blobs[name][n] for n in kept.tolist()] for name in BLOBS}
        for name in FINDABLE_BLOBS:
            blobs[name] = [self.blobs[name][n] for n in found.tolist()] + [b""] * missing
        # Postings by term: those of text fields first, whose tokens are then numbered through.
        sizes = np.subtract(self._list_starts[1:], self._list_starts[:-1], dtype=np.int64)
        terms = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        texts = len(self._impacts)
        often = np.subtract(self._place_starts[1:], self._place_starts[:-1], dtype=np.int64)
        token_docs = np.repeat(self._docs[:texts], often)
        tokens, marks = living[token_docs], living[self._docs[texts:]]
        return without_unused_terms(
            Chunk(
                terms=[self.terms[n] for n in range(len(self.terms))],
                token_terms=np.repeat(terms[:texts], often)[tokens],
                token_docs=number[token_docs[tokens]],
                token_places=self._places[tokens],
                mark_terms=terms[texts:][marks],
                mark_docs=number[self._docs[texts:][marks]],
                lengths=lengths,
                findable=[True] * len(found) + [False] * missing,
                values=[self.run_values[run] for run in runs.tolist()] + [nothing] * missing,
                blobs=blobs,
            )
        )

    def stored(self, number: int) -> tuple[bytes, bytes, bytes]:
        """A document's article, statute and slug, as far as it has them."""
        slug = self.blobs["slug"][number] if number < self.facts.findable else b""
        return self.blobs["article"][number], self.blobs["register"][number], slug

    def text_terms(self, prefix: str = "") -> range:
        """The numbers of the text fields' terms that begin so."""
        return self.terms.with_prefix(text_term(prefix))

    def text_of(self, number: int) -> str:
        """The text of a term of the text fields."""
        return self.terms[number].removeprefix(TEXT_SORT).decode()

    def texts_below(self, prefix: str) -> tuple[list[str], Docs]:
        """The text fields' terms that begin so, without the prefix, and how many have each."""
        terms = self.text_terms(prefix)
        cut = len(text_term(prefix))
        texts = [term[cut:].decode() for term in self.terms.several(terms)]
        return texts, np.diff(self._list_starts[terms.start : terms.stop + 1])

    def body_positions_below(self, prefix: str, doc: int) -> list[int]:
        """Where in the field ``body`` one document has terms that begin so, in order."""
        postings = self._prefix_postings(prefix)
        found = postings.start + np.flatnonzero(self._docs[postings] == doc)
        if not len(found):
            return []
        places, _ = self.places(found)
        return sorted(place - _BODY for place in places.tolist() if place >= _BODY)

    def body_positions(self, listed: PostingList, doc: int) -> list[int]:
        """Where in the field ``body`` one document has a term with this list, in order."""
        # For one posting of a few places, plain numbers are quicker than arrays.
        first, last = listed.first, listed.first + len(listed.docs)
        posting = bisect_left(self._doc_numbers, doc, first, last)
        if posting == last or self._doc_numbers[posting] != doc:
            return []
        places = range(self._place_start_numbers[posting], self._place_start_numbers[posting + 1])
        found = (self._place_numbers[place] - _BODY for place in places)
        return [position for position in found if position >= 0]


# The first place of the field ``body``, which is the last field.
_BODY = int(places_of(np.array([TEXT_FIELDS.index("body")]), np.zeros(1, np.uint32))[0])
