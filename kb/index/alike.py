"""Which of many questions ask for the same: by their gist, but for a typo, or by their sound."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from kb.demand import wording_of
from kb.index.fillers import ENGLISH, without_chinese_fillers
from kb.index.question import gist
from kb.index.wordlists import is_english, sounds

SHORTEST_WORD = 5  # letters; among shorter ones a typo makes another word
FEWEST_SOUNDS = 5  # Chinese characters; fewer are read alike by chance
_MOST_WORDS = 12  # of a question that is looked at for typos
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of its group; those of one number ask for the same.

    The same letters, or the same gist (the terms without fillers, in any order and form); or the
    same words but for one with a typo, which no dictionary has; or Chinese that sounds the same,
    as what was typed by its sound does. Takes time in proportion to the texts.
    """
    leaders = list(range(len(texts)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for one, other in _pairs(texts):
        first, second = sorted((leader(one), leader(other)))
        leaders[second] = first
    return [leader(number) for number in range(len(texts))]


def _pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs that ask for the same, enough of them to reach all from one another."""
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        for sign in _signs(text):
            yield first.setdefault(sign, number), number
    yield from _typos(texts)


@lru_cache(maxsize=50_000)
def _signs(text: str) -> tuple[str, ...]:
    """What is the same for texts that ask for the same; titles are asked about over and over."""
    told, heard = gist(text), _heard(text)
    signs = (f"letters {wording_of(text)}", told and f"gist {told}", heard and f"sound {heard}")
    return tuple(filter(None, signs))


def _heard(text: str) -> str:
    """The pinyin of Chinese without fillers; what else there is stays as it is."""
    plain = without_chinese_fillers(text)
    if len(_CHINESE.findall(plain)) < FEWEST_SOUNDS:
        return ""
    return " ".join(min(sounds(char), default=char) for char in plain.casefold() if char.isalnum())


def _typos(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts with the same words but one, where that is one of the two mistyped."""
    alike: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for number, text in enumerate(texts):
        words = _words(text)
        if not 2 <= len(words) <= _MOST_WORDS or _CHINESE.search(text):
            continue
        for place, word in enumerate(words):
            if len(word) >= SHORTEST_WORD and word.isalpha():
                alike[(*words[:place], *words[place + 1 :])].setdefault(word, number)
    for beside in alike.values():
        yield from _mistyped(beside)


def _mistyped(words: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Words that stand beside the same others, each with a text: those one slip apart."""
    wrong = [word for word in words if not is_english(word)]
    for one in wrong[:50]:  # a question with so many misspellings is nobody's
        for other, number in words.items():
            if one != other and OSA.distance(one, other, score_cutoff=1) <= 1:
                yield words[one], number


def _words(text: str) -> tuple[str, ...]:
    """The words without fillers, in alphabetical order; numbers too."""
    found: Iterable[str] = re.findall(r"[a-z]+|\d+", text.casefold().replace("'", ""))
    return tuple(sorted({word for word in found if word not in ENGLISH}))
