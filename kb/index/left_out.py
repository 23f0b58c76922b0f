"""Which words of a query no hit has, so that the page can say so."""

from collections.abc import Iterator, Sequence

import numpy as np

from kb.index.analysis import Sort, has_chinese, tokens
from kb.index.asked import Asked
from kb.index.fillers import ENGLISH, without_chinese_fillers
from kb.index.question import Concept
from kb.index.scoring import Ints, impacts
from kb.index.snapshot import Snapshot

MOST = 5  # words that are worth reading
_SILENT = (Sort.EXACT, Sort.JOINED, Sort.LAST)  # another token says the same


def left_out(query: str, asked: Asked, snapshot: Snapshot, docs: Ints) -> tuple[str, ...]:
    """The words of the query, as typed, that none of the documents has; fillers are no loss.

    The documents are in order; without any: that no article has. A word is not left out
    where another word for it, of the glossary, is there. Of Chinese the characters that
    stand in no pair that is there, run together; one character alone says too little to be
    told.
    """
    missing = {
        concept.term
        for concept in asked.question.concepts
        if not concept.prefix and not _is_there(concept, snapshot, docs)
    }
    for expansion in asked.expansions:
        if not len(docs) or np.any(expansion.among(docs)):
            missing.difference_update(expansion.typed)
    if not missing:
        return ()
    return tuple(dict.fromkeys(_words(query, missing)))[:MOST]


def _is_there(concept: Concept, snapshot: Snapshot, docs: Ints) -> bool:
    if not len(docs):
        return snapshot.term(concept.term).rarity > 0
    return bool(np.any(impacts(concept, snapshot, docs)))


def _words(query: str, missing: set[str]) -> Iterator[str]:
    """What tokens that are missing span and none that is there."""
    plain = without_chinese_fillers(query)
    lost = np.zeros(len(plain), bool)
    kept = np.zeros(len(plain), bool)
    for token in tokens(plain):
        if token.sort in _SILENT or plain[token.start : token.end].casefold() in ENGLISH:
            continue
        (lost if token.text in missing else kept)[token.start : token.end] = True
    for start, end in _runs(lost & ~kept):
        word = query[start:end]
        if len(word) > 1 or not has_chinese(word):
            yield word


def _runs(marked: Sequence[bool] | np.ndarray) -> Iterator[tuple[int, int]]:
    """Where marked places begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
