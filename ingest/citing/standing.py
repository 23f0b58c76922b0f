"""Whether a statute has a provision on a day, and if not, what to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.official import OfficialTexts, Version, in_force
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Statute
from kb.unresolved import Unresolved, WhyUnresolved

MAX_REMEMBERED = 5_000  # provisions


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no such provision, and what there is instead."""

    unresolved: Unresolved
    candidates: tuple[str, ...] = ()


class Standing:
    """What statutes hold by their official texts, else by the register. Remembers what it saw."""

    def __init__(self, texts: OfficialTexts) -> None:
        self._texts = texts
        self._versions: dict[str, tuple[Version, ...]] = {}
        self._seen: dict[tuple[Provision, date], ProvisionText | None] = {}

    def fault(self, target: Provision, statute: Statute, on: date) -> Fault | None:
        """What is wrong with citing it by the law of the day; None where it stands there."""
        versions = self.versions(statute.id)
        if not versions:
            return _by_register(target, statute)
        current = in_force(versions, on) or versions[0]
        fault = self._in(target, statute, current, many=len(versions) > 1)
        if fault is None:
            return None
        others = [v for v in versions if v != current and self._stands(target, v)]
        if not others:
            return fault
        newest = others[-1]
        told = replace(
            fault.unresolved,
            elsewhere=newest.adopted,
            later=newest.in_force > current.in_force,
        )
        return replace(fault, unresolved=told)

    def text(self, target: Provision, on: date) -> ProvisionText | None:
        """The official words of the article on the day; None where they are not held."""
        versions = self.versions(target.statute)
        current = in_force(versions, on) or (versions[0] if versions else None)
        return self._text(target, current) if current else None

    def versions(self, statute: str) -> tuple[Version, ...]:
        versions = self._versions.get(statute)
        if versions is None:
            versions = self._versions[statute] = self._texts.versions(statute)
        return versions

    def _in(
        self, target: Provision, statute: Statute, version: Version, *, many: bool
    ) -> Fault | None:
        text = self._text(target, version)
        if text is not None:
            return _pinpoint_fault(target, statute, text)
        if not version.last_article:
            return _lacks(WhyUnresolved.NO_NUMBERS, target, statute)
        if target.article > version.last_article:
            since = version.in_force if many else None
            return _lacks(
                WhyUnresolved.BEYOND_LAST, target, statute, count=version.last_article, since=since
            )
        return _lacks(WhyUnresolved.NO_ARTICLE, target, statute)

    def _stands(self, target: Provision, version: Version) -> bool:
        text = self._text(target, version)
        return text is not None and _reaches(target, text.paragraphs)

    def _text(self, target: Provision, version: Version) -> ProvisionText | None:
        key = (target.whole, version.adopted)
        if key in self._seen:
            return self._seen.get(key)
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen.clear()
        text = self._seen[key] = self._texts.text(*key)
        return text


def _by_register(target: Provision, statute: Statute) -> Fault | None:
    if target.article > statute.last_article:
        return _lacks(WhyUnresolved.BEYOND_LAST, target, statute, count=statute.last_article)
    text = statute.provision(target)
    # Where the corpus doesn't hold its words nothing can be said.
    return _pinpoint_fault(target, statute, text) if text else None


def _pinpoint_fault(target: Provision, statute: Statute, text: ProvisionText) -> Fault | None:
    """Whether the article has no such paragraph or item."""
    if _reaches(target, text.paragraphs):
        return None
    count = len(text.paragraphs)
    others = [str(target.whole)]
    if target.paragraph > count:
        if count == 1 and not target.item and target.paragraph <= len(text.paragraphs[0].items):
            others.append(str(replace(target.whole, item=target.paragraph)))
        return _lacks(WhyUnresolved.NO_PARAGRAPH, target, statute, tuple(others), count=count)
    most = _most_items(target, text.paragraphs)
    return _lacks(WhyUnresolved.NO_ITEM, target, statute, tuple(others), count=most)


def _lacks(
    why: WhyUnresolved,
    target: Provision,
    statute: Statute,
    candidates: tuple[str, ...] = (),
    *,
    count: int = 0,
    since: date | None = None,
) -> Fault:
    """The statute has no such provision."""
    unresolved = Unresolved(
        why=why,
        title_en=statute.short_title() if statute.title_en else "",
        title_zh=statute.short_title("zh"),
        provision=target,
        count=count,
        since=since,
    )
    return Fault(unresolved, candidates)


def _reaches(target: Provision, paragraphs: Sequence[Paragraph]) -> bool:
    if target.paragraph > len(paragraphs):
        return False
    return target.item <= _most_items(target, paragraphs)


def _most_items(target: Provision, paragraphs: Sequence[Paragraph]) -> int:
    held = [paragraphs[target.paragraph - 1]] if target.paragraph else paragraphs
    return max((len(paragraph.items) for paragraph in held), default=0)
