"""The server that is measured: ``python -m tests.bench.http_server DATA`` serves an index there."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from ingest.pipeline import ingest
from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.engine import Batch
from kb.index.engine import WhooshEngine
from kb.model import Article, Section
from tests.bench.http_load import Server

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "corpus"
_AT_ONCE = 5_000  # made-up articles in one commit
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers; ``ready_after`` is how many seconds it took to."""

    at: Server
    process: int
    ready_after: float

    def memory(self) -> float:
        """What it holds in memory now, in megabytes (resident set); NaN where Linux is not."""
        status = Path(f"/proc/{self.process}/status")
        if not status.exists():
            return float("nan")
        found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
        return int(found[1]) / 1024 if found else float("nan")

    def computing(self) -> float:
        """Processor time that it has used so far, in seconds; NaN where Linux is not."""
        stat = Path(f"/proc/{self.process}/stat")
        if not stat.exists():
            return float("nan")
        fields = stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def build(data: Path, documents: int, seed: int) -> int:
    """Index the project's corpus, and made-up articles up to this many; how many there are."""
    with closing(WhooshEngine.open(data)) as engine:
        ingest(CORPUS, engine)
        real = engine.contents().articles
        made = range(len(real), documents)
        for start in range(0, len(made), _AT_ONCE):
            chunk = made[start : start + _AT_ONCE]
            engine.write(Batch(articles=tuple(_made_up(real, chunk, seed))))
    return max(documents, len(real))


def _made_up(real: tuple[Article, ...], numbers: range, seed: int) -> Iterator[Article]:
    """Articles whose sentences are those of real ones, dealt anew within a language."""
    sentences: dict[str, list[str]] = {}
    for article in real:
        for section in article.sections:
            sentences.setdefault(article.lang, []).extend(_SENTENCE.split(section.text))
    for number in numbers:
        chance = random.Random(seed + number)
        pattern = real[number % len(real)]
        known = sentences[pattern.lang]

        slug = f"made-up-{number}"
        yield replace(
            pattern,
            slug=slug,
            path=f"articles/made-up/{slug}.md",
            fingerprint=slug,
            title=(chance.choice(known) or pattern.title)[:80],
            aliases=(),
            related=(),
            translation_of="",
            sections=tuple(_dealt(section, known, chance) for section in pattern.sections),
        )


def _dealt(section: Section, sentences: list[str], chance: random.Random) -> Section:
    """A section with as many sentences, others."""
    count = max(1, len(_SENTENCE.split(section.text)))
    text = " ".join(chance.choice(sentences) for _ in range(count))
    return replace(section, text=text, html="")


@contextmanager
def running(data: Path, threads: int) -> Iterator[Running]:
    """A server process over this index, for as long as the block lasts."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "tests.bench.http_server", str(data), str(threads)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            if not url:
                raise SystemExit("the server did not start")
            with urlopen(f"{url}/api/v1/search?q=pension") as answer:
                answer.read()
            ready = time.perf_counter() - started
            parts = urlsplit(url)
            assert parts.hostname is not None
            assert parts.port is not None
            yield Running(Server(parts.hostname, parts.port), process.pid, ready)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _serve(data: Path, threads: int) -> None:
    """What `kb serve` does once the index is up to date."""
    from kb.web.app import create_app
    from kb.web.serve import serve

    with closing(WhooshEngine.open(data)) as engine:
        app = create_app(engine, taxonomy_of(CORPUS), templates=bundle.templates())
        serve(app, "127.0.0.1", 0, threads=threads, ready=lambda url: print(url, flush=True))


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
