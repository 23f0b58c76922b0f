"""A provision through the versions of its statute, followed through new numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.official import Version
from kb.provision import Provision
from kb.statute_changes import ChangeKind, ProvisionChange
from kb.statutes import ProvisionText
from kb.web.statute_book import StatuteBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The provision in one version.

    ``text`` is None where the version has no such provision, ``other`` whether it has another one
    of the number asked for; ``change`` is what happened to it
    since the version before, None in the oldest version held and before the provision was there.
    """

    version: Version
    text: ProvisionText | None
    change: ProvisionChange | None = None
    other: bool = False

    @property
    def kind(self) -> ChangeKind | None:
        """What happened to it, None where there is nothing to compare with."""
        return self.change.kind if self.change else None


def history(
    book: StatuteBook, provision: Provision, versions: Sequence[Version], seen: Version
) -> tuple[Moment, ...]:
    """The provision that bears this number in the version ``seen``, in every version, oldest first.

    Where that version has none it is the newest version's that has one.
    """
    start = next(
        (v for v in (seen, *reversed(versions)) if book.text(provision, v) is not None), None
    )
    if start is None:
        return tuple(Moment(version=version, text=None) for version in versions)
    at = versions.index(start)
    text = book.text(provision, start)
    before = tuple(_back(book, text, versions[: at + 1]))
    moments = (*reversed(before), *_forth(book, text, versions[at:]))
    return tuple(
        replace(
            moment, other=moment.text is None and book.text(provision, moment.version) is not None
        )
        for moment in moments
    )


def _back(
    book: StatuteBook, text: ProvisionText | None, versions: Sequence[Version]
) -> Iterator[Moment]:
    """From the last of these versions to the oldest."""
    for place in range(len(versions) - 1, -1, -1):
        change = None
        if text is not None and place:
            statute = text.provision.statute
            comparison = book.comparison(statute, versions[place - 1], versions[place])
            change = comparison.of_new(text.provision)
        yield Moment(version=versions[place], text=text, change=change)
        text = change.old if change else None


def _forth(
    book: StatuteBook, text: ProvisionText | None, versions: Sequence[Version]
) -> Iterator[Moment]:
    """From behind the first of these versions to the newest."""
    for old, new in pairwise(versions):
        change = None
        if text is not None:
            change = book.comparison(text.provision.statute, old, new).of_old(text.provision)
        text = change.new if change else None
        yield Moment(version=new, text=text, change=change)
