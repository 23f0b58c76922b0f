"""What a newer version of a statute changed, as who cites the older one must know it.

Which provision became which is told by ``kb.statute_changes``. Here it is told what kind of
change that is, and which paragraphs and items it touches.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.provision import Provision
from kb.statute_changes import compare_statutes
from kb.statutes import Paragraph, ProvisionText


class ChangeKind(StrEnum):
    """What became of a provision."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"  # it was removed, and another one bears its number now
    RENUMBERED = "renumbered"  # the same or nearly the same words under another number
    REWORDED = "reworded"
    TYPOGRAPHY = "typography"  # nothing but punctuation, width or spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionChange:
    """One provision's change. ``before`` is None where it was added, ``after`` where removed.

    ``reworded`` tells whether its words changed, which a renumbered provision's may too.
    ``touched`` are the pinpoints, numbered as in the older version, under which other words
    stand now: those that a citation of them depends on.
    """

    kind: ChangeKind
    before: Provision | None = None
    after: Provision | None = None
    reworded: bool = False
    touched: frozenset[Provision] = frozenset()

    @property
    def provision(self) -> Provision:
        """Where the change is seen: in the older version, but for what was added."""
        found = self.before or self.after
        assert found is not None  # noqa: S101 - one of them is there
        return found

    @property
    def matters(self) -> bool:
        """Whether it is more than typography."""
        return self.kind is not ChangeKind.TYPOGRAPHY

    def touches(self, cited: Provision) -> bool:
        """Whether who cites this, with its pinpoint, must look at the change.

        A paragraph or item whose words still stand under its number is untouched by changes
        beside it. A provision that was removed or moved touches all who cite it.
        """
        if not self.matters or self.before is None or cited.whole != self.before:
            return False
        if self.kind is not ChangeKind.REWORDED or cited == cited.whole:
            return True
        return cited in self.touched


def fold(text: str) -> str:
    """The text without what is no word of it: width, case, spaces, punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def compare(
    before: Sequence[ProvisionText], after: Sequence[ProvisionText]
) -> tuple[ProvisionChange, ...]:
    """What changed, in the order of the older version's provisions, added ones at the end."""
    pairs = [(change.old, change.new) for change in compare_statutes(before, after).changes]
    added = {new.provision for old, new in pairs if old is None and new is not None}
    gone = {old.provision for old, new in pairs if new is None and old is not None}
    found: list[ProvisionChange] = []
    for old, new in pairs:
        if old is not None and new is not None:
            if old != new:
                found.append(_changed(old, new))
        elif old is not None:
            found.append(_removed(old.provision, old.provision in added))
        elif new is not None and new.provision not in gone:
            found.append(ProvisionChange(kind=ChangeKind.ADDED, after=new.provision, reworded=True))
    return tuple(sorted(found, key=lambda change: (change.before is None, change.provision)))


def _removed(provision: Provision, replaced: bool) -> ProvisionChange:
    return ProvisionChange(
        kind=ChangeKind.REPLACED if replaced else ChangeKind.REMOVED,
        before=provision,
        after=provision if replaced else None,
        reworded=True,
    )


def _changed(before: ProvisionText, after: ProvisionText) -> ProvisionChange:
    reworded = fold(before.text) != fold(after.text)
    kind = ChangeKind.REWORDED if reworded else ChangeKind.TYPOGRAPHY
    if before.provision != after.provision:
        kind = ChangeKind.RENUMBERED
    return ProvisionChange(
        kind=kind,
        before=before.provision,
        after=after.provision,
        reworded=reworded,
        touched=frozenset(_touched(before, after)),
    )


def _touched(before: ProvisionText, after: ProvisionText) -> Iterator[Provision]:
    """The pinpoints of the older provision under which the newer one has other words."""
    with_items = [n for n, paragraph in enumerate(before.paragraphs, 1) if paragraph.items]
    article = before.provision
    for number, paragraph in enumerate(before.paragraphs, 1):
        now = (
            after.paragraphs[number - 1] if number <= len(after.paragraphs) else Paragraph(text="")
        )
        other_head = fold(paragraph.text) != fold(now.text)
        changed = {
            n
            for n, item in enumerate(paragraph.items, 1)
            if other_head or fold(item) != fold("".join(now.items[n - 1 : n]))
        }
        for item in changed:
            yield _pinpoint(article, number, item)
            if with_items == [number]:  # Article 3 item 2: there is but one item 2
                yield _pinpoint(article, 0, item)
        if other_head or changed or len(paragraph.items) != len(now.items):
            yield _pinpoint(article, number, 0)


def _pinpoint(article: Provision, paragraph: int, item: int) -> Provision:
    return Provision(article.statute, article.article, article.inserted, paragraph, item)
