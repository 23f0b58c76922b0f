"""Headings that count, and headings that name a role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import Style, number_steps, ordinal, role_of
from kb.model import Role


@pytest.mark.parametrize(
    ("heading", "text", "number", "style"),
    [
        ("First, look around", "First,", 1, Style.WORD),
        ("Firstly, look around", "Firstly,", 1, Style.WORD),
        ("First of all, look around", "First of all,", 1, Style.WORD),
        ("Fourth, pay", "Fourth,", 4, Style.WORD),
        ("fourth: pay", "fourth:", 4, Style.WORD),
        ("Second. Pay", "Second.", 2, Style.WORD),
        ("Second，pay", "Second，", 2, Style.WORD),
        ("Third - pay", "Third -", 3, Style.WORD),
        ("Two, to the window", "Two,", 2, Style.WORD),
        ("2nd, pay", "2nd,", 2, Style.WORD),
        ("Finally, pay", "Finally,", None, Style.WORD),
        ("Step 3: pay", "Step 3:", 3, Style.STEP),
        ("Step three", "Step three", 3, Style.STEP),
        ("STEP 4 - pay", "STEP 4 -", 4, Style.STEP),
        ("Step IV. Pay", "Step IV.", 4, Style.STEP),
        ("[Step 1] Pay", "[Step 1]", 1, Style.STEP),
        ("Step 2", "Step 2", 2, Style.STEP),
        ("The first step is to pay", "The first step is to", 1, Style.STEP),
        ("第四步 缴费", "第四步", 4, Style.STEP),
        ("第4步：缴费", "第4步：", 4, Style.STEP),
        ("步骤二：缴费", "步骤二：", 2, Style.STEP),
        ("【第一步】缴费", "【第一步】", 1, Style.STEP),
        ("第一，缴费", "第一，", 1, Style.HAN_WORD),
        ("首先，缴费", "首先，", 1, Style.HAN_WORD),
        ("其次，缴费", "其次，", None, Style.HAN_WORD),
        ("最后，缴费", "最后，", None, Style.HAN_WORD),
        ("一是缴费", "一是", 1, Style.HAN_WORD),
        ("一、缴费", "一、", 1, Style.HAN),
        ("十二、缴费", "十二、", 12, Style.HAN),
        ("一、一次性缴费", "一、", 1, Style.HAN),
        ("（三）缴费", "（三）", 3, Style.HAN_PAREN),
        ("㈢缴费", "㈢", 3, Style.CIRCLED),
        ("①缴费", "①", 1, Style.CIRCLED),
        ("⑩ pay", "⑩", 10, Style.CIRCLED),
        ("V. Pay", "V.", 5, Style.ROMAN),
        ("IX) Pay", "IX)", 9, Style.ROMAN),
        ("(iv) pay", "(iv)", 4, Style.ROMAN),
        ("Ⅴ. Pay", "Ⅴ.", 5, Style.ROMAN),
        ("II, pay", "II,", 2, Style.ROMAN),
        ("(2) pay", "(2)", 2, Style.PAREN),
        ("（2）缴费", "（2）", 2, Style.PAREN),
        ("2) pay", "2)", 2, Style.PAREN),
        ("(two) pay", "(two)", 2, Style.PAREN),
        ("2. pay", "2.", 2, Style.ARABIC),
        ("2.Pay", "2.", 2, Style.ARABIC),
        ("2、缴费", "2、", 2, Style.ARABIC),
        ("２、缴费", "２、", 2, Style.ARABIC),
        ("2, pay", "2,", 2, Style.ARABIC),
        ("12. pay", "12.", 12, Style.ARABIC),
        ("C. Pay", "C.", None, Style.LETTER),
        ("(b) pay", "(b)", None, Style.LETTER),
    ],
)
def test_ordinals(heading: str, text: str, number: int | None, style: Style) -> None:
    found = ordinal(heading)
    assert found is not None
    assert (found.text, found.number, found.style) == (text, number, style)
    assert heading.startswith(found.text)


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "First aid kits",
        "Firstborn children",
        "Second-hand cards",
        "Third party insurance",
        "Step in and out",
        "Stepwise payment",
        "I pay for myself",
        "I, the undersigned",
        "V. I. Lenin",
        "I.D. card",
        "X-ray costs",
        "Mix. of things",
        "2.5 percent",
        "1.1 A part of a part",
        "1,000 yuan",
        "12:30 is too late",
        "2024. was a year",
        "100. is too many",
        "0. is none",
        "Next of kin",
        "Last year",
        "一次性缴费",
        "三、四线城市",
        "第一次缴费",
        "第一条 总则",
        "最后期限",
        "再次申请",
    ],
)
def test_no_ordinals(heading: str) -> None:
    assert ordinal(heading) is None


@given(st.text(max_size=60))
def test_an_ordinal_is_the_start_of_its_heading(heading: str) -> None:
    found = ordinal(heading)
    assert found is None or (heading.startswith(found.text) and found.number != 0)


@pytest.mark.parametrize(
    ("headings", "numbers", "slips"),
    [
        ([], (), []),
        (["Look", "Pay"], (1, 2), []),
        (["First, a", "Second, b", "III. c", "(4) d", "五、e"], (1, 2, 3, 4, 5), []),
        (["首先，甲", "其次，乙", "再次，丙", "最后，丁"], (1, 2, 3, 4), []),
        (["First, a", "Next, b", "Third, c", "Finally, d"], (1, 2, 3, 4), []),
        (["A. a", "B. b", "C. c", "D. d"], (1, 2, 3, 4), []),
        ([f"{letter}. a" for letter in "ABCDEFGHIJ"], tuple(range(1, 11)), []),  # no Roman I
        (["First, a", "without", "Third, c"], (1, 2, 3), []),
        (["Fourth, a", "V. b"], (4, 5), [(0, "'Fourth,' is the first: what comes before it?")]),
        (
            ["First, a", "Third, b", "Fourth, c"],
            (1, 2, 3),
            [(1, "'Third,' follows number 1: is a step missing?")],
        ),
        (["1. a", "2. b", "2. c", "3. d"], (1, 2, 3, 4), [(2, "'2.' stands twice")]),
        (
            ["1. a", "2. b", "1. c", "2. d"],
            (1, 2, 3, 4),
            [(2, "'1.' follows number 2: is the order right?")],
        ),
    ],
)
def test_steps_are_numbered(
    headings: list[str], numbers: tuple[int, ...], slips: list[tuple[int, str]]
) -> None:
    found = number_steps(headings)
    assert found.numbers == numbers
    assert [(slip.index, slip.message) for slip in found.slips] == slips


@given(st.lists(st.sampled_from(["First, a", "V. b", "2. c", "C. d", "Last, e", "f", "九、g"])))
def test_numbers_always_count_up_by_one(headings: list[str]) -> None:
    numbers = number_steps(headings).numbers
    start = numbers[0] if numbers else 1
    assert numbers == tuple(range(start, start + len(headings)))


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Steps", Role.STEPS),
        ("What to do", Role.STEPS),
        ("How to apply", Role.STEPS),
        ("Application process:", Role.STEPS),
        ("步骤", Role.STEPS),
        ("办理流程", Role.STEPS),
        ("To sum up", Role.SUMMARY),
        ("To sum up:", Role.SUMMARY),
        ("In short", Role.SUMMARY),
        ("SUMMARY", Role.SUMMARY),
        ("In conclusion,", Role.SUMMARY),
        ("V. Summary", Role.SUMMARY),
        ("总结", Role.SUMMARY),
        ("综上所述：", Role.SUMMARY),
        ("五、小结", Role.SUMMARY),
        ("Legal basis", Role.BASIS),
        ("Legal basis:", Role.BASIS),
        ("[ Legal basis ]]", Role.BASIS),
        ("**Legal basis**", Role.BASIS),
        ("Legal Objective(s):", Role.BASIS),
        ("Legal objectivity", Role.BASIS),
        ("Legal ground", Role.BASIS),
        ("法律依据", Role.BASIS),
        ("【法律依据】：", Role.BASIS),
        ("法律客观", Role.BASIS),
        ("六、法律依据", Role.BASIS),
        ("Legal subjective:", None),  # the answer
        ("法律主观：", None),
        ("Step", None),
        ("Fourth, procedure", None),  # a step
        ("Step 5: Summary", None),
        ("Summary of changes in the law", None),
        ("In short, you pay", None),
        ("Processing times", None),
        ("", None),
    ],
)
def test_roles(heading: str, role: Role | None) -> None:
    assert role_of(heading) is role
