"""Chinese quotations held against the official texts, in one version after the other."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.quote_check import chinese
from ingest.quote_check.chinese_words import Terms
from ingest.quote_check.plain_chinese import without_label
from ingest.quote_check.provision_words import Official, official, single_case
from kb.official import OfficialTexts, Version, in_force
from kb.provision import Provision
from kb.verdict import Verdict, VerdictKind, Why

MOST_REMEMBERED = 20_000  # provisions ready for comparison
MOST_VERSIONS = 12  # versions of a statute that a quotation is held against
MOST_FOUND = 5
_SOUGHT = 400  # characters by which other provisions are sought
_HELD = 0.9  # so alike, another provision is the one that is quoted
_MOVED = 0.8  # so alike, a provision of the newer version has what was quoted of an older one
_HOLDS = (VerdictKind.VERBATIM, VerdictKind.MINOR, VerdictKind.PARAPHRASE)


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version of a statute: whether a newer one was in force."""

    version: Version | None
    superseded: bool


class OfficialWords:
    """The official texts, made ready for comparison once. Safe to share between threads."""

    def __init__(self, texts: OfficialTexts, terms: Terms) -> None:
        self._texts = texts
        self._terms = terms
        self._ready: dict[tuple[tuple[Provision, ...], date | None], Official | None] = {}
        self._lock = threading.Lock()

    def versions(self, targets: Sequence[Provision], on: date) -> list[HeldVersion]:
        """The version of the day first, then the others, the newest first."""
        held = self._texts.versions(targets[0].statute)
        current = in_force(held, on) or (held[-1] if held else None)
        others = [version for version in reversed(held) if version is not current]
        newest = [current] if current else []
        return [
            HeldVersion(version, current is not None and version.adopted < current.adopted)
            for version in (*newest, *others[:MOST_VERSIONS])
        ]

    def changed_since(self, targets: Sequence[Provision], known: date, on: date) -> bool:
        """Whether the words of the version adopted on a day are no longer those in force.

        False where that version is not held: nobody can tell.
        """
        newest = self.versions(targets, on)[:1]
        held = {version.adopted: version for version in self._texts.versions(targets[0].statute)}
        current = newest[0].version if newest else None
        if current is None or known not in held or current.adopted <= known:
            return False
        for target in dict.fromkeys(target.whole for target in targets):
            then = self.official((target,), held[known])
            now = self.official((target,), current)
            if then is not None and (now is None or then.letters != now.letters):
                return True
        return False

    def official(self, targets: tuple[Provision, ...], version: Version | None) -> Official | None:
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
            ready = official(list(dict.fromkeys(whole)), one.paragraph, one.item)
            ready = ready if ready.text.strip() else None
        with self._lock:
            if len(self._ready) >= MOST_REMEMBERED:
                self._ready.clear()
            self._ready[key] = ready
        return ready

    def verdict(
        self, quotation: str, targets: tuple[Provision, ...], versions: Sequence[HeldVersion]
    ) -> Verdict | None:
        """Held against each version until one agrees word for word; None where none is held."""
        best: tuple[HeldVersion, Verdict] | None = None
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
        if verdict.superseded and not verdict.found_in:
            return replace(verdict, found_in=self._moved_to(quotation, targets, versions[0]))
        return verdict

    def _in_version(
        self, quotation: str, targets: tuple[Provision, ...], held: HeldVersion
    ) -> Verdict | None:
        official = self.official(targets, held.version)
        whole = tuple(dict.fromkeys(target.whole for target in targets))
        if official is None:
            official = self.official(whole, held.version)
        if official is None:
            return None
        found = chinese.compare(quotation, official, self._terms)
        verdict = _verdict(found, held, "zh")
        if found.kind is not VerdictKind.VERBATIM and len(whole) == 1:
            single = self._single_case(quotation, targets, held)
            if single is not None:
                return single
        if found.kind not in _HOLDS and whole != targets:
            return self._other_pinpoint(quotation, whole, held) or verdict
        return verdict

    def _single_case(
        self, quotation: str, targets: Sequence[Provision], held: HeldVersion
    ) -> Verdict | None:
        """One item, told in a sentence with the words that open its paragraph."""
        whole = targets[0].whole
        text = self._texts.text(whole, held.version.adopted if held.version else None)
        cases = [
            replace(whole, paragraph=number, item=item)
            for number, paragraph in enumerate(text.paragraphs if text else (), 1)
            for item in range(1, len(paragraph.items) + 1)
        ]
        cases.sort(key=lambda case: not any(_covers(target, case) for target in targets))
        for case in cases:
            told = single_case(text, case.paragraph, case.item) if text else None
            if told is not None and chinese.stands(quotation, told):
                verdict = _verdict(chinese.Found(VerdictKind.MINOR, 1.0), held, "zh")
                if any(_covers(target, case) for target in targets):
                    return verdict
                return replace(verdict, why=(Why.OTHER_PROVISION,), found_in=(case,))
        return None

    def _other_pinpoint(
        self, quotation: str, whole: tuple[Provision, ...], held: HeldVersion
    ) -> Verdict | None:
        """Words of the provision, but not of the paragraph or item that is named."""
        official = self.official(whole, held.version)
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
        self, quotation: str, whole: Sequence[Provision], held: HeldVersion
    ) -> Iterator[Provision]:
        for provision in whole:
            text = self._texts.text(provision, held.version.adopted if held.version else None)
            for number in range(1, len(text.paragraphs) + 1 if text else 1):
                one = replace(provision, paragraph=number)
                official = self.official((one,), held.version)
                if official is not None:
                    found = chinese.compare(quotation, official, self._terms)
                    if found.kind in (VerdictKind.VERBATIM, VerdictKind.MINOR):
                        yield one

    def _moved_to(
        self, quotation: str, targets: Sequence[Provision], newest: HeldVersion
    ) -> tuple[Provision, ...]:
        """The one that has the words in the newer version, if they no longer stand where cited."""
        words = without_label(quotation)[:_SOUGHT]
        day = newest.version.adopted if newest.version else None
        if len(words) < chinese.FEW_WORDS:  # they may stand anywhere
            return ()
        own = {target.whole for target in targets}
        places = self._texts.containing(words, targets[0].statute, MOST_FOUND)
        now = [p for p in places if p.version == day and p.likeness >= _MOVED]
        if not now or any(place.provision.whole in own for place in now):
            return ()
        return (max(now, key=lambda place: place.likeness).provision,)

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


def _covers(cited: Provision, case: Provision) -> bool:
    """Whether what is cited is the item, or has it."""
    return cited.paragraph in (0, case.paragraph) and cited.item in (0, case.item)


def _verdict(found: chinese.Found, held: HeldVersion, lang: str) -> Verdict:
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
