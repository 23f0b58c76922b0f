"""The documents: statutes and answers of third parties where they are, else generated ones.

Whatever is asked for is there: a set that is too small is filled up with documents made of
the clauses of real ones, and without the data folder all words are drawn from a Zipf
distribution. The same seed gives the same documents.
"""

import gzip
import json
import os
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from kb.index.analysis import has_chinese

ROOT = Path(__file__).parent.parent.parent
SETS = ("laws", "mixed", "zipf")

# Zipf's law in Mandelbrot's form, weight = 1 / (rank + SHIFT) ** SLOPE, as in English prose.
ZIPF_WORDS = 50_000
_SHIFT, _SLOPE = 2.7, 1.07
_BODY_WORDS, _TITLE_WORDS = 70, 6  # on average
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aiou"]
_TITLE_CHARS = 60  # of an answer that has no title: its beginning

_PROVISION = re.compile(
    r"\**(?P<number>第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)\**"
    r"(?:[\s\u3000]+(?P<text>.*))?$"
)
_CLAUSE = re.compile(r"(?<=[，。；：、,.;:])")


class Record(NamedTuple):
    """A document as the benchmark knows it: two texts, and what facets count."""

    title: str
    text: str
    topic: str
    statute: str
    lang: str


class ParsedProvision(NamedTuple):
    """A statute's ``第N条``: its number and chapter as written, and its paragraphs."""

    number: str
    chapter: str
    paragraphs: tuple[str, ...]


def data_folder() -> Path | None:
    """The third-party data, if it is there: ``KB_SHARED_DATA`` or beside the checkout."""
    folder = Path(os.environ.get("KB_SHARED_DATA") or ROOT.parent / "shared" / "data")
    return folder if folder.is_dir() else None


def make(name: str, count: int, seed: int, folder: Path | None) -> list[Record]:
    """``count`` documents of a set, shuffled, so that the first n of them are a fair sample."""
    rng = random.Random(f"{name} {seed}")
    if name == "zipf" or folder is None:
        return zipf(count, rng)
    if name == "laws":
        records = _up_to(count, _chinese(folder, rng), rng)
    elif name == "mixed":
        half = count // 2
        records = _up_to(count - half, _chinese(folder, rng), rng)
        records += _up_to(half, _english(folder, rng), rng)
    else:
        raise ValueError(f"there is no set {name!r}; there are {', '.join(SETS)}")
    rng.shuffle(records)
    return records


def parse_provisions(markdown: str) -> Iterator[ParsedProvision]:
    """The provisions of a statute in Markdown; what stands before the first is left out."""
    chapter, number, paragraphs = "", "", list[str]()
    for line in map(str.strip, markdown.splitlines()):
        found = _PROVISION.match(line)
        if found or line.startswith("#"):
            if paragraphs:
                yield ParsedProvision(number, chapter, tuple(paragraphs))
            number, paragraphs = found["number"] if found else "", []
        if found:
            paragraphs = [found["text"]] if found["text"] else []
        elif line.startswith("#"):
            chapter = line.lstrip("#").strip()
        elif number and line and not line.startswith("<!--"):
            paragraphs.append(line)
    if paragraphs:
        yield ParsedProvision(number, chapter, tuple(paragraphs))


def zipf(count: int, rng: random.Random) -> list[Record]:
    """Documents of made-up words, frequent and rare as in a language."""
    words = zipf_words()
    weights = list(accumulate(1 / (rank + _SHIFT) ** _SLOPE for rank in range(1, len(words) + 1)))

    def text(average: int) -> str:
        length = max(2, round(rng.lognormvariate(0, 0.5) * average * 0.88))  # e^(0.5²/2) = 1/0.88
        return " ".join(rng.choices(words, cum_weights=weights, k=length))

    return [
        Record(
            title=text(_TITLE_WORDS),
            text=text(_BODY_WORDS),
            topic=f"topic-{min(int(rng.expovariate(0.3)), 15)}",
            statute=f"made-up-{rng.randrange(1500)}",
            lang="en",
        )
        for _ in range(count)
    ]


def zipf_words() -> list[str]:
    """The made-up words, the most frequent first."""
    rng = random.Random(0)
    made = dict[str, None]()
    while len(made) < ZIPF_WORDS:
        made["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 5)))] = None
    return list(made)


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a compressed JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _chinese(folder: Path, rng: random.Random) -> list[Record]:
    """All provisions by paragraph, in any order, then as a whole those that have several."""
    parts: list[Record] = []
    whole: list[Record] = []
    for place, file in enumerate(sorted((folder / "cn-laws").rglob("*.md"))):
        topic = f"laws-{file.relative_to(folder / 'cn-laws').parts[0]}"
        name = re.sub(r"\([\d-]+\)$", "", file.stem)
        for provision in parse_provisions(file.read_text("utf-8")):
            title = f"{name} {provision.chapter}" if provision.chapter != name else name
            record = Record(title, "\n\n".join(provision.paragraphs), topic, f"cn-{place}", "zh")
            parts += [record._replace(text=paragraph) for paragraph in provision.paragraphs]
            if len(provision.paragraphs) > 1:
                whole.append(record)
    rng.shuffle(parts)
    rng.shuffle(whole)
    return parts + whole


def _english(folder: Path, rng: random.Random) -> list[Record]:
    """Answers about insurance and sections of Acts, in any order."""
    records = []
    for found in read_jsonl(folder / "scale" / "ie-sections.jsonl.gz"):
        _, year, *number = found["id"].split("#")[0].split("-")
        title = f"{found['heading']} {found['act']}"
        statute = f"ie-{year}-{'-'.join(number)}".lower()
        records.append(Record(title, found["text"], f"acts-{year[:3]}0s", statute, "en"))
    for found in read_jsonl(folder / "relevance" / "insuranceqa-en" / "corpus.jsonl.gz"):
        title = found["text"][:_TITLE_CHARS].rsplit(" ", 1)[0]
        records.append(Record(title, found["text"], "insurance", "", "en"))
    rng.shuffle(records)
    return records


def _up_to(count: int, records: list[Record], rng: random.Random) -> list[Record]:
    """The first so many; more are made of clauses of these."""
    missing = count - len(records)
    return records[:count] if missing <= 0 else [*records, *recombined(records, missing, rng)]


def recombined(records: Sequence[Record], count: int, rng: random.Random) -> list[Record]:
    """Documents as long as real ones, of real clauses: terms are as frequent as they were."""
    clauses = [
        clause
        for record in rng.sample(records, min(len(records), 20_000))
        for clause in _CLAUSE.split(record.text)
        if clause.strip()
    ]
    made = []
    for _ in range(count):
        model = rng.choice(records)
        parts: list[str] = []
        missing = len(model.text)
        while missing > 0:
            parts.append(rng.choice(clauses))
            missing -= len(parts[-1])
        made.append(model._replace(text="".join(parts)))
    return made


def language(text: str) -> str:
    """``zh`` or ``en``."""
    return "zh" if has_chinese(text) else "en"


Tick = Callable[[int, int], None]


def ticked(things: Sequence[Any], tick: Tick, every: int = 1000) -> Iterable[Any]:
    """The things one by one, ``tick(done, total)`` called now and then."""
    for done, thing in enumerate(things, 1):
        yield thing
        if done % every == 0 or done == len(things):
            tick(done, len(things))
