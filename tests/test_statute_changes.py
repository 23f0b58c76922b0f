"""Provisions followed from one version of a statute to the next."""

from kb.comparison import PieceKind
from kb.provision import Provision
from kb.statute_changes import ChangeKind, compare_provisions, compare_statutes
from kb.statutes import ProvisionText
from tests.small_corpus import SIL
from tests.small_law import ALONE, BENEFIT, LESS, MORE, PENSION, VERSIONS, text

FIRST, SECOND, THIRD = (provisions for _, provisions in VERSIONS)


def changes(
    old: tuple[ProvisionText, ...], new: tuple[ProvisionText, ...]
) -> list[tuple[str, str, ChangeKind]]:
    return [
        (
            change.old.provision.number if change.old else "",
            change.new.provision.number if change.new else "",
            change.kind,
        )
        for change in compare_statutes(old, new).changes
    ]


def test_changed_added_and_renumbered() -> None:
    assert changes(FIRST, SECOND) == [
        ("16", "16", ChangeKind.CHANGED),
        ("", "17", ChangeKind.ADDED),
        ("45", "45", ChangeKind.SAME),
        ("", "60", ChangeKind.ADDED),
        ("60", "61", ChangeKind.RENUMBERED),
        ("61", "62", ChangeKind.RENUMBERED),
    ]


def test_removed() -> None:
    assert changes(SECOND, THIRD)[2] == ("45", "", ChangeKind.REMOVED)
    assert [kind for _, _, kind in changes(SECOND, THIRD)].count(ChangeKind.SAME) == 5


def test_new_words_under_a_new_number_are_changed_and_renumbered() -> None:
    old = (text(60, ALONE), text(61, PENSION))
    new = (text(60, BENEFIT), text(61, ALONE + "另有规定的除外。"), text(62, PENSION))
    change = compare_statutes(old, new).of_new(Provision(SIL, 61))
    assert change is not None
    assert change.kind is ChangeKind.CHANGED
    assert change.renumbered


def test_a_provision_is_found_from_either_side_whatever_the_pinpoint() -> None:
    compared = compare_statutes(FIRST, SECOND)
    change = compared.of_old(Provision(SIL, 60, paragraph=2))
    assert change is compared.of_new(Provision(SIL, 61))
    assert change is not None
    assert change.renumbered
    assert compared.of_new(Provision(SIL, 99)) is None


def test_nothing_to_compare() -> None:
    assert changes((), ()) == []
    assert [kind for _, _, kind in changes((), FIRST)] == [ChangeKind.ADDED] * 4
    assert [kind for _, _, kind in changes(FIRST, ())] == [ChangeKind.REMOVED] * 4


def test_lines_are_numbered_and_compared_word_by_word() -> None:
    lines = compare_provisions(text(16, PENSION, LESS), text(16, PENSION, MORE))
    assert [(line.paragraph, line.item) for line in lines] == [(1, 0), (2, 0), (2, 1), (2, 2)]
    inserted = [
        [piece.text for piece in line.pieces if piece.kind is PieceKind.INSERTED] for line in lines
    ]
    assert inserted == [[], ["二十"], ["二十"], []]


def test_lines_of_a_provision_that_is_gone() -> None:
    (line,) = compare_provisions(text(45, BENEFIT), None)
    assert [piece.kind for piece in line.pieces] == [PieceKind.DELETED]
    assert compare_provisions(None, None) == ()
