"""How long the corpus in memory takes: the first reading, a save, an examination.

The corpus is made of our own articles by variation. Run ``python -m tests.bench.desk``.
"""

import argparse
import random
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ingest.live import LiveCorpus
from ingest.pipeline import NO_TEXTS, ingest
from ingest.taxonomy_file import taxonomy_of
from kb.filter_names import FilterNames
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from tests.bench.corpora import ROOT

_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)
_NAMES = re.compile(r"^(related|aliases|best_for|translation_of|formerly):", re.MULTILINE)


def make(folder: Path, count: int, rng: random.Random) -> None:
    """A corpus of so many articles: ours, each again and again with other names."""
    shutil.copytree(ROOT / "corpus", folder)
    ours = sorted((folder / "articles").rglob("*.md"))
    titles = [_title(path.read_text("utf-8")) for path in ours]
    for number in range(count - len(ours)):
        model = ours[number % len(ours)]
        text = model.read_text("utf-8")
        front, body = text.split("\n---\n", 1)
        front = _without_names(front)
        front = front.replace(_title(text), f"{_title(text)} (case {number})", 1)
        related = ", ".join(f'"{t}"' for t in rng.sample(titles, 3) if '"' not in t)
        front += f"\naliases: [question {number} of {model.stem}]\nrelated: [{related}]"
        paragraphs = body.split("\n\n")
        paragraphs.insert(1, f"This is what holds in case {number}, {rng.random()}.")
        (model.parent / f"{model.stem}-{number}.md").write_text(
            f"{front}\n---\n" + "\n\n".join(paragraphs), "utf-8"
        )


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1].strip("\"'") if found else ""


def _without_names(front: str) -> str:
    """Front matter without the fields that name this or other articles."""
    kept, skipping = [], False
    for line in front.split("\n"):
        if not line.startswith((" ", "-")) or line == "---":
            skipping = bool(_NAMES.match(line))
        if not skipping:
            kept.append(line)
    return "\n".join(kept)


class Took(NamedTuple):
    """Milliseconds by the clock, and of one processor's work."""

    clock: float
    work: float


def timed(what: Callable[[], object]) -> Took:
    """How long it took. On a machine that others use, the work is what counts."""
    began, worked = time.perf_counter(), time.process_time()
    what()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000)


def say(name: str, times: list[Took]) -> None:
    """The median and the 95th percentile of both."""
    clock, work = _spread([took.clock for took in times]), _spread([took.work for took in times])
    print(f"{name:<48} {clock}   work {work}", flush=True)


def _spread(times: list[float]) -> str:
    p95 = sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]
    return f"p50 {statistics.median(times):8.1f} p95 {p95:8.1f} ms"


def saves(folder: Path, live: LiveCorpus, engine: WhooshEngine, paths: list[str]) -> Iterator[Took]:
    """A word more in a file, read, checked, and in the index."""
    for number, path in enumerate(paths):
        file = folder / path
        file.write_text(f"{file.read_text('utf-8')}\n\nAnother word, zq{number}.\n", "utf-8")

        def save(path: str = path) -> None:
            live.refresh([path])
            live.bring_up(engine)

        yield timed(save)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a folder where the corpus is made and kept")
    options = parser.parse_args()
    rng = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="kb-desk-") as name:
        root = options.keep or Path(name)
        folder = root / "corpus"
        if not folder.exists():
            make(folder, options.articles, rng)
        engine = WhooshEngine.open(root / "index", names=FilterNames.of(taxonomy_of(folder)))
        with closing(engine):
            measure(folder, engine, options.times, rng)


def measure(folder: Path, engine: WhooshEngine, times: int, rng: random.Random) -> None:
    """Everything, printed line by line."""

    def first() -> LiveCorpus:
        return ingest(folder, engine, texts=NO_TEXTS, alike=gist, cleared=lambda: ()).live

    say("first reading, no index yet (or what it is now)", [timed(first)])
    say("first reading, index up to date", [timed(first)])
    live = first()
    print(f"{len(live.corpus.articles):,} articles, {len(live.corpus.problems):,} problems")
    paths = rng.sample([article.path for article in live.corpus.articles], times)
    say("look at all files, nothing changed", [timed(live.refresh) for _ in range(10)])
    say("list of all problems after a change", [timed(lambda: live.corpus) for _ in range(3)])
    say("save: refresh, checks, index", list(saves(folder, live, engine, paths)))
    texts = {path: live.source(path) for path in paths}
    say(
        "examine a changed text",
        [
            timed(lambda s=source, p=path: live.examine(f"{s.text}\n\nMore.\n", p))
            for path, source in texts.items()
            if source is not None
        ],
    )
    say(
        "examine a text with another title",
        [
            timed(lambda s=source, p=path: live.examine(_TITLE.sub("title: Other", s.text), p))
            for path, source in texts.items()
            if source is not None
        ],
    )
    glossary = folder / "glossary.toml"
    glossary.write_text(
        f'{glossary.read_text("utf-8")}\n[[concepts]]\nid = "b{rng.random()}"\n'
        f'en = "zq{rng.random()}"\nzh = "zq{rng.random()}"\n',
        "utf-8",
    )
    say("refresh after a change of the glossary", [timed(lambda: live.refresh(["glossary.toml"]))])


if __name__ == "__main__":
    main()
