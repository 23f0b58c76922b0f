"""Analysed documents that have no place in a segment yet: what is sent between processes."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index.analysis import TermList
from kb.index.documents import Document
from kb.index.segments.layout import BLOBS, FACETS, FINDABLE_BLOBS, mark_term, places_of, text_term
from kb.index.weights import TEXT_FIELDS

Values = tuple[tuple[str, ...], ...]  # a document's values, a tuple for each of ``FACETS``


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some documents in columns. Documents and terms are numbered from 0 inside it.

    A token is an occurrence of a term in a text field. Tokens of one document and term
    stand in the order of their places; a mark is a term of any other field. ``lengths``
    has a row for each text field. ``blobs`` has a column for each of ``BLOBS`` and
    ``FINDABLE_BLOBS``.
    """

    terms: Sequence[bytes]
    token_terms: NDArray[np.int32]
    token_docs: NDArray[np.int32]
    token_places: NDArray[np.uint32]
    mark_terms: NDArray[np.int32]
    mark_docs: NDArray[np.int32]
    lengths: NDArray[np.int32]
    findable: Sequence[bool]
    values: Sequence[Values]
    blobs: dict[str, list[bytes]]

    def __len__(self) -> int:
        return len(self.findable)


def chunk_of(documents: Iterable[Document]) -> Chunk:
    """The documents as a chunk, in their order."""
    texts, marks = _Numbers(), _Numbers()
    token_terms, positions, counts = array("i"), array("I"), array("i")
    mark_terms, mark_docs = array("i"), array("i")
    findable: list[bool] = []
    values: list[Values] = []
    blobs: dict[str, list[bytes]] = {name: [] for name in (*BLOBS, *FINDABLE_BLOBS)}
    nothing = TermList()
    for number, document in enumerate(documents):
        found = document.findable
        findable.append(found is not None)
        values.append(found.values if found else ((),) * len(FACETS))
        for field in TEXT_FIELDS:
            text = found.texts[field] if found else nothing
            token_terms.extend(map(texts.__getitem__, text.terms))
            positions.extend(text.positions)
            counts.append(len(text.terms))
        for field, words in document.marks:
            for word in words:
                mark_terms.append(marks[mark_term(field, word)])
                mark_docs.append(number)
        blobs["article"].append(document.article)
        blobs["register"].append(document.register)
        blobs["slug"].append(found.slug if found else b"")
        blobs["shown"].append(found.shown if found else b"")
    lengths = np.array(counts, np.int32).reshape(-1, len(TEXT_FIELDS))
    fields = np.tile(np.arange(len(TEXT_FIELDS)), len(lengths))
    places = np.array(positions, np.uint32)
    return Chunk(
        terms=[*map(text_term, texts), *marks],
        token_terms=np.array(token_terms, np.int32),
        token_docs=np.repeat(np.arange(len(lengths), dtype=np.int32), lengths.sum(axis=1)),
        token_places=places_of(np.repeat(fields, lengths.ravel()), places),
        mark_terms=np.array(mark_terms, np.int32) + np.int32(len(texts)),
        mark_docs=np.array(mark_docs, np.int32),
        lengths=lengths.T,
        findable=findable,
        values=values,
        blobs=blobs,
    )


class _Numbers(dict):  # type: ignore[type-arg]  # str or bytes -> int
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, key: object) -> int:
        number = self[key] = len(self)
        return number
