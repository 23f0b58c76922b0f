"""Short texts in English and Chinese with their citations marked in place: reads them.

The form is told in ``README.md`` beside it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.provision import Provision
from kb.statutes import name_key

FILE = Path(__file__).with_name("citations_en_zh.txt")
_STATUTE = re.compile(r"@ (?P<code>[a-z]+) (?P<title>[^=;]+?) = (?P<names>.+)")
_HEADING = re.compile(r"=== (?P<id>\S+) (?P<about>.+)")
_MARK = re.compile(
    r"⟦(?P<span>[^⟦⟧]+)⟧\{(?:(?P<code>[a-z]+)|=(?P<name>[^|}]+))\|(?P<numbers>[^|}]+)"
    r"(?P<flags>(?:\|[qr])*)\}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCitation:
    """A citation that is to be found; ``start`` and ``end`` are offsets in the text.

    ``statute`` is the title of what is meant, the name as written for one that is not among
    the file's statutes. ``quoted`` says that the provision's words follow, ``relative`` that
    the provision is named from another one's place (前条) rather than by its number.
    """

    start: int
    end: int
    statute: str
    numbers: tuple[str, ...]
    quoted: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """One text without its marks; ``about`` says what it tries."""

    id: str
    about: str
    text: str
    citations: tuple[MarkedCitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTexts:
    """The texts, and the names of statutes that a finder may be told: name to title."""

    names: Mapping[str, str]
    texts: tuple[MarkedText, ...]

    def title(self, name: str) -> str:
        """The title of the statute that goes by the name as written, else the name itself."""
        titles = {name_key(known): title for known, title in self.names.items()}
        return titles.get(name_key(name), name)


def read(path: Path = FILE) -> MarkedTexts:
    """All texts; raises ``ValueError`` that names the file and the line."""
    titles: dict[str, str] = {}
    names: dict[str, str] = {}
    blocks: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("=== "):
            blocks.append((number, line, []))
        elif blocks:
            blocks[-1][2].append(line)
        elif entry := _STATUTE.fullmatch(line):
            titles[entry["code"]] = entry["title"]
            names |= dict.fromkeys([entry["title"], *entry["names"].split("; ")], entry["title"])
        elif line and not line.startswith("# "):
            raise ValueError(f"{path}:{number}: neither a statute, a remark, nor a text's heading")
    texts = tuple(
        _text(f"{path}:{number}", heading, lines, titles) for number, heading, lines in blocks
    )
    if len({text.id for text in texts}) < len(texts):
        raise ValueError(f"{path}: two texts have the same id")
    return MarkedTexts(names=names, texts=texts)


def _text(where: str, heading: str, lines: list[str], titles: Mapping[str, str]) -> MarkedText:
    named = _HEADING.fullmatch(heading)
    if named is None:
        raise ValueError(f"{where}: a heading is `=== id what it tries`")
    marked = "\n".join(lines).strip("\n")
    text = _MARK.sub(lambda mark: mark["span"], marked)
    if set(text) & set("⟦⟧{}"):
        raise ValueError(f"{where}: a mark of {named['id']} is not ⟦words⟧{{statute|numbers}}")
    try:
        citations = tuple(_citations(marked, titles))
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    return MarkedText(id=named["id"], about=named["about"], text=text, citations=citations)


def _citations(marked: str, titles: Mapping[str, str]) -> Iterator[MarkedCitation]:
    taken = 0  # characters of marks before this one
    for mark in _MARK.finditer(marked):
        if mark["code"] and mark["code"] not in titles:
            raise ValueError(f"no statute has the code {mark['code']}")
        start = mark.start() - taken
        taken += len(mark[0]) - len(mark["span"])
        numbers = tuple(mark["numbers"].split())
        for number in numbers:
            Provision.parse(f"any/art-{number}")
        yield MarkedCitation(
            start=start,
            end=start + len(mark["span"]),
            statute=mark["name"] or titles[mark["code"]],
            numbers=numbers,
            quoted="q" in mark["flags"],
            relative="r" in mark["flags"],
        )
