"""The verdict on the words that a citation gives as a provision's."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ingest.quote_check import chinese, english
from ingest.quote_check.across import across
from ingest.quote_check.chinese import Official
from ingest.quote_check.chinese_words import Terms, terms
from ingest.quote_check.plain_chinese import without_label
from ingest.quote_check.shelf import Shelf, joined
from ingest.script import HAN_SIGN
from kb.glossary import Glossary
from kb.model import Article, Citation
from kb.official import OfficialTexts, Version, in_force
from kb.provision import Provision
from kb.statutes import ProvisionText, Register, Statute
from kb.verdict import Verdict, VerdictKind, Why

MOST_REMEMBERED = 20_000  # verdicts, and provisions ready for comparison
MOST_VERSIONS = 12  # versions of a statute that a quotation is held against
MOST_FOUND = 5
_SOUGHT = 400  # characters by which other provisions are sought
_HELD = 0.9  # so alike, another provision is the one that is quoted
_HOLDS = (VerdictKind.VERBATIM, VerdictKind.MINOR, VerdictKind.PARAPHRASE)

_Key = tuple[tuple[str, ...], tuple[Provision, ...], date]
_Outcome = chinese.Found


@dataclass(frozen=True, slots=True)
class _Held:
    """A version of a statute: None where our translation is all that is held."""

    version: Version | None
    superseded: bool


class Judge:
    """Judges quotations against the statutes of a register and the official texts.

    Equal quotations of equal provisions are judged once. Safe to share between threads; made
    anew when the register, the texts or the glossary change.
    """

    def __init__(self, register: Register, texts: OfficialTexts, glossary: Glossary) -> None:
        self._register = register
        self._texts = texts
        self._glossary = glossary
        self._verdicts: dict[_Key, Verdict] = {}
        self._ready: dict[tuple[tuple[Provision, ...], date | None], Official | None] = {}
        self._lock = threading.Lock()

    @cached_property
    def _shelf(self) -> Shelf:
        """Our translations as they are compared: made when the first is needed."""
        return Shelf(self._register, self._glossary)

    @cached_property
    def _terms(self) -> Terms:
        return terms(self._glossary)

    def judge_article(self, article: Article) -> Article:
        """The article with verdicts, by the law of the day it was reviewed, else of today."""
        day = article.reviewed or date.today()
        return replace(article, citations=self.with_verdicts(article.citations, day))

    def with_verdicts(self, citations: Sequence[Citation], on: date) -> tuple[Citation, ...]:
        """The citations of one text, each with the verdict on its quotation."""
        return tuple(replace(c, verdict=self.verdict(c, on)) for c in citations)

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
        versions = self._versions(targets, on)
        if _is_chinese(quotation):
            found = self._by_versions(quotation, targets, versions)
            if found is not None:
                return found
            if translated:
                return self._across(quotation, translated, "zh", targets)
            return _unchecked(Why.NO_TEXT)
        if translated:
            return self._in_english(quotation, targets)
        held = next((h for v in versions if (h := self._official(targets, v.version))), None)
        if held is not None:
            return self._across(quotation, held.text, "en", targets)
        return _unchecked(Why.NO_TEXT)

    # Chinese

    def _versions(self, targets: Sequence[Provision], on: date) -> list[_Held]:
        """The version of the day first, then the others, the newest first."""
        held = self._texts.versions(targets[0].statute)
        current = in_force(held, on) or (held[-1] if held else None)
        others = [version for version in reversed(held) if version is not current]
        newest = [current] if current else []
        return [
            _Held(version, current is not None and version.adopted < current.adopted)
            for version in (*newest, *others[:MOST_VERSIONS])
        ]

    def _official(self, targets: tuple[Provision, ...], version: Version | None) -> Official | None:
        """The provisions' words in the version, ready for comparison; None where not held."""
        day = version.adopted if version else None
        key = (targets, day)
        with self._lock:
            if key in self._ready:
                return self._ready[key]
        held = [self._texts.text(target, day) for target in targets]
        whole = [text for text in held if text is not None]
        ready = None
        if whole and len(whole) == len(held):
            one = targets[0] if len(targets) == 1 else targets[0].whole
            ready = chinese.official(list(dict.fromkeys(whole)), one.paragraph, one.item)
            ready = ready if ready.text.strip() else None
        with self._lock:
            if len(self._ready) >= MOST_REMEMBERED:
                self._ready.clear()
            self._ready[key] = ready
        return ready

    def _by_versions(
        self, quotation: str, targets: tuple[Provision, ...], versions: Sequence[_Held]
    ) -> Verdict | None:
        """Held against each version until one agrees word for word; None where none is held."""
        best: tuple[_Held, Verdict] | None = None
        for held in versions:
            verdict = self._in_version(quotation, targets, held)
            if verdict is None:
                continue
            if best is None or _rank(verdict) > _rank(best[1]):
                best = held, verdict
            if verdict.kind is VerdictKind.VERBATIM:
                break
        if best is None:
            return None
        verdict = best[1]
        if verdict.kind is VerdictKind.MISMATCH or Why.TOO_SHORT in verdict.why:
            return self._elsewhere(quotation, targets, verdict)
        return verdict

    def _in_version(
        self, quotation: str, targets: tuple[Provision, ...], held: _Held
    ) -> Verdict | None:
        official = self._official(targets, held.version)
        whole = tuple(dict.fromkeys(target.whole for target in targets))
        if official is None:
            official = self._official(whole, held.version)
        if official is None:
            return None
        found = chinese.compare(quotation, official, self._terms)
        verdict = _verdict(found, held, "zh")
        if found.kind is VerdictKind.MISMATCH and whole != targets:
            return self._other_pinpoint(quotation, whole, held) or verdict
        return verdict

    def _other_pinpoint(
        self, quotation: str, whole: tuple[Provision, ...], held: _Held
    ) -> Verdict | None:
        """Words of the provision, but not of the paragraph or item that is named."""
        official = self._official(whole, held.version)
        if official is None:
            return None
        found = chinese.compare(quotation, official, self._terms)
        if found.kind not in (VerdictKind.VERBATIM, VerdictKind.MINOR):
            return None
        verdict = _verdict(found, held, "zh")
        right = tuple(self._paragraphs(quotation, whole, held))
        if len(right) != 1:  # several of its paragraphs are quoted, or all of it
            return verdict
        return replace(verdict, kind=VerdictKind.MINOR, why=(Why.OTHER_PROVISION,), found_in=right)

    def _paragraphs(
        self, quotation: str, whole: Sequence[Provision], held: _Held
    ) -> Iterator[Provision]:
        for provision in whole:
            text = self._texts.text(provision, held.version.adopted if held.version else None)
            for number in range(1, len(text.paragraphs) + 1 if text else 1):
                one = replace(provision, paragraph=number)
                official = self._official((one,), held.version)
                if official is not None:
                    found = chinese.compare(quotation, official, self._terms)
                    if found.kind in (VerdictKind.VERBATIM, VerdictKind.MINOR):
                        yield one

    def _elsewhere(self, quotation: str, targets: Sequence[Provision], verdict: Verdict) -> Verdict:
        """Who has the words: the statute itself, in any version, else any other."""
        words = without_label(quotation)[:_SOUGHT]
        own = {target.whole for target in targets}
        statute = targets[0].statute
        places = self._texts.containing(words, statute, MOST_FOUND)
        found = [place for place in places if place.provision.whole not in own]
        if not any(place.likeness >= _HELD for place in found):
            anywhere = self._texts.containing(words, "", MOST_FOUND)
            found = [place for place in anywhere if place.provision.whole not in own] or found
        found.sort(key=lambda place: -place.likeness)
        if verdict.kind is VerdictKind.UNCHECKED:
            if len(words) < chinese.FEW_WORDS or not found or found[0].likeness < _HELD:
                return verdict
            verdict = replace(verdict, kind=VerdictKind.MISMATCH, why=())
        provisions = tuple(dict.fromkeys(place.provision for place in found))
        why: tuple[Why, ...] = tuple(w for w in verdict.why if w is not Why.OTHER_WORDS)
        if found and found[0].likeness >= _HELD:
            why = (Why.OTHER_PROVISION, *why)
        elif not why:
            why = (Why.OTHER_WORDS,)
        return replace(verdict, why=why, found_in=provisions[:MOST_FOUND])

    # English

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
        found = english.judge(quotation, self._translated(targets), self._shelf, targets)
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

    def _of_translation(self, found: english.Found, targets: Sequence[Provision]) -> Verdict:
        statute = self._register.get(targets[0].statute)
        return Verdict(
            kind=found.kind,
            why=found.why,
            differences=found.differences,
            found_in=found.found_in,
            version=_last_amended(statute) if statute else None,
            lang="en",
            likeness=_percent(found.likeness),
        )

    def _across(
        self, quotation: str, held: str, lang: str, targets: Sequence[Provision]
    ) -> Verdict:
        kind, why, differences = across(
            quotation, held, lang, self._shelf, self._terms, self._glossary
        )
        return Verdict(
            kind=kind, why=why, differences=differences, lang="en" if lang == "zh" else "zh"
        )


def _verdict(found: _Outcome, held: _Held, lang: str) -> Verdict:
    return Verdict(
        kind=found.kind,
        why=found.why,
        differences=found.differences,
        version=held.version.adopted if held.version else None,
        superseded=held.superseded and found.kind in _HOLDS,
        lang=lang,
        likeness=_percent(found.likeness),
    )


def _rank(verdict: Verdict) -> tuple[int, int]:
    """What is better comes later: verbatim before minor before paraphrase before the rest."""
    order = (VerdictKind.UNCHECKED, VerdictKind.MISMATCH, *reversed(_HOLDS))
    return order.index(verdict.kind), verdict.likeness if verdict.kind not in _HOLDS else 0


def _percent(share: float) -> int:
    return round(100 * share)


def _unchecked(why: Why) -> Verdict:
    return Verdict(kind=VerdictKind.UNCHECKED, why=(why,))


def _last_amended(statute: Statute) -> date:
    return max((statute.adopted, *(amendment.adopted for amendment in statute.amendments)))


def _is_chinese(text: str) -> bool:
    return 3 * len(HAN_SIGN.findall(text)) > len(text.replace(" ", ""))
