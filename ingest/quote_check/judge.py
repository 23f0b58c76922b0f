"""The verdict on the words that a citation gives as a provision's."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from ingest.quote_check import chinese, english
from ingest.quote_check.across import SHORTEST, across
from ingest.quote_check.chinese_words import terms
from ingest.quote_check.plain_chinese import plain, without_label
from ingest.quote_check.shelf import Reading, Shelf, joined
from ingest.quote_check.versions import OfficialWords
from ingest.quote_check.words import lexicon
from ingest.script import HAN_SIGN
from kb.glossary import Glossary
from kb.model import Article, Citation
from kb.official import OfficialTexts
from kb.provision import Provision
from kb.quoted import known_until
from kb.statutes import ProvisionText, Register
from kb.verdict import Verdict, VerdictKind, Why

MOST_REMEMBERED = 20_000  # verdicts

_Key = tuple[tuple[str, ...], tuple[Provision, ...], date]


class Judge:
    """Judges quotations against the statutes of a register and the official texts.

    Equal quotations of equal provisions are judged once. Safe to share between threads; made
    anew when the register, the texts or the glossary change.
    """

    def __init__(self, register: Register, texts: OfficialTexts, glossary: Glossary) -> None:
        self._register = register
        self._glossary = glossary
        self._terms = terms(glossary)
        self._official = OfficialWords(texts, self._terms)
        self._verdicts: dict[_Key, Verdict] = {}
        self._lock = threading.Lock()

    @cached_property
    def _shelf(self) -> Shelf:
        """Our translations as they are compared: made when the first is needed."""
        return Shelf(self._register, self._glossary)

    def judge_article(self, article: Article) -> Article:
        """The article with verdicts, by the law of the day it was reviewed, else of today."""
        day = article.reviewed or date.today()
        citations = self.with_verdicts(article.citations, day)
        same = citations == article.citations
        return article if same else replace(article, citations=citations)

    def with_verdicts(self, citations: Sequence[Citation], on: date) -> tuple[Citation, ...]:
        """The citations of one text, each with the verdict on its quotation."""
        verdicts = [self.verdict(citation, on) for citation in citations]
        return tuple(
            citation if verdict == citation.verdict else replace(citation, verdict=verdict)
            for citation, verdict in zip(citations, verdicts, strict=True)
        )

    def verdict(self, citation: Citation, on: date) -> Verdict | None:
        """The verdict by the law of the day; None where the citation quotes nothing."""
        if not any(words.strip() for words in citation.quote):
            return None
        if not citation.targets:
            return _unchecked(Why.UNRESOLVED)
        key = (citation.quote, citation.targets, on)
        with self._lock:
            known = self._verdicts.get(key)
        if known is None:
            known = self._judged("\n".join(citation.quote), citation.targets, on)
            with self._lock:
                if len(self._verdicts) >= MOST_REMEMBERED:
                    self._verdicts.clear()
                self._verdicts[key] = known
        return known

    def _judged(self, quotation: str, targets: tuple[Provision, ...], on: date) -> Verdict:
        translated = self._translated(targets)
        versions = self._official.versions(targets, on)
        if _is_chinese(quotation):
            found = self._official.verdict(quotation, targets, versions)
            if found is not None:
                return found
            if translated:
                return self._across(quotation, translated, "zh")
            return self._without_text(quotation)
        if translated:
            verdict = self._in_english(quotation, targets)
            behind = verdict.holds and self._translation_outdated(targets, on)
            return replace(verdict, superseded=behind)
        for held in versions:
            words = self._official.official(targets, held.version)
            if words is not None:
                return self._across(quotation, words.text, "en")
        return self._without_text(quotation)

    def _without_text(self, quotation: str) -> Verdict:
        """With so few words it would tell nothing if their provision were held."""
        return _unchecked(Why.TOO_SHORT if self._too_short(quotation) else Why.NO_TEXT)

    def _too_short(self, quotation: str) -> bool:
        if _is_chinese(quotation):
            return len(plain(without_label(quotation)).text) < chinese.SHORTEST
        words = Reading.of(quotation, lexicon(self._glossary))
        return sum(words.classes.values()) < english.SHORTEST

    def _translated(self, targets: Sequence[Provision]) -> str:
        """Our translation's words; "" where not all of them are held."""
        lines = []
        for target in targets:
            text = self._translation(target)
            if text is None:
                return ""
            lines.append(joined(text, target.paragraph, target.item))
        return "\n".join(dict.fromkeys(lines))

    def _translation(self, target: Provision) -> ProvisionText | None:
        statute = self._register.get(target.statute)
        if statute is None or statute.lang != "en":
            return None
        return statute.provision(target)

    def _in_english(self, quotation: str, targets: tuple[Provision, ...]) -> Verdict:
        words = self._translated(targets)
        if english.contained(quotation, words):  # before the shelf is made, which takes a second
            found = english.Found(VerdictKind.VERBATIM, 1.0)
        else:
            found = english.judge(quotation, words, self._shelf, targets)
        verdict = self._of_translation(found, targets)
        if found.kind is VerdictKind.MISMATCH and any(t.paragraph or t.item for t in targets):
            whole = tuple(dict.fromkeys(target.whole for target in targets))
            if english.contained(quotation, self._translated(whole)):
                right = tuple(self._english_paragraphs(quotation, whole))
                kind = VerdictKind.MINOR if right else VerdictKind.VERBATIM
                return replace(
                    verdict,
                    kind=kind,
                    why=(Why.OTHER_PROVISION,) if right else (),
                    found_in=right,
                    differences=(),
                    likeness=100,
                )
        return verdict

    def _english_paragraphs(
        self, quotation: str, whole: Sequence[Provision]
    ) -> Iterator[Provision]:
        for provision in whole:
            text = self._translation(provision)
            for number in range(1, len(text.paragraphs) + 1 if text else 1):
                one = replace(provision, paragraph=number)
                if english.contained(quotation, self._translated((one,))):
                    yield one

    def _translation_outdated(self, targets: Sequence[Provision], on: date) -> bool:
        """Whether a version that our translation does not know changed one of the provisions."""
        statute = self._register.get(targets[0].statute)
        return statute is not None and self._official.changed_since(
            targets, known_until(statute), on
        )

    def _of_translation(self, found: english.Found, targets: Sequence[Provision]) -> Verdict:
        statute = self._register.get(targets[0].statute)
        return Verdict(
            kind=found.kind,
            why=found.why,
            differences=found.differences,
            found_in=found.found_in,
            version=known_until(statute) if statute else None,
            lang="en",
            likeness=round(100 * found.likeness),
        )

    def _across(self, quotation: str, held: str, lang: str) -> Verdict:
        if self._too_short(quotation):
            return _unchecked(Why.TOO_SHORT)
        if len(quotation) < SHORTEST[lang]:  # a telling in short
            return _unchecked(Why.OTHER_LANGUAGE)
        kind, why, differences = across(
            quotation, held, lang, lexicon(self._glossary), self._terms, self._glossary
        )
        return Verdict(
            kind=kind, why=why, differences=differences, lang="en" if lang == "zh" else "zh"
        )


def _unchecked(why: Why) -> Verdict:
    return Verdict(kind=VerdictKind.UNCHECKED, why=(why,))


def _is_chinese(text: str) -> bool:
    return 3 * len(HAN_SIGN.findall(text)) > len(text.replace(" ", ""))
