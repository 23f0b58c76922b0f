"""Words and sounds that others have collected, read where they are first needed.

Only the data of two packages is read, not their code: that would take a third of a second and
seventy megabytes.
"""

import gzip
import unicodedata
from collections import defaultdict
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.codec import decode

_FIRST, _LAST = 0x4E00, 0x9FA5  # the characters that Unicode had first: all usual ones
_GB_BYTES = 2
_ENGLISH = "spellchecker", "resources/en.json.gz"
_LONGEST = 24  # bytes of an English word
_NO_SOUNDS: frozenset[str] = frozenset()


def is_english(word: str) -> bool:
    """Whether a folded word is in pyspellchecker's list of English words and names."""
    words, key = _english(), word.encode()
    place = int(np.searchsorted(words, np.bytes_(key)))
    return place < len(words) and words[place] == key


@lru_cache(maxsize=1)
def _english() -> NDArray[np.bytes_]:
    """160,000 words in order: as an array they take a fifth of the memory of a set."""
    packed = _data_of(*_ENGLISH)
    words = (word.encode() for word in decode(gzip.decompress(packed), dict[str, int]))
    return np.array(sorted(word for word in words if len(word) <= _LONGEST), np.bytes_)


@lru_cache(maxsize=1)
def usual_english(most: int) -> tuple[str, ...]:
    """The most frequent English words of that list, in order."""
    counts = decode(gzip.decompress(_data_of(*_ENGLISH)), dict[str, int])
    usual = sorted(counts, key=lambda word: (-counts[word], word))[:most]
    return tuple(sorted(usual))


@lru_cache(maxsize=8_000)
def sounds(character: str) -> frozenset[str]:
    """How a Chinese character can be read, in pinyin without tones; none for other ones."""
    read = _readings().get(str(ord(character)), "")
    return frozenset(map(_without_tone, read.split(","))) if read else _NO_SOUNDS


def sounding_like(character: str) -> tuple[str, ...]:
    """The other usual characters that can be read like it, whatever the tone."""
    found = dict.fromkeys(other for s in sorted(sounds(character)) for other in _by_sound()[s])
    return tuple(other for other in found if other != character)


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    """The characters of GB 2312, the standard's usual ones, by their sounds."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in range(_FIRST, _LAST + 1):
        if len(chr(code).encode("gb2312", "ignore")) == _GB_BYTES:
            for sound in sounds(chr(code)):
                found[sound].append(chr(code))
    return found


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every pinyin syllable, without tones."""
    usual = {read for code, read in _readings().items() if _FIRST <= int(code) <= _LAST}
    found = {_without_tone(sound) for read in usual for sound in read.split(",")}
    return frozenset(s for s in found if len(s) > 1 or s in "aeo")


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """pypinyin's readings with tones, by the character's number in Unicode."""
    data = _data_of("pypinyin", "pinyin_dict.json")
    return decode(data, dict[str, str])


def _without_tone(sound: str) -> str:
    """The letters alone; ü is v, as it is typed."""
    parted = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(char for char in parted if char.isascii() and char.isalpha())


@lru_cache(maxsize=1_000)
def is_pinyin(word: str) -> bool:
    """Whether a word is written in pinyin: two syllables or more and nothing else."""
    known = syllables()
    reachable = {0: 0}  # place -> the least number of syllables before it
    for end in range(1, len(word) + 1):
        before = (
            reachable[s]
            for s in range(max(0, end - 6), end)
            if s in reachable and word[s:end] in known
        )
        least = min(before, default=None)
        if least is not None:
            reachable[end] = least + 1
    return reachable.get(len(word), 0) >= 2


def _data_of(package: str, name: str) -> bytes:
    """A file that a package installs; the package itself is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    return (Path(spec.origin).parent / name).read_bytes()
