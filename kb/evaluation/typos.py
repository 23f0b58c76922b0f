"""Judged queries with one typing error each, always the same ones.

What goes wrong where is told by the query's SHA-256, read as a number. In a query without
Chinese it is one word of four letters or more: a letter too many, one missing, one hit beside
the right key, or two the wrong way round; the kinds of Damerau (A Technique for Computer
Detection and Correction of Spelling Errors, 1964), each as often as the others. In a Chinese
query it is one character, and another in its place that sounds like it, from those that the
queries of the set have.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kb.evaluation.judged import JudgedSet

Sounds = Callable[[str], frozenset[str]]  # a Chinese character -> how it can be read

SPLIT = "{} with typos"  # what the split is called then
_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{4,}(?![^\W_])")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def with_typos(judged: JudgedSet, sounds: Sounds) -> JudgedSet:
    """The set with an error in each query; queries that offer no place for one are left out."""
    alike = _alike(judged.queries.values(), sounds)
    typed = {query: mistyped(text, alike) for query, text in judged.queries.items()}
    queries = {query: text for query, text in typed.items() if text != judged.queries[query]}
    return replace(
        judged,
        split=SPLIT.format(judged.split),
        queries=queries,
        grades={query: judged.grades[query] for query in queries},
    )


def mistyped(text: str, alike: Mapping[str, Sequence[str]]) -> str:
    """The text with one error, or as it is where there is no place for one.

    ``alike`` are other characters for Chinese ones.
    """
    chance = _Chance(text)
    if places := [place for place, char in enumerate(text) if char in alike]:
        place = places[chance.below(len(places))]
        others = alike[text[place]]
        return text[:place] + others[chance.below(len(others))] + text[place + 1 :]
    if any(map(_is_chinese, text)):
        return text
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = words[chance.below(len(words))]
    return text[: word.start()] + _misspelt(word[0], chance) + text[word.end() :]


class _Chance:
    """Numbers that a text decides."""

    def __init__(self, text: str) -> None:
        self._left = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())

    def below(self, most: int) -> int:
        """The next number from 0, less than ``most``."""
        self._left, number = divmod(self._left, most)
        return number


def _misspelt(word: str, chance: _Chance) -> str:
    """The word with one error; never the word itself."""
    kind = chance.below(4)
    place = chance.below(len(word))
    if kind == 0:
        return word[:place] + _beside(word[place], chance) + word[place:]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    if kind == 2:
        return word[:place] + _beside(word[place], chance) + word[place + 1 :]
    swaps = [n for n in range(len(word) - 1) if word[n] != word[n + 1]]
    if not swaps:
        return word[:-1]
    swap = swaps[chance.below(len(swaps))]
    return word[:swap] + word[swap + 1] + word[swap] + word[swap + 2 :]


def _beside(letter: str, chance: _Chance) -> str:
    """A letter whose key is to the left or the right."""
    row = next(row for row in _ROWS if letter.lower() in row)
    place = row.index(letter.lower())
    near = [row[n] for n in (place - 1, place + 1) if 0 <= n < len(row)]
    return near[chance.below(len(near))]


def _alike(texts: Iterable[str], sounds: Sounds) -> dict[str, list[str]]:
    """For each Chinese character of the texts the others among them that sound like it."""
    characters = sorted({char for text in texts for char in text if _is_chinese(char)})
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters:
        for sound in sounds(character):
            by_sound[sound].append(character)
    found = {
        character: sorted({other for s in sounds(character) for other in by_sound[s]} - {character})
        for character in characters
    }
    return {character: others for character, others in found.items() if others}


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
