"""How a text reads, in figures that are published, beside those of our own articles.

English: *reading ease* is 206.835 - 1.015 words per sentence - 84.6 syllables per word (Flesch, A
new readability yardstick, Journal of Applied Psychology 32, 1948), *grade* is 0.39 words per
sentence + 11.8 syllables per word - 15.59 (Kincaid and others, Derivation of new readability
formulas for Navy enlisted personnel, 1975). A sentence is long from 26 words on, as GOV.UK has it
("Check sentences with more than 25 words", Content design: planning, writing and managing content).
Syllables are counted by a rule: groups of vowels, of which a silent e and y before a vowel are
none; at least one a word.

Chinese: characters per sentence, and the part of them that is not among the 3,755 usual ones, level
1 of GB/T 2312-1980. A sentence is long from 46 characters on: about as many as 26 English words
become in our translations.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median, quantiles

from ingest.script import HAN_OR_WORD, HAN_SIGN
from ingest.source_lines import body_start, place
from kb.advice import Figure, LongSentence, Measure, Readability
from kb.editorial.own_words import own_paragraphs
from kb.model import Article, Status

LONG, LONG_ZH = 25, 45  # words, characters: what is longer is long
MOST_LONGEST = 5
MOST_COMPARED = 300  # articles that the yardstick is made of
_ENOUGH = 5  # articles without which there is no yardstick

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\d[\d.,/%-]*")
_END = re.compile(r"(?<=[。！？；])|(?<=[.!?])(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!art\.)(?=\s)")
_VOWELS = re.compile(r"(?:[aeiou]|y(?![aeiou]))+")
_SILENT = re.compile(r"(?:[^laeiouy]es?|[^aeiouytd]ed)\Z")  # care, cares, cared, but not table
_BEGINNING = 12  # words by which a sentence is found in the manuscript


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The figures of published articles by language."""

    values: dict[tuple[str, Measure], tuple[float, ...]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> "Yardstick":
        """Of at most ``MOST_COMPARED`` in each language, spread evenly over their addresses."""
        published = sorted(
            (a for a in articles if a.status is Status.PUBLISHED), key=lambda a: a.slug
        )
        values: dict[tuple[str, Measure], list[float]] = {}
        for lang in ("en", "zh"):
            own = [article for article in published if article.lang == lang]
            for article in own[:: -(-len(own) // MOST_COMPARED) or 1]:
                for measure, value in _values(_sentences(article), lang).items():
                    values.setdefault((lang, measure), []).append(value)
        return cls({key: tuple(found) for key, found in values.items()})

    def figure(self, measure: Measure, value: float, lang: str) -> Figure:
        """The value beside those of the articles."""
        theirs = self.values.get((lang, measure), ())
        if len(theirs) < _ENOUGH:
            return Figure(of=measure, value=value, median=None, extreme=None, unusual=False)
        tenths = quantiles(theirs, n=10, method="inclusive")
        low = measure is Measure.READING_EASE
        extreme = tenths[0] if low else tenths[-1]
        unusual = value < extreme if low else value > extreme
        return Figure(
            of=measure, value=value, median=median(theirs), extreme=extreme, unusual=unusual
        )


def readability(article: Article, text: str, yardstick: Yardstick) -> Readability:
    """The figures of one article; ``text`` is its manuscript, to name lines."""
    sentences = _sentences(article)
    lang = article.lang
    words = 0 if lang == "zh" else sum(_length(sentence, lang) for sentence in sentences)
    return Readability(
        lang=lang,
        words=words,
        characters=sum(len("".join(sentence.split())) for sentence in sentences),
        sentences=len(sentences),
        figures=tuple(
            yardstick.figure(measure, value, lang)
            for measure, value in _values(sentences, lang).items()
        ),
        longest=tuple(_longest(sentences, lang, text)),
    )


def _sentences(article: Article) -> list[str]:
    pieces = (piece.strip() for text in own_paragraphs(article) for piece in _END.split(text))
    return [piece for piece in pieces if _length(piece, article.lang)]


def _length(sentence: str, lang: str) -> int:
    """Words; in Chinese characters, a word in letters or a number counting as one."""
    words = len(_WORD.findall(sentence))
    return words + len(HAN_SIGN.findall(sentence)) if lang == "zh" else words


def _values(sentences: Sequence[str], lang: str) -> dict[Measure, float]:
    """Each measure; none of a text that has no sentence."""
    lengths = [_length(sentence, lang) for sentence in sentences]
    if not lengths:
        return {}
    average = sum(lengths) / len(lengths)
    limit = LONG_ZH if lang == "zh" else LONG
    found = {
        Measure.SENTENCE_LENGTH: average,
        Measure.LONG_SENTENCES: sum(n > limit for n in lengths) / len(lengths),
    }
    if lang == "zh":
        han = HAN_SIGN.findall("".join(sentences))
        found[Measure.RARE_CHARACTERS] = sum(not _usual(sign) for sign in han) / (len(han) or 1)
        return found
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    per_word = sum(map(syllables, words)) / len(words)
    found[Measure.READING_EASE] = 206.835 - 1.015 * average - 84.6 * per_word
    found[Measure.GRADE] = 0.39 * average + 11.8 * per_word - 15.59
    return found


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables an English word has, by rule; a number counts as one."""
    bare = word.casefold()
    groups = len(_VOWELS.findall(bare))
    return max(1, groups - bool(_SILENT.search(bare)))


@lru_cache(maxsize=10_000)
def _usual(sign: str) -> bool:
    """Whether a character is in level 1 of GB/T 2312, whose rows are 16 to 55."""
    try:
        return 0xB0 <= sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _longest(sentences: Sequence[str], lang: str, text: str) -> Iterator[LongSentence]:
    limit = LONG_ZH if lang == "zh" else LONG
    told = [(n, s) for s in sentences if (n := _length(s, lang)) > limit]
    for length, sentence in sorted(told, key=lambda one: -one[0])[:MOST_LONGEST]:
        words = list(HAN_OR_WORD.finditer(sentence))[:_BEGINNING]
        found = place(sentence[: words[-1].end()], text, body_start(text))
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        yield LongSentence(text=sentence, length=length, line=line)
