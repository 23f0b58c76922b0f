"""A quotation beside a provision that is held in the other language only.

Compared are the glossary's concepts and the figures; that is enough to say that it does not
hold, seldom that it does.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from ingest.quote_check.chinese_words import Terms
from ingest.quote_check.plain_chinese import plain
from ingest.quote_check.shelf import Reading
from ingest.quote_check.words import Lexicon
from kb.glossary import Glossary
from kb.verdict import Change, Difference, VerdictKind, Why

LEAST = 3  # concepts that say what it is about
SHORTEST = {"zh": 50, "en": 150}  # characters: fewer may tell of the provision, not quote it
_STRANGE = 0.5  # the share of concepts that the provision does not have
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(%|个月|年|月|日|天|倍|元|小时|周岁|岁)")
_MEASURES = {
    **dict.fromkeys(("日", "天"), "day"),
    **dict.fromkeys(("月", "个月"), "month"),
    **dict.fromkeys(("年", "周岁", "岁"), "year"),
    **{"%": "percent", "倍": "times", "元": "yuan", "小时": "hour"},
}
Figure = tuple[Fraction, str]


def across(
    quotation: str, held: str, lang: str, words: Lexicon, terms: Terms, glossary: Glossary
) -> tuple[VerdictKind, tuple[Why, ...], tuple[Difference, ...]]:
    """The verdict on a quotation in ``lang`` against words in the other language."""
    if lang == "zh":
        ours, our_figures = _of_chinese(quotation, terms)
        theirs, their_figures = _of_english(held, words, glossary)
    else:
        ours, our_figures = _of_english(quotation, words, glossary)
        theirs, their_figures = _of_chinese(held, terms)
    implied = words.implied
    meant = theirs.union(*(implied.get(name, ()) for name in theirs))
    strange = sorted(ours - meant)
    alien = sorted(our_figures - their_figures)
    if len(ours) < LEAST:
        return VerdictKind.UNCHECKED, (Why.OTHER_LANGUAGE,), ()
    why = []
    if len(strange) > _STRANGE * len(ours):
        why.append(Why.CONCEPTS)
    if alien:
        why.append(Why.NUMBERS)
    if why:
        return VerdictKind.MISMATCH, tuple(why), tuple(_told(strange, alien, glossary, lang))
    if strange:
        return VerdictKind.UNCHECKED, (Why.OTHER_LANGUAGE,), ()
    return VerdictKind.PARAPHRASE, (), ()


def _of_chinese(text: str, terms: Terms) -> tuple[set[str], set[Figure]]:
    letters = plain(text).text
    concepts = {terms.concepts[found[0]] for found in terms.pattern.finditer(letters)}
    figures = {(Fraction(f[1]), _MEASURES[f[2]]) for f in _FIGURE.finditer(letters)}
    return concepts, figures


def _of_english(text: str, words: Lexicon, glossary: Glossary) -> tuple[set[str], set[Figure]]:
    reading = Reading.of(text, words)
    known = {concept.id for concept in glossary.concepts}
    figures = {
        (token.quantity.value, token.quantity.measure.removeprefix("working "))
        for token in reading.tokens
        if token.quantity and token.quantity.measure.removeprefix("working ") in _MEASURES.values()
    }
    return {name for name in reading.classes if name in known}, figures


def _told(
    strange: list[str], alien: list[Figure], glossary: Glossary, lang: str
) -> Iterator[Difference]:
    names = {c.id: c.zh if lang == "zh" else c.en for c in glossary.concepts}
    for name in strange:
        yield Difference(change=Change.ADDED, quoted=names[name])
    for value, measure in alien:
        yield Difference(change=Change.ADDED, quoted=f"{float(value):g} {measure}")
