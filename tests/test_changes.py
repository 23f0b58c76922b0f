"""What changed between two versions of a statute."""

from hypothesis import given
from hypothesis import strategies as st

from kb.changes import ChangeKind, ProvisionChange, compare, fold
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText
from tests.small_corpus import SIL
from tests.two_versions import NEW_TEXT, OLD_TEXT, text

LETTERS = "国家建立基本养老保险医疗工伤失业生育等社会制度应当可以不得缴费"
WORDS = st.text(LETTERS, min_size=8, max_size=40)
PARAGRAPH = st.builds(
    lambda words, items: Paragraph(text=words, items=tuple(items)),
    WORDS,
    st.lists(WORDS, max_size=3),
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[ProvisionText, ...]:
    """A statute of a few provisions, no two with the same words."""
    numbers = draw(st.lists(st.integers(1, 40), unique=True, max_size=8).map(sorted))
    made = [text(n, *draw(st.lists(PARAGRAPH, min_size=1, max_size=3))) for n in numbers]
    folded = [fold(one.text) for one in made]
    return tuple(one for n, one in enumerate(made) if folded[n] not in folded[:n])


def told(changes: tuple[ProvisionChange, ...]) -> list[str]:
    return [
        f"{c.kind} {c.before.number if c.before else '-'} {c.after.number if c.after else '-'}"
        for c in changes
    ]


def test_each_kind_of_change() -> None:
    assert told(compare(OLD_TEXT, NEW_TEXT)) == [
        "typography 3 3",
        "renumbered 16 17",
        "removed 45 -",
        "reworded 60 60",
        "added - 16",
    ]


def test_another_provision_under_the_number_replaces_it() -> None:
    other = text(45, "国务院可以规定其他办法，由各省执行。")
    (change,) = compare(OLD_TEXT, (*OLD_TEXT[:2], other, OLD_TEXT[3]))
    assert told((change,)) == ["replaced 45 45"]
    assert change.touches(Provision(SIL, 45, paragraph=1))


def test_a_provision_that_moved_far_is_followed() -> None:
    moved = text(90, *OLD_TEXT[0].paragraphs)
    (change,) = compare(OLD_TEXT, (*OLD_TEXT[1:], moved))
    assert told((change,)) == ["renumbered 3 90"]
    assert not change.reworded


def test_a_provision_inserted_in_front_rewords_nothing() -> None:
    moved = tuple(text(one.provision.article + 1, *one.paragraphs) for one in OLD_TEXT)
    changes = compare(OLD_TEXT, (text(1, "本条是新增加的。"), *moved))
    assert {c.kind for c in changes} == {ChangeKind.RENUMBERED, ChangeKind.ADDED}
    assert not any(c.reworded for c in changes if c.kind is ChangeKind.RENUMBERED)


def test_an_inserted_article_has_a_number_of_its_own() -> None:
    (change,) = compare(OLD_TEXT, (*OLD_TEXT, text(60, "新增的内容。", inserted=1)))
    assert (change.kind, change.provision) == (ChangeKind.ADDED, Provision(SIL, 60, 1))


def test_punctuation_width_and_spaces_are_no_words() -> None:
    old = (text(1, "国家建立（基本）养老保险, ABC 12制度。"),)
    new = (text(1, "国家建立(基本)养老保险，ＡＢＣ12 制度"),)
    (change,) = compare(old, new)
    assert change.kind is ChangeKind.TYPOGRAPHY
    assert not change.matters
    assert not change.touches(Provision(SIL, 1))


ITEMS = Paragraph(text="有下列情形之一的：", items=("年满六十周岁；", "患有重病；", "依法退休。"))
OTHER_ITEM = Paragraph(text="有下列情形之一的：", items=("年满六十周岁；", "患病；", "依法退休。"))
TOUCHED = [
    # a paragraph changed: its own pinpoint and the whole, not its neighbours
    (("甲乙丙丁。", "子丑寅卯。"), ("甲乙丙丁。", "子丑辰巳。"), {"", "2"}),
    # one that was inserted moves what follows it
    (("甲乙丙丁。", "子丑寅卯。"), ("天地玄黄。", "甲乙丙丁。", "子丑寅卯。"), {"", "1", "2"}),
    # one that is added behind touches no pinpoint
    (("甲乙丙丁。",), ("甲乙丙丁。", "天地玄黄。"), {""}),
    # one that is gone
    (("甲乙丙丁。", "子丑寅卯。"), ("甲乙丙丁。",), {"", "2"}),
    # an item changed: not the others; "item 2" without a paragraph is clear, where one has items
    (("甲乙丙丁。", ITEMS), ("甲乙丙丁。", OTHER_ITEM), {"", "2", "2/2", "0/2"}),
]


def test_a_change_touches_what_is_cited_and_no_more() -> None:
    cited = {
        "": Provision(SIL, 9),
        **{str(n): Provision(SIL, 9, paragraph=n) for n in (1, 2)},
        **{f"2/{n}": Provision(SIL, 9, paragraph=2, item=n) for n in (1, 2, 3)},
        **{f"0/{n}": Provision(SIL, 9, item=n) for n in (1, 2, 3)},
    }
    for before, after, touched in TOUCHED:
        (change,) = compare((text(9, *before),), (text(9, *after),))
        assert {name for name, at in cited.items() if change.touches(at)} == touched, before
        assert not change.touches(Provision(SIL, 8))


def test_who_cites_a_paragraph_of_what_is_gone_or_moved_is_touched() -> None:
    changes = {str(c.provision.number): c for c in compare(OLD_TEXT, NEW_TEXT) if c.before}
    assert changes["45"].touches(Provision(SIL, 45, paragraph=1))
    assert changes["16"].touches(Provision(SIL, 16, paragraph=2))


@given(versions())
def test_nothing_changed_between_equal_versions(statute: tuple[ProvisionText, ...]) -> None:
    assert compare(statute, statute) == ()


@given(versions(), versions())
def test_every_provision_is_told_of_once(
    before: tuple[ProvisionText, ...], after: tuple[ProvisionText, ...]
) -> None:
    """What is not told of stands in both versions with the same words under its number."""
    changes = compare(before, after)
    old = [c.before for c in changes if c.before]
    new = [c.after for c in changes if c.after]
    assert len(set(old)) == len(old)
    assert len(set(new)) == len(new)
    left = {t.provision: t.paragraphs for t in before if t.provision not in old}
    assert left == {t.provision: t.paragraphs for t in after if t.provision not in new}
