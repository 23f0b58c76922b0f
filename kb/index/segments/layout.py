"""Which arrays a segment consists of.

Documents are numbered so that those that can be found come first, by language, topic,
kind, regions and statutes: documents that agree in all of these are a *run*. Filters and
facets look at runs, of which there are few, and not at documents.

=================== ============================================================
``term_*``          the dictionary: a byte for the sort of term, then its text
``bucket_*``        how a term is found in it, see ``dictionary``
``list_starts``     where each term's posting list begins in ``docs``; terms + 1
``docs``            the documents of each term, in order
``impacts``         what the term is worth in the document, all fields together
``place_starts``    where each posting's places begin in ``places``; postings + 1
``places``          the field and the position of each occurrence, in order
``lengths``         fields x findable documents: how many terms, without compounds
``run_starts``      the first document of each run; runs + 1
``facet_X_starts``  where each run's values of facet X begin in ``facet_X_values``
``facet_X_values``  numbers of values, whose texts are ``facet_X_names_*``
``slug_order``      for each findable document its place in the order of slugs
``slug_*``          the findable documents' addresses
``shown_*``         what a hit shows of them
``asks_*``          the terms of each question that they answer
``phrasings_*``     their titles and aliases, to suggest them
``article_*``       every document's article as JSON, or nothing
``register_*``      every document's statute as JSON, or nothing
=================== ============================================================

Terms of text fields are first in the dictionary, and only their postings have impacts
and places: one list for all text fields. The other fields' terms are *marks*.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index.weights import TEXT_FIELDS, Floats

MARK_FIELDS = (
    "key",
    "asked",
    "provisions",
    "basis",
    "slug",
    "original",
    "translation",
    "typed",
    "best",
    "hidden",
)
# In the order that sorts the documents. Language first: all of one language are neighbours.
FACETS = ("lang", "topic", "kind", "region", "statute")
BLOBS = ("article", "register")
FINDABLE_BLOBS = ("slug", "shown", "asks", "phrasings")

TEXT_SORT = b"\x00"
MARK_SORTS = {field: bytes([sort]) for sort, field in enumerate(MARK_FIELDS, 1)}

_FIELD_SHIFT = 29  # a place is a field's number above 29 bits of position
MOST_POSITION = (1 << _FIELD_SHIFT) - 1


def text_term(text: str | bytes) -> bytes:
    """The dictionary's form of a term of a text field."""
    return TEXT_SORT + (text if isinstance(text, bytes) else text.encode())


def mark_term(field: str, text: str | bytes) -> bytes:
    """The dictionary's form of a mark."""
    return MARK_SORTS[field] + (text if isinstance(text, bytes) else text.encode())


def places_of(fields: NDArray[np.uint32], positions: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The places at these positions of these fields; positions beyond the last share it."""
    capped = np.minimum(positions, np.uint32(MOST_POSITION))
    places: NDArray[np.uint32] = capped | (fields.astype(np.uint32) << np.uint32(_FIELD_SHIFT))
    return places


def fields_of(places: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The number of each place's field in ``TEXT_FIELDS``."""
    return places >> np.uint32(_FIELD_SHIFT)


def positions_of(places: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each place's position in its field."""
    return places & np.uint32(MOST_POSITION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How long the text fields of some documents are in all, and in how many each is filled."""

    lengths: tuple[int, ...] = (0,) * len(TEXT_FIELDS)
    filled: tuple[int, ...] = (0,) * len(TEXT_FIELDS)

    @classmethod
    def of(cls, lengths: NDArray[np.int32]) -> "Totals":
        """The totals of documents with these lengths, fields x documents."""
        sums = lengths.sum(axis=1, dtype=np.int64)
        return cls(
            lengths=tuple(map(int, sums)),
            filled=tuple(map(int, np.count_nonzero(lengths, axis=1))),
        )

    def __add__(self, other: "Totals") -> "Totals":
        return self._with(other, 1)

    def __sub__(self, other: "Totals") -> "Totals":
        return self._with(other, -1)

    def averages(self) -> Floats:
        """Each field's average length where it is filled; 1 where it never is."""
        lengths, filled = np.array(self.lengths, np.float64), np.array(self.filled, np.float64)
        return np.where(filled > 0, lengths / np.maximum(filled, 1), 1.0)

    def _with(self, other: "Totals", sign: int) -> "Totals":
        return Totals(
            lengths=tuple(a + sign * b for a, b in zip(self.lengths, other.lengths, strict=True)),
            filled=tuple(a + sign * b for a, b in zip(self.filled, other.filled, strict=True)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a segment's header tells beside the arrays.

    ``averages`` are the fields' average lengths that its impacts were worked out with.
    """

    documents: int
    findable: int
    averages: tuple[float, ...]
    totals: Totals
