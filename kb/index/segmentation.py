"""The words that a run of Chinese consists of, which nothing stands between.

Articles are cut by jieba, with its dictionary and its model for words that are not in it.
A question is cut with the words that are in the index: nothing need be loaded for it, and
a word that no article has could find nothing. Both take the most probable cut.
"""

from collections.abc import Callable, Iterator
from functools import cache
from math import log
from typing import Any

LONGEST_WORD = 6  # characters; few words of the dictionary are longer
_UNKNOWN = -12.0  # the logarithm of the probability of a character that is in no word


def chinese_words(run: str) -> Iterator[tuple[str, int]]:
    """Words of two characters or more, each with where it begins; for articles."""
    if len(run) < 2:
        return
    start = 0
    for word in _jieba().cut(run):
        if 2 <= len(word) <= LONGEST_WORD:
            yield word, start
        start += len(word)


def words_known(run: str, frequency: Callable[[str], float]) -> Iterator[tuple[str, int]]:
    """The same for a question: those of the most probable cut into words of the index.

    ``frequency`` is the part of all documents that has a word, 0 for what is none. The
    probability of a cut is the product of its words' (Viterbi), as if they came independently.
    """
    best = [(0.0, 0)]  # for each end the most probable cut's logarithm, and where its last begins
    for end in range(1, len(run) + 1):
        alone = (best[end - 1][0] + _UNKNOWN, end - 1)
        known = (
            (best[begin][0] + log(often), begin)
            for begin in range(max(0, end - LONGEST_WORD), end - 1)
            if (often := frequency(run[begin:end]))
        )
        best.append(max(known, default=alone, key=lambda cut: cut[0]))
        if alone[0] > best[end][0]:
            best[end] = alone
    end = len(run)
    found: list[tuple[str, int]] = []
    while end:
        begin = best[end][1]
        if end - begin > 1:
            found.append((run[begin:end], begin))
        end = begin
    return reversed(found)


@cache
def _jieba() -> Any:
    import rjieba  # loads its dictionary: half a second and 60 MB

    return rjieba
