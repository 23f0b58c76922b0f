"""Analysed documents that have no place in a segment yet: what is sent between processes."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.index.analysis import TermList
from kb.index.documents import Document
from kb.index.segments.layout import BLOBS, FACETS, FINDABLE_BLOBS, mark_term, places_of, text_term
from kb.index.weights import TEXT_FIELDS

Term = TypeVar("Term", str, bytes)
Values = tuple[tuple[str, ...], ...]  # a document's values, a tuple for each of ``FACETS``


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some documents in columns. Documents and terms are numbered from 0 inside it.

    A token is an occurrence of a term or a compound in a text field. Tokens stand in the
    order of their terms, and those of one document and term in the order of their places; a
    mark is a term of any other field. ``lengths`` has a row for each text field, and counts
    no compounds. ``blobs`` has a column for each of ``BLOBS`` and ``FINDABLE_BLOBS``.
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
    texts: _Numbers[str] = _Numbers()
    marks: _Numbers[bytes] = _Numbers()
    token_terms, positions = array("i"), array("I")
    counts, lengths = array("i"), array("i")  # of tokens with compounds, and of terms alone
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
            token_terms.extend(map(texts.__getitem__, text.compounds))
            positions.extend(text.positions)
            positions.extend(text.compound_positions)
            counts.append(len(text.terms) + len(text.compounds))
            lengths.append(len(text.terms))
        for field, words in document.marks:
            for word in words:
                mark_terms.append(marks[mark_term(field, word)])
                mark_docs.append(number)
        blobs["article"].append(document.article)
        blobs["register"].append(document.register)
        for name in FINDABLE_BLOBS:
            blobs[name].append(getattr(found, name) if found else b"")
    often = np.array(counts, np.int32).reshape(-1, len(TEXT_FIELDS))
    fields = np.tile(np.arange(len(TEXT_FIELDS), dtype=np.uint32), len(often))
    places = places_of(np.repeat(fields, often.ravel()), np.array(positions, np.uint32))
    docs = np.repeat(np.arange(len(often), dtype=np.int32), often.sum(axis=1))
    text_terms, tokens = _in_order(texts, np.array(token_terms, np.int32))
    # Sorted here, since chunks are made on several cores and joined on one.
    order = np.argsort(tokens, kind="stable")
    other_terms, marked = _in_order(marks, np.array(mark_terms, np.int32))
    return Chunk(
        terms=[*map(text_term, text_terms), *other_terms],
        token_terms=tokens[order],
        token_docs=docs[order],
        token_places=places[order],
        mark_terms=marked + np.int32(len(text_terms)),
        mark_docs=np.array(mark_docs, np.int32),
        lengths=np.array(lengths, np.int32).reshape(-1, len(TEXT_FIELDS)).T,
        findable=findable,
        values=values,
        blobs=blobs,
    )


def without_unused_terms(chunk: Chunk) -> Chunk:
    """The same chunk without the terms that only deleted documents had."""
    used = np.zeros(len(chunk.terms), bool)
    used[chunk.token_terms] = used[chunk.mark_terms] = True
    if used.all():
        return chunk
    number = (np.cumsum(used) - 1).astype(np.int32)
    return Chunk(
        terms=[chunk.terms[n] for n in np.flatnonzero(used).tolist()],
        token_terms=number[chunk.token_terms],
        token_docs=chunk.token_docs,
        token_places=chunk.token_places,
        mark_terms=number[chunk.mark_terms],
        mark_docs=chunk.mark_docs,
        lengths=chunk.lengths,
        findable=chunk.findable,
        values=chunk.values,
        blobs=chunk.blobs,
    )


def _in_order(
    numbers: "_Numbers[Term]", used: NDArray[np.int32]
) -> tuple[list[Term], NDArray[np.int32]]:
    """The things in order, and the numbers that were used as their places in it."""
    ordered = sorted(numbers)
    place = np.empty(len(ordered), np.int32)
    place[[numbers[thing] for thing in ordered]] = np.arange(len(ordered), dtype=np.int32)
    return ordered, place[used]


class _Numbers(dict[Term, int]):
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, key: Term) -> int:
        number = self[key] = len(self)
        return number
