"""Two versions of a whole statute: which provisions changed, were added, renumbered, removed."""

from dataclasses import dataclass

from kb.official import Version
from kb.provision import Provision
from kb.statute_changes import ChangeKind, ComparedLine, ProvisionChange
from kb.statutes import Statute
from kb.web import addresses
from kb.web.citing_provisions import title_language
from kb.web.statute_book import StatuteBook
from kb.web.statute_page import opening
from kb.web.versions_view import COMPARE, VERSION, Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A provision that changed: its number now, or the one it had, and its first words.

    ``was`` is its former number where that is another. ``lines`` are those whose words changed,
    empty where the whole was added, removed or only renumbered. ``url`` leads to the comparison
    of the provision.
    """

    provision: Provision
    was: Provision | None
    opening: str
    lines: tuple[ComparedLine, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """All provisions that met with one kind of change, in order."""

    kind: ChangeKind
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteComparisonView:
    """``older`` and ``newer`` are None where fewer than two versions are held."""

    statute: Statute
    title_lang: str
    versions: tuple[Version, ...]
    older: Version | None
    newer: Version | None
    groups: tuple[ChangeGroup, ...]
    same: int
    url: str
    statute_url: str


_ORDER = (ChangeKind.CHANGED, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RENUMBERED)


def statute_comparison(
    statute: Statute, chosen: Chosen | None, book: StatuteBook, lang: str
) -> StatuteComparisonView:
    """What changed between the two versions that were chosen, else between the last two."""
    versions = chosen.versions if chosen else ()
    older, newer = _two(chosen)
    changes: tuple[ProvisionChange, ...] = ()
    lines: dict[Provision, tuple[ComparedLine, ...]] = {}
    if older is not None and newer is not None:
        changes = book.comparison(statute.id, older, newer).changes
        lines = book.changed_lines(statute.id, older, newer)
    by_kind = {kind: [c for c in changes if c.kind is kind] for kind in ChangeKind}
    return StatuteComparisonView(
        statute=statute,
        title_lang=title_language(statute, lang),
        versions=versions,
        older=older,
        newer=newer,
        groups=tuple(
            ChangeGroup(
                kind=kind, lines=tuple(_line(c, older, newer, lines) for c in by_kind[kind])
            )
            for kind in _ORDER
            if by_kind[kind] and older and newer
        ),
        same=len(by_kind[ChangeKind.SAME]),
        url=addresses.statute_comparison_url(statute.id),
        statute_url=addresses.statute_url(statute.id),
    )


def _two(chosen: Chosen | None) -> tuple[Version | None, Version | None]:
    """The versions to compare: the one shown with the one asked for, or with its neighbour."""
    if chosen is None or len(chosen.versions) < 2:
        return None, None
    if chosen.older and chosen.newer and chosen.older is not chosen.newer:
        return chosen.older, chosen.newer
    at = max(chosen.versions.index(chosen.shown), 1)
    return chosen.versions[at - 1], chosen.versions[at]


def _line(
    change: ProvisionChange,
    older: Version,
    newer: Version,
    lines: dict[Provision, tuple[ComparedLine, ...]],
) -> ChangeLine:
    text = change.new or change.old
    assert text is not None  # noqa: S101 - a change has one of the two
    shown, other = (newer, older) if change.new else (older, newer)
    query = {VERSION: shown.adopted.isoformat(), COMPARE: other.adopted.isoformat()}
    return ChangeLine(
        provision=text.provision,
        was=change.old.provision if change.old and change.renumbered else None,
        opening=opening(text),
        lines=lines.get(text.provision, ()) if change.new else (),
        url=addresses.versioned(addresses.provision_url(text.provision), query) + "#comparison",
    )
