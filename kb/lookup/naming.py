"""Statutes that a query names: by an official or usual name, an alias, or the id's letters.

A query is folded before (``kb.lookup.look_up``). Of two names that begin at the same place
the longer one counts. What only looks like a name is none: 广东省失业保险条例 is another
statute than 失业保险条例, and so are a law's implementing regulations.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.model import unique

KINDS = frozenset({"law", "code", "regulation", "provision", "measure", "rule", "interpretation"})
# Words and signs that two spellings of one name differ in.
_NOISE = frozenset(
    [
        "the",
        "of",
        "on",
        "for",
        "in",
        "a",
        "an",
        "prc",
        "people",
        "republic",
        "china",
        "chinese",
        "several",
    ]
)
_SPELLINGS = {"labor": "labour"}
_SIGNS = str.maketrans("’‘`´‐‑–—", "''''----")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LETTERS = re.compile("[a-z]+")
_LATIN = re.compile(r"[^0-9\u3400-\u9fff]+")
_HAN = re.compile("[\u3400-\u9fff]")
_SKIPPED = frozenset(" \t\n\r\f\v\xa0《》〈〉<>()\"'“”‘’")
_REVISED = re.compile(r"\([^()]{0,40}(?:\d{4}|revis|amend)[^()]{0,40}\)")
_COUNTRY = "中华人民共和国"
_OF_CHINA = re.compile(
    r"\W*(?:of )?(?:the )?(?:people's republic of china|china|p\.?r\.?c\b\.?)\)?"
)
# An id's letters, as in prc-sil-2010, stand for the statute where an article is cited.
_ID = re.compile(r"[a-z]+-([a-z]{2,5})-\d{4}")
# A part of a name's words is enough if it has the word for what sort of statute it is.
_LEAST_WORDS = 3
_LEAST_PART = 0.6
_LONGEST_PART = 8
# Words in front of a name, and behind it, that make it another statute's.
_IMPLEMENTING = frozenset(
    {"implementing", "implementation", "interpretation", "amendment", "draft"}
)
_SORTS_OF_INSURANCE = frozenset(
    [
        "medical",
        "health",
        "maternity",
        "unemployment",
        "injury",
        "pension",
        "age",
        "life",
        "property",
        "accident",
        "car",
        "vehicle",
        "deposit",
        "marine",
        "agricultural",
    ]
)
_BEFORE = {"insurance": _SORTS_OF_INSURANCE, "labour": frozenset({"child", "forced"})}
_PLACE = re.compile("[省市区州县]$")
_SORT_OF_INSURANCE = re.compile("(?:医疗|生育|失业|养老|工伤|健康|人寿|财产|意外|存款|农业|海上)$")
_AFTER = re.compile("的?(?:实施|施行|司法解释|解释|修正案|草案)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStatute:
    """What is to be known of a statute to recognise its name; a part of ``kb.statutes.Statute``."""

    id: str
    title_en: str
    title_zh: str
    aliases: tuple[str, ...] = ()
    last_article: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.title_en, self.title_zh, *self.aliases)


class Mention(NamedTuple):
    """A name in a text, from ``start`` to ``end``, and the ids of the statutes that bear it.

    ``weak`` is an id's letters, which count only where an article is cited.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    weak: bool = False


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def fold(query: str) -> str:
    """The query in one case and width, with one sort of quotes and dashes."""
    return unicodedata.normalize("NFKC", query).casefold().translate(_SIGNS)


class StatuteNames:
    """The names of a register, to be found in queries."""

    def __init__(self, statutes: Iterable[NamedStatute]) -> None:
        self.statutes = {statute.id: statute for statute in statutes}
        english: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        chinese: defaultdict[str, list[str]] = defaultdict(list)
        self._letters: defaultdict[str, list[str]] = defaultdict(list)
        for statute in self.statutes.values():
            for name in map(fold, statute.names):
                if _HAN.search(name):
                    chinese[_condensed(name)[0].removeprefix(_COUNTRY)].append(statute.id)
                else:
                    for words in _orders(_words(_REVISED.sub("", name))):
                        english[words].append(statute.id)
            if letters := _ID.fullmatch(statute.id):
                self._letters[letters[1]].append(statute.id)
        self._english = {words: unique(ids) for words, ids in english.items() if words}
        self._longest: defaultdict[str, int] = defaultdict(int)  # by its first word
        for words in self._english:
            self._longest[words[0]] = max(self._longest[words[0]], len(words))
        # A text without any of these names no statute in English: few texts have one.
        telling = {words[0] for words in self._english if KINDS.isdisjoint(words)}
        self._telling = frozenset(telling | KINDS | self._letters.keys())
        self._chinese: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for name in sorted(chinese, key=len, reverse=True):
            if len(name) > 1:
                self._chinese[name[0]].append((name, unique(chinese[name])))
        self._having: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in self._english:
            for word in words:
                self._having[word].add(words)

    def find(self, text: str) -> list[Mention]:
        """The names in a folded text, in order, none inside another."""
        found = [] if text.isascii() else [*self._in_chinese(text)]
        if any(
            word in self._telling or word[:-1] in self._telling for word in _LETTERS.findall(text)
        ):
            for stretch in _LATIN.finditer(text):
                found += self._in_english(list(_read(stretch[0], stretch.start())))
        return sorted(mention._replace(end=_with_country(text, mention.end)) for mention in found)

    def _in_chinese(self, text: str) -> Iterator[Mention]:
        plain, places = _condensed(text)
        at = 0
        while at < len(plain):
            known = self._chinese.get(plain[at], ())
            name, ids = next((k for k in known if plain.startswith(k[0], at)), ("", ()))
            after = at + len(name)
            if name and _is_whole(name, plain[:at].removesuffix(_COUNTRY), plain[after:]):
                start = at - len(_COUNTRY) if plain[:at].endswith(_COUNTRY) else at
                yield Mention(places[start], places[after - 1] + 1, ids)
            at = max(after, at + 1)

    def _in_english(self, words: Sequence[_Word]) -> Iterator[Mention]:
        telling = [word for word in words if word.text not in _NOISE]
        at = 0
        rest: list[_Word] = []
        while at < len(telling):
            longest = self._longest.get(telling[at].text, 0)
            for after in range(min(len(telling), at + longest), at, -1):
                ids = self._english.get(tuple(word.text for word in telling[at:after]))
                if ids:
                    yield from self._of_part(rest)
                    rest = []
                    if _stands_alone(telling, at, after):
                        yield Mention(telling[at].start, telling[after - 1].end, ids)
                    at = after
                    break
            else:
                if letters := self._letters.get(telling[at].text):
                    yield Mention(*telling[at][1:], tuple(letters), weak=True)
                else:
                    rest.append(telling[at])
                at += 1
        yield from self._of_part(rest)

    def _of_part(self, words: Sequence[_Word]) -> Iterator[Mention]:
        """Neighbouring words that belong to the name of one statute only."""
        if KINDS.isdisjoint(word.text for word in words):
            return
        at = 0
        while at + _LEAST_WORDS <= len(words):
            for after in range(min(len(words), at + _LONGEST_PART), at + _LEAST_WORDS - 1, -1):
                ids = self._having_all({word.text for word in words[at:after]})
                if len(ids) == 1:
                    yield Mention(words[at].start, words[after - 1].end, ids)
                    at = after
                    break
            else:
                at += 1

    def _having_all(self, words: set[str]) -> tuple[str, ...]:
        if len(words) < _LEAST_WORDS or words.isdisjoint(KINDS):
            return ()
        names = set.intersection(*(self._having.get(word, set()) for word in words))
        near = (name for name in names if len(words) >= _LEAST_PART * len(set(name)))
        return unique(sorted(found for name in near for found in self._english[name]))


def _with_country(text: str, end: int) -> int:
    """Where a name ends, with the country that may follow it."""
    country = _OF_CHINA.match(text, end)
    return country.end() if country else end


def _is_whole(name: str, before: str, after: str) -> bool:
    """Whether the Chinese name is not part of another statute's."""
    narrowed = name.startswith("保险") and _SORT_OF_INSURANCE.search(before)
    return not (narrowed or _PLACE.search(before) or _AFTER.match(after))


def _stands_alone(words: Sequence[_Word], at: int, after: int) -> bool:
    """The same for an English name, the words from ``at`` up to ``after``."""
    before = {word.text for word in words[max(0, at - 2) : at]}
    behind = words[after].text if after < len(words) else ""
    last = words[at - 1].text if at else ""
    narrowed = last in _BEFORE.get(words[at].text, ())
    return not (narrowed or before & _IMPLEMENTING or behind in _IMPLEMENTING)


def _condensed(text: str) -> tuple[str, list[int]]:
    """The text without spaces, brackets and quotes, and where each character stood."""
    places = [place for place, char in enumerate(text) if char not in _SKIPPED]
    return "".join(text[place] for place in places), places


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in _read(name, 0) if word.text not in _NOISE)


def _read(text: str, offset: int) -> Iterator[_Word]:
    """The words of a text without their plural."""
    for found in _WORD.finditer(text):
        word = found[0].partition("'")[0]
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        yield _Word(_SPELLINGS.get(word, word), offset + found.start(), offset + found.end())


def _orders(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """ "Regulations on Unemployment Insurance" are "Unemployment Insurance Regulations"."""
    yield words
    if len(words) > 1 and words[0] in KINDS:
        yield (*words[1:], words[0])
    if len(words) > 1 and words[-1] in KINDS:
        yield (words[-1], *words[:-1])
