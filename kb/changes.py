"""What changed between two versions of a statute, provision by provision.

First what stands under the same number is compared, then what stands under no equal number is
looked for under others: a provision inserted in front moves all that follow. What two provisions
have in common is measured by the pairs of neighbouring letters that they share (Dice, How
Much Do Trees Resemble Forests? 1945): 2 * shared / (pairs of one + pairs of the other).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText

# From this share on, words under another number are the same provision moved. In the Company
# Law's revision of 2023, the most thorough that was looked at, what was moved has 0.62 and more.
MOVED = 0.6
# How much likelier a provision is to be that of the same number than one as like elsewhere.
_SAME_NUMBER = 0.15


class ChangeKind(StrEnum):
    """What became of a provision."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"  # the same or nearly the same words under another number
    REWORDED = "reworded"
    TYPOGRAPHY = "typography"  # nothing but punctuation, width or spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionChange:
    """One provision's change. ``before`` is None where it was added, ``after`` where removed.

    ``reworded`` tells whether its words changed, which a renumbered provision's may too;
    ``likeness`` is what old and new words have in common, from 0 to 1. ``touched`` are the
    pinpoints, numbered as in the older version, under which other words stand now: those that a
    citation of them depends on.
    """

    kind: ChangeKind
    before: Provision | None = None
    after: Provision | None = None
    reworded: bool = False
    likeness: float = 0.0
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
    old = {text.provision: text for text in before}
    new = {text.provision: text for text in after}
    same = {p for p in old.keys() & new.keys() if fold(old[p].text) == fold(new[p].text)}
    pairs = _moved(
        {p: fold(text.text) for p, text in old.items() if p not in same},
        {p: fold(text.text) for p, text in new.items() if p not in same},
    )
    found = [
        ProvisionChange(kind=ChangeKind.TYPOGRAPHY, before=p, after=p, likeness=1.0)
        for p in same
        if old[p].paragraphs != new[p].paragraphs
    ]
    found += [_changed(old[p], new[other], likeness) for p, (other, likeness) in pairs.items()]
    found += [
        ProvisionChange(kind=ChangeKind.REMOVED, before=p, reworded=True)
        for p in old.keys() - same - pairs.keys()
    ]
    arrived = {other for other, _ in pairs.values()}
    found += [
        ProvisionChange(kind=ChangeKind.ADDED, after=p, reworded=True)
        for p in new.keys() - same - arrived
    ]
    return tuple(sorted(found, key=lambda change: (change.before is None, change.provision)))


def _changed(before: ProvisionText, after: ProvisionText, likeness: float) -> ProvisionChange:
    moved = before.provision != after.provision
    return ProvisionChange(
        kind=ChangeKind.RENUMBERED if moved else ChangeKind.REWORDED,
        before=before.provision,
        after=after.provision,
        reworded=fold(before.text) != fold(after.text),
        likeness=likeness,
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


def _moved(
    old: Mapping[Provision, str], new: Mapping[Provision, str]
) -> dict[Provision, tuple[Provision, float]]:
    """Which of the newer provisions each older one became, and how like they are.

    The likeliest pairs first, each provision in one of them. What is left is paired with its
    own number, whatever stands there now.
    """
    found: dict[Provision, tuple[Provision, float]] = {}
    taken: set[Provision] = set()
    for likeness, before, after in _likely(old, new):
        if before not in found and after not in taken:
            found[before] = (after, likeness)
            taken.add(after)
    for before in old.keys() - found.keys():
        if before in new and before not in taken:
            found[before] = (before, likeness_of(old[before], new[before]))
    return found


def _likely(
    old: Mapping[Provision, str], new: Mapping[Provision, str]
) -> Iterable[tuple[float, Provision, Provision]]:
    """The pairs that are alike enough, the likeliest first."""
    words = {p: _pairs(text) for p, text in new.items()}
    scored: list[tuple[float, float, Provision, Provision]] = []
    for before, text in old.items():
        pairs = _pairs(text)
        for after, others in words.items():
            # What is much longer or shorter cannot be alike: no need to count.
            most = 2 * min(len(pairs), len(others)) / max(1, len(pairs) + len(others))
            if most < MOVED:
                continue
            likeness = 2 * len(pairs & others) / max(1, len(pairs) + len(others))
            if likeness >= MOVED:
                rank = likeness + (_SAME_NUMBER if before == after else 0)
                scored.append((rank, likeness, before, after))
    scored.sort(key=lambda one: (-one[0], one[2], one[3]))
    return [(likeness, before, after) for _, likeness, before, after in scored]


@lru_cache(maxsize=4096)
def _pairs(folded: str) -> frozenset[tuple[str, str, int]]:
    """The pairs of neighbouring letters, a repeated one told apart by how often it was there."""
    seen: Counter[tuple[str, str]] = Counter()
    found: list[tuple[str, str, int]] = []
    for pair in pairwise(folded) if len(folded) > 1 else [(folded, "")]:
        seen[pair] += 1
        found.append((*pair, seen[pair]))
    return frozenset(found)


def likeness_of(one: str, other: str) -> float:
    """How much two folded texts have in common, from 0 to 1 for the same pairs of letters."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / max(1, len(first) + len(second))
