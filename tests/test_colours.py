"""The style sheet's colours reach WCAG AA, in the light and in the dark."""

import re

import pytest

from kb.web.site import STATIC

SHEET = (STATIC / "site.css").read_text("utf-8")
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 contrast of text, 1.4.11 of what can be operated
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "accent-soft", TEXT),
    ("ink", "warn-soft", TEXT),
    ("quiet", "paper", TEXT),
    ("quiet", "surface", TEXT),
    ("quiet", "accent-soft", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-mark", "mark", TEXT),
    ("good", "good-soft", TEXT),
    ("bad", "bad-soft", TEXT),
    ("ink", "good-soft", TEXT),
    ("ink", "bad-soft", TEXT),
    ("accent", "bad-soft", TEXT),
    ("quiet", "bad-soft", TEXT),
    ("accent", "good-soft", TEXT),
    ("control", "paper", CONTROL),
    ("bad", "paper", CONTROL),
    ("good", "paper", CONTROL),
    ("warn-line", "paper", CONTROL),
]


def scheme(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (scheme(block) for block in re.findall(r":root \{(.*?)\n {0,2}\}", SHEET, re.S)[:2])


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(colours: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(colours[front], colours[back]) >= least


def test_colours_stand_in_one_place_and_load_nothing() -> None:
    assert set(LIGHT) == set(DARK)
    rules = re.sub(r":root \{.*?\}", "", SHEET, flags=re.S)
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])", rules)
    assert "url(" not in SHEET
    assert "@import" not in SHEET
