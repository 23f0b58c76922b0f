"""Chunks sorted into the arrays of one segment: what an inverted index is, in a few sorts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.codec import encode
from kb.index.segments.chunk import Chunk, Values
from kb.index.segments.container import Array
from kb.index.segments.dictionary import blob_arrays, dictionary_arrays
from kb.index.segments.layout import (
    BLOBS,
    FACETS,
    FINDABLE_BLOBS,
    Facts,
    Totals,
    fields_of,
)
from kb.index.weights import impact, occurrence_weights

Ints = NDArray[np.int64]


def assemble(chunks: Sequence[Chunk], others: Totals) -> tuple[dict[str, Array], bytes]:
    """The arrays and the header's facts of a segment with all documents of the chunks.

    ``others`` are the totals of the index's other documents: impacts depend on the average
    lengths in the whole index.
    """
    order = _order(chunks)
    findable = sum(sum(chunk.findable) for chunk in chunks)
    shown = order[:findable]
    terms, numbers = _terms(chunks)
    lengths = np.concatenate([chunk.lengths for chunk in chunks], axis=1)[:, shown]
    totals = Totals.of(lengths)
    averages = (others + totals).averages()
    values = [value for chunk in chunks for value in chunk.values]
    blobs = {
        name: [blob for chunk in chunks for blob in chunk.blobs[name]]
        for name in (*BLOBS, *FINDABLE_BLOBS)
    }
    slugs = [blobs["slug"][number] for number in shown]
    arrays = {
        **dictionary_arrays(terms),
        **_postings(
            chunks, numbers, len(terms), np.argsort(order), occurrence_weights(lengths, averages)
        ),
        "lengths": lengths,
        **_runs([values[number] for number in shown]),
        "slug_order": np.argsort(np.array(_sorted_order(slugs), np.int64)).astype(np.int32),
    }
    for name in BLOBS:
        arrays |= blob_arrays(name, [blobs[name][number] for number in order])
    for name in FINDABLE_BLOBS:
        arrays |= blob_arrays(name, [blobs[name][number] for number in shown])
    facts = Facts(
        documents=len(order),
        findable=findable,
        averages=tuple(map(float, averages)),
        totals=totals,
    )
    return arrays, encode(facts)


def _order(chunks: Sequence[Chunk]) -> Ints:
    """The documents, numbered through all chunks, in the order that they get in the segment."""
    findable = [found for chunk in chunks for found in chunk.findable]
    values = [value for chunk in chunks for value in chunk.values]
    places = {value: place for place, value in enumerate(sorted(set(values)))}
    run = np.fromiter(map(places.__getitem__, values), np.int64, len(values))
    run[~np.array(findable, bool)] = len(places)
    return np.argsort(run, kind="stable")


def _sorted_order(things: Sequence[bytes]) -> list[int]:
    return sorted(range(len(things)), key=things.__getitem__)


def _terms(chunks: Sequence[Chunk]) -> tuple[list[bytes], list[Ints]]:
    """All terms in order, and for each chunk the numbers of its terms among them."""
    terms = sorted(set().union(*(chunk.terms for chunk in chunks)))
    number = {term: place for place, term in enumerate(terms)}
    return terms, [
        np.fromiter(map(number.__getitem__, chunk.terms), np.int64, len(chunk.terms))
        for chunk in chunks
    ]


def _postings(
    chunks: Sequence[Chunk],
    numbers: Sequence[Ints],
    terms_in_all: int,
    place_of: Ints,
    weights: NDArray[np.float64],
) -> dict[str, Array]:
    """The posting lists; ``place_of`` gives each document's number in the segment."""
    bases = np.cumsum([0, *map(len, chunks)])
    documents = max(1, int(bases[-1]))

    def keys(terms: NDArray[np.int32], docs: NDArray[np.int32], chunk: int) -> Ints:
        made: Ints = numbers[chunk][terms] * documents + place_of[bases[chunk] + docs]
        return made

    tokens = np.concatenate([keys(c.token_terms, c.token_docs, n) for n, c in enumerate(chunks)])
    places = np.concatenate([chunk.token_places for chunk in chunks])
    marks = np.unique(
        np.concatenate([keys(c.mark_terms, c.mark_docs, n) for n, c in enumerate(chunks)])
    )
    # Stable: the tokens of a posting stay in the order of their places.
    order = np.argsort(tokens, kind="stable")
    tokens, places = tokens[order], places[order]
    starts = np.flatnonzero(np.diff(tokens, prepend=-1))
    postings = np.concatenate([tokens[starts], marks])
    terms, docs = np.divmod(postings, documents)
    if len(tokens):
        occurrences = weights[fields_of(places), tokens % documents]
        impacts = impact(np.add.reduceat(occurrences, starts))
    else:
        impacts = np.empty(0)
    return {
        "list_starts": np.searchsorted(terms, np.arange(terms_in_all + 1)).astype(np.uint32),
        "docs": docs.astype(np.int32),
        "impacts": impacts.astype(np.float32),
        "place_starts": np.append(starts, len(tokens)).astype(np.uint32),
        "places": places,
    }


def _runs(values: Sequence[Values]) -> dict[str, Array]:
    """The runs of documents with the same values, and those values."""
    starts = [n for n, value in enumerate(values) if n == 0 or value != values[n - 1]]
    arrays = {"run_starts": np.array([*starts, len(values)], np.int32)}
    for facet, name in enumerate(FACETS):
        of_runs = [values[start][facet] for start in starts]
        names = sorted({value for several in of_runs for value in several})
        number = {value: place for place, value in enumerate(names)}
        counts = [len(several) for several in of_runs]
        flat = [number[value] for several in of_runs for value in several]
        arrays[f"facet_{name}_starts"] = np.cumsum([0, *counts]).astype(np.int32)
        arrays[f"facet_{name}_values"] = np.array(flat, np.int32)
        arrays |= blob_arrays(f"facet_{name}_names", [value.encode() for value in names])
    return arrays
