"""Our translations against the Chinese statutes: same provisions, paragraphs, items, numbers.

The Chinese texts lie outside the project, so these tests are skipped where they are not.
"""

import re
from pathlib import Path

import cn2an
import pytest

from ingest.source import read
from ingest.statute_file import parse
from kb.statutes import ProvisionText, Statute
from tests.conftest import ROOT

# Translated whole; of the others only the provisions that articles rest on.
WHOLE = {
    "prc-sil-2010": 98,
    "prc-wrii-2003": 67,
    "prc-ui-1999": 33,
    "prc-hpf-1999": 47,
    "prc-csip-1999": 31,
    "prc-hsi-2023": 63,
}
FILES = sorted((ROOT / "corpus" / "statutes").glob("*.md"))
_HAN = "零〇一二三四五六七八九十百千万两"
_ARTICLE = re.compile(rf"第([{_HAN}]+)条(?:之([{_HAN}]+))?[\s\u3000]+(.*)")
_ITEM = re.compile(rf"[（(][{_HAN}]+[）)]")
_UNIT = r"(?:个工作日|日|天|个月|周年|年|周岁|小时|周|%|％|‰|万元|元|倍|级|人)"
_MEASURED = re.compile(rf"(?<!第)(?<![{_HAN}\d])([{_HAN}]+|\d+(?:\.\d+)?)({_UNIT})")
_PER = re.compile(rf"(百|千|万)分之([{_HAN}]+|\d+)")
# Words that hold a numeral and measure nothing.
_IDIOM = re.compile("最后一日|下一日|一级|一年度")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def statute_of(path: Path) -> Statute:
    statute, problems = parse(read(path, ROOT / "corpus"))
    assert statute is not None, problems
    return statute


def chinese_of(statute: Statute, laws: Path) -> dict[str, list[list[str]]]:
    """The provisions of the newest Chinese version of the statute."""
    name = statute.title_zh.replace("中华人民共和国", "")
    if (laws / name).is_dir():  # the Civil Code: a file a book
        books = map(chinese_provisions, (laws / name).glob("[!_]*.md"))
        return {number: text for book in books for number, text in book.items()}
    found = [p for p in laws.rglob("*.md") if p.stem.rsplit("(", 1)[0] == name]
    if not found:
        pytest.skip(f"there is no Chinese text named {name}")
    return chinese_provisions(max(found, key=lambda path: path.stem.rsplit("(", 1)[-1]))


def chinese_provisions(path: Path) -> dict[str, list[list[str]]]:
    """Article number -> paragraphs, each a list of its text and its items."""
    body = path.read_text("utf-8").split("<!-- INFO END -->", 1)[-1]
    provisions: dict[str, list[list[str]]] = {}
    number = ""
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith(("#", "附录", "附件")):
            number = ""
        elif found := _ARTICLE.match(line):
            number = str(int(cn2an.cn2an(found[1], "smart")))
            if found[2]:
                number += f"-{int(cn2an.cn2an(found[2], 'smart'))}"
            provisions[number] = [[found[3]]]
        elif not number:
            continue
        elif _ITEM.match(line):
            provisions[number][-1].append(line)
        else:
            provisions[number].append([line])
    return provisions


def value(numeral: str) -> float:
    return float(numeral) if numeral[0].isdigit() else float(cn2an.cn2an(numeral, "smart"))


def measured(chinese: str) -> set[float]:
    """Every number that measures something: days, months, years, shares, money, grades."""
    text = _IDIOM.sub("", chinese)
    numbers = {value(n) for _, n in _PER.findall(text)}
    text = _PER.sub("", text)
    for numeral, unit in _MEASURED.findall(text):
        numbers.add(value(numeral) * (10_000 if unit == "万元" else 1))
    return numbers


def numbers_in(english: str) -> set[float]:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", english)
    numbers = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}
    return numbers | {float(n) for n, m in enumerate(_MONTHS, 1) if m in english}


def all_numbers(chinese: str) -> set[float]:
    """Any numeral at all, and what 万分之五 is in percent."""
    plain = _PER.sub(" ", chinese)
    numerals = re.findall(rf"[{_HAN}]+|\d+(?:\.\d+)?", plain)
    numbers = {value(n) for n in numerals if n not in "百千万"}
    numbers |= {value(n) * 10_000 for n in re.findall(rf"([{_HAN}]+|\d+)万", chinese)}
    for base, numeral in _PER.findall(chinese):
        whole = {"百": 100, "千": 1_000, "万": 10_000}[base]
        numbers |= {value(numeral), whole, round(value(numeral) * 100 / whole, 4)}
    for numeral in re.findall(r"(\d+)‰", chinese):
        numbers |= {1_000.0, float(numeral) / 10}
    return numbers


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_structure(path: Path, shared_data: Path) -> None:
    statute = statute_of(path)
    chinese = chinese_of(statute, shared_data / "cn-laws")
    ours = {text.provision.number: text for text in statute.provisions}
    if path.stem in WHOLE:
        assert len(ours) == WHOLE[path.stem] == len(chinese) == statute.last_article
    for number, text in ours.items():
        assert number in chinese, f"Article {number}"
        counts = [len(paragraph.items) for paragraph in text.paragraphs]
        assert counts == [len(p) - 1 for p in chinese[number]], f"Article {number}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_numbers(path: Path, shared_data: Path) -> None:
    statute = statute_of(path)
    chinese = chinese_of(statute, shared_data / "cn-laws")
    differing = [
        difference
        for text in statute.provisions
        if (difference := number_difference(text, chinese[text.provision.number]))
    ]
    assert not differing, "\n".join(differing)


def number_difference(text: ProvisionText, chinese: list[list[str]]) -> str:
    """What one side measures and the other does not, paragraph by paragraph."""
    told = []
    for n, (paragraph, source) in enumerate(zip(text.paragraphs, chinese, strict=True), 1):
        items = [re.sub(r"^\(\d+\)", "", item) for item in paragraph.items]
        ours = numbers_in(" ".join([paragraph.text, *items]))
        body = " ".join([source[0], *(_ITEM.sub("", item) for item in source[1:])])
        missing, added = measured(body) - ours, ours - all_numbers(body)
        if missing or added:
            told.append(f"{text.provision}({n}): lacks {missing or '-'}, adds {added or '-'}")
    return "\n".join(told)
