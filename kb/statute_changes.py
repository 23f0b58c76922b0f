"""What became of a statute's provisions from one version to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kb.comparison import Piece, PieceKind, aligned, compare, likeness
from kb.provision import Provision
from kb.statutes import ProvisionText


class ChangeKind(StrEnum):
    """What became of a provision. One whose words changed may bear another number too."""

    SAME = "same"
    CHANGED = "changed"
    RENUMBERED = "renumbered"  # the same words under another number
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionChange:
    """A provision before and after; one of the two is None where it was added or removed."""

    old: ProvisionText | None
    new: ProvisionText | None

    @property
    def kind(self) -> ChangeKind:
        if self.old is None or self.new is None:
            return ChangeKind.ADDED if self.old is None else ChangeKind.REMOVED
        if self.old.text != self.new.text:
            return ChangeKind.CHANGED
        return ChangeKind.RENUMBERED if self.renumbered else ChangeKind.SAME

    @property
    def renumbered(self) -> bool:
        """Whether both are there and bear different numbers."""
        return (
            self.old is not None
            and self.new is not None
            and self.old.provision != self.new.provision
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    """A paragraph (款) or an item (项) in two versions, word by word.

    ``paragraph`` and ``item`` number it as the new version does, where it is gone as the old one
    did; ``item`` is 0 for the paragraph itself.
    """

    paragraph: int
    item: int
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class StatuteComparison:
    """All provisions of two versions, side by side, in order."""

    changes: tuple[ProvisionChange, ...]

    def of_new(self, provision: Provision) -> ProvisionChange | None:
        """What became this provision of the newer version."""
        return self._new.get(provision.whole)

    def of_old(self, provision: Provision) -> ProvisionChange | None:
        """What this provision of the older version became."""
        return self._old.get(provision.whole)

    @cached_property
    def _new(self) -> dict[Provision, ProvisionChange]:
        return {change.new.provision: change for change in self.changes if change.new}

    @cached_property
    def _old(self) -> dict[Provision, ProvisionChange]:
        return {change.old.provision: change for change in self.changes if change.old}


def compare_statutes(
    old: Sequence[ProvisionText], new: Sequence[ProvisionText]
) -> StatuteComparison:
    """Follow every provision from one version to the other, through new numbers if need be."""
    before = [text.text for text in old]
    after = [text.text for text in new]
    pairs = _with_moved(aligned(before, after), before, after)
    return StatuteComparison(
        tuple(
            ProvisionChange(
                old=None if at is None else old[at], new=None if to is None else new[to]
            )
            for at, to in pairs
        )
    )


# How much two provisions must share for one to be the other in another place of the statute. In
# the Company Law of 2023, whose provisions moved about the most, those that did have 0.61 and more.
MOVED = 0.6
_MOST_MOVED = 250_000  # pairs that are looked at: 500 provisions on each side
_Pair = tuple[int | None, int | None]


def _with_moved(pairs: Sequence[_Pair], before: Sequence[str], after: Sequence[str]) -> list[_Pair]:
    """The pairs, with those joined that changed places: they stand where the newer one does."""
    gone = [at for at, to in pairs if at is not None and to is None]
    come = [to for at, to in pairs if to is not None and at is None]
    moved: dict[int, int] = {}
    if len(gone) * len(come) <= _MOST_MOVED:
        alike = [(likeness(before[at], after[to]), at, to) for at in gone for to in come]
        for like, at, to in sorted(alike, key=lambda one: (-one[0], *one[1:])):
            if like >= MOVED and to not in moved and at not in moved.values():
                moved[to] = at
    left = set(moved.values())
    return [
        (moved.get(to, at) if at is None and to is not None else at, to)
        for at, to in pairs
        if to is not None or at not in left
    ]


def compare_provisions(
    old: ProvisionText | None, new: ProvisionText | None
) -> tuple[ComparedLine, ...]:
    """A provision's lines in two versions, each word by word; None has no lines."""
    before, after = _lines(old), _lines(new)
    compared: list[ComparedLine] = []
    for at, to in aligned([line.text for line in before], [line.text for line in after]):
        was = before[at] if at is not None else None
        now = after[to] if to is not None else None
        place = now or was
        if place is not None:
            pieces = compare(was.text if was else "", now.text if now else "")
            compared.append(ComparedLine(paragraph=place.paragraph, item=place.item, pieces=pieces))
    return tuple(compared)


@dataclass(frozen=True, slots=True)
class _Line:
    paragraph: int
    item: int
    text: str


def _lines(text: ProvisionText | None) -> list[_Line]:
    return [
        _Line(number, item, words)
        for number, paragraph in enumerate(text.paragraphs if text else (), 1)
        for item, words in enumerate((paragraph.text, *paragraph.items))
    ]
