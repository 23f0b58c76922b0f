"""The title and the breadcrumb at the top of a scraped page."""

import pytest

from ingest.lines import lines_of
from ingest.masthead import masthead

TEXT = "Some text that says what the page is about, at length and to the end."


@pytest.mark.parametrize(
    ("top", "title", "breadcrumb"),
    [
        # the title again below the trail
        ("Site - Tea - How do I brew?\nHow do I brew?", "How do I brew?", ("Site", "Tea")),
        ("Site - How do I brew?\nHow do I brew?", "How do I brew?", ("Site",)),
        ("A - B - C - D - Brewing\nBrewing", "Brewing", ("A", "B", "C", "D")),
        ("Site - Tea - Green - how?\nGreen - how?", "Green - how?", ("Site", "Tea")),
        ("Site - Tea - brewing TEA\n\nBrewing tea?", "Brewing tea?", ("Site", "Tea")),
        (
            "Site - Tea - Brewing green t...\nBrewing green tea",
            "Brewing green tea",
            ("Site", "Tea"),
        ),
        ("怎样泡茶_茶网\n怎样泡茶？", "怎样泡茶？", ("茶网",)),
        ("怎样泡茶？_问答_茶网\n怎样泡茶？", "怎样泡茶？", ("茶网", "问答")),
        ("Brewing | Tea | Site\nBrewing", "Brewing", ("Site", "Tea")),
        ("Home > Tea > Brewing\nBrewing", "Brewing", ("Home", "Tea")),
        ("You are here: Home » Tea » Brewing\nBrewing", "Brewing", ("Home", "Tea")),
        ("当前位置：首页>茶>怎样泡茶\n怎样泡茶？", "怎样泡茶？", ("首页", "茶")),
        ("Site / Tea / Brewing\nBrewing\nBrewing", "Brewing", ("Site", "Tea")),
        # the title only in the trail
        ("Site - Tea - How do I brew?", "How do I brew?", ("Site", "Tea")),
        ("Site - Tea - Green - how it is brewed", "Green - how it is brewed", ("Site", "Tea")),
        ("Tea Help Centre - How do I brew?", "How do I brew?", ("Tea Help Centre",)),
        ("茶网 - 问答 - 怎样泡茶", "怎样泡茶", ("茶网", "问答")),
        ("Home > Tea > Brewing", "Brewing", ("Home", "Tea")),
        (
            "How do I brew? - Tea questions - Tea site",
            "How do I brew?",
            ("Tea site", "Tea questions"),
        ),
        # the title only below the trail
        (
            "Tea Website - Tea inquiry\nHow do I brew?",
            "How do I brew?",
            ("Tea Website", "Tea inquiry"),
        ),
        ("Home > Tea\nBrewing green tea", "Brewing green tea", ("Home", "Tea")),
        ("Location: Home\nBrewing green tea", "Brewing green tea", ("Home",)),
        # no trail
        ("How do I brew?", "How do I brew?", ()),
        ("Brewing green tea", "Brewing green tea", ()),
        ("Brewing is easy.\nBrewing is easy.", "Brewing is easy.", ()),
        ("Green tea - how it is brewed", "Green tea - how it is brewed", ()),
        ("Green - Black\nGreen - Black", "Green - Black", ()),
        ("Prices 2020 - 2024", "Prices 2020 - 2024", ()),
        ("Question: How do I brew?", "How do I brew?", ()),
        ("标题：怎样泡茶", "怎样泡茶", ()),
        ("Use the <b>tea</b> pot", "Use the <b>tea</b> pot", ()),
        # no title
        ("", "", ()),
        ("First, boil water.", "", ()),
        ("Legal basis:", "", ()),
        ("This is a first sentence. This is a second one, and so the line is no title.", "", ()),
    ],
)
def test_titles_and_breadcrumbs(top: str, title: str, breadcrumb: tuple[str, ...]) -> None:
    found = masthead(lines_of(f"{top}\n{TEXT}\nMore of it.").lines)
    assert (found.title, found.breadcrumb) == (title, breadcrumb)
    rest = lines_of(f"{top}\n{TEXT}\nMore of it.").lines[found.lines :]
    assert TEXT in [line.text for line in rest]


@pytest.mark.parametrize(
    ("top", "doubt"),
    [
        ("Brewing is easy.", "read 'Brewing is easy.' as the title"),
        ("First, boil water.", "no title found"),
        (
            "Tea Help Centre - How do I brew?",
            "read 'Tea Help Centre' as the place of the page and 'How do I brew?' as its title",
        ),
    ],
)
def test_doubtful_tops(top: str, doubt: str) -> None:
    found = masthead(lines_of(f"\n{top}\n{TEXT}").lines)
    assert [(d.line, d.message) for d in found.doubts] == [(2, doubt)]


@pytest.mark.parametrize("top", ["a - " * 5_000, ">" * 5_000, "x" * 5_000, "- " * 500 + "x"])
def test_strange_first_lines_are_no_title(top: str) -> None:
    assert masthead(lines_of(f"{top}\n{TEXT}").lines).title in ("", TEXT)
