"""``python -m tests.bench.runaways``: how the time to find and resolve grows with hostile texts.

Each text repeats a few words that make some pattern of the citation finder try again. The time of
twice the text should be about twice the time; the last column is that ratio. Also the time for
1 MB of what people write, where the shared data and the corpus are there.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.resolve import Resolver
from kb.statutes import names
from tests.cn_laws import project_register, shared_data, tree
from tests.gold.legal_qa import answers
from tests.test_find_citations import RUNAWAYS

MEGABYTE = 1_000_000
SMALL = MEGABYTE // 4
ARTICLES = Path(__file__).resolve().parents[2] / "corpus" / "articles"


class Timed:
    """Finds and resolves with all statutes that are there."""

    def __init__(self) -> None:
        there = (shared_data() / "cn-laws").is_dir()
        self._register, texts = tree() if there else (project_register(), None)
        self._names = frozenset(n for s in self._register for n in names(s) if n)
        self._resolver = Resolver(self._register, texts) if texts else Resolver(self._register)
        self("第一条")  # the finder of names is built once

    def __call__(self, text: str) -> float:
        """Seconds of processor time."""
        began = time.process_time()
        self._resolver.resolve(find([Passage(anchor="", text=text)], self._names))
        return time.process_time() - began


def hostile() -> Iterator[str]:
    """Pieces to repeat: those of the tests, and mixtures of them."""
    yield from RUNAWAYS
    chosen = random.Random("runaways")
    for _ in range(40):
        yield "".join(chosen.sample(RUNAWAYS, chosen.choice((2, 2, 3))))


def repeated(piece: str, size: int) -> str:
    """The piece again and again, to ``size`` bytes."""
    return piece * (size // len(piece.encode()))


def real() -> Iterator[tuple[str, str]]:
    """1 MB of legal answers in Chinese, and of articles in English."""
    if (shared_data() / "legal-qa").is_dir():
        chinese = "\n\n".join(answers(shared_data()))
        yield "legal answers", repeated(chinese, MEGABYTE + len(chinese.encode()))
    english = "\n\n".join(path.read_text("utf-8") for path in sorted(ARTICLES.rglob("*.md")))
    yield "articles", (english * (MEGABYTE // len(english) + 1))[:MEGABYTE]


def main() -> int:
    timed = Timed()
    for name, text in real():
        print(f"{timed(text):6.2f} s  {len(text.encode()) / MEGABYTE:.2f} MB of {name}")
    rows = []
    for piece in hostile():
        small, large = timed(repeated(piece, SMALL)), timed(repeated(piece, 2 * SMALL))
        rows.append((large, large / max(small, 0.001), piece))
    print("\nseconds for 0.5 MB, ratio to 0.25 MB, text")
    for seconds, ratio, piece in sorted(rows, reverse=True)[:20]:
        print(f"{seconds:6.2f}  {ratio:4.1f}  {piece!r}")
    worst = max(rows, key=lambda row: row[1] if row[0] > 0.2 else 0)
    print(f"\nworst growth of those that take over 0.2 s: {worst[1]:.1f} for {worst[2]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
