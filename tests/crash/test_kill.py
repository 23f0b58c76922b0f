"""A writer killed at any point leaves the old index or the new one, and the next write works."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.engine import SearchEngine
from kb.index.engine import WhooshEngine
from kb.request import Filters, SearchRequest
from tests.crash.dying_writer import batch

ROOT = Path(__file__).parent.parent.parent
WRITER = [sys.executable, "-W", "ignore", "-m", "tests.crash.dying_writer"]


def whole(engine: SearchEngine) -> int:
    """The generation the index is at, after a look that all of it is of that generation."""
    contents = engine.contents()
    expected = batch(contents.generation)
    assert contents.articles == tuple(sorted(expected.articles, key=lambda a: a.path))
    assert contents.statutes == tuple(sorted(expected.statutes or (), key=lambda s: s.id))
    articles = Filters(kind=("guide", "qa"))
    found = engine.search(
        SearchRequest(query=f"generation {contents.generation}", filters=articles)
    )
    assert (found.total, found.generation) == (2, contents.generation)
    assert engine.holdings().provisions == sum(len(s.provisions) for s in contents.statutes)
    assert found.hits[0].title.text == f"Generation {contents.generation}"
    return contents.generation


def goes_on(engine: SearchEngine) -> None:
    """The next write works and leaves nothing behind."""
    before = whole(engine)
    assert engine.write(batch(before + 1)) == before + 1
    assert whole(engine) == before + 1


@pytest.mark.parametrize(
    ("generation", "stride"), [(1, 1), (2, 1)], ids=["while-writing-anew", "while-changing"]
)
def test_killed_before_each_touch_of_a_file(tmp_path: Path, generation: int, stride: int) -> None:
    index, copies = tmp_path / "index", tmp_path / "copies"
    engine = WhooshEngine.open(index)
    for number in range(1, generation + 1):
        engine.write(batch(number))
    engine.close()
    copies.mkdir()
    steps = [*WRITER, "steps", str(index), str(copies), str(stride)]
    subprocess.run(steps, cwd=ROOT, check=True)
    seen = []
    for number in range(len(list(copies.iterdir()))):
        engine = WhooshEngine.open(copies / str(number))
        seen.append(whole(engine))
        goes_on(engine)
        engine.close()
        suffixes = sorted(file.suffix for file in (copies / str(number)).iterdir())
        assert suffixes == ["", "", ".seg", ".toc"]
    assert len(seen) > 10, "it was killed at many points"
    assert seen == sorted(seen), "once the new generation is there, it stays"
    assert set(seen) == {generation, generation + 1}


def test_killed_at_any_moment(tmp_path: Path) -> None:
    index = tmp_path / "index"
    engine = WhooshEngine.open(index)
    engine.write(batch(1))
    moments = random.Random(11)  # a fixed seed; the moments differ all the same
    for _ in range(3):
        with subprocess.Popen(
            [*WRITER, "endless", str(index)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            first = int(writer.stdout.readline())
            time.sleep(moments.uniform(0, 0.2))
            writer.kill()
            told = [first, *map(int, writer.stdout.read().split())]
        assert whole(engine) in (told[-1], told[-1] + 1)
        goes_on(engine)
    engine.close()


def test_killed_while_other_processes_analyse(tmp_path: Path) -> None:
    """Those end too, and the index is as it was."""
    index = tmp_path / "index"
    engine = WhooshEngine.open(index)
    engine.write(batch(1))
    with subprocess.Popen([*WRITER, "many", str(index)], cwd=ROOT, stdout=subprocess.PIPE,
                          text=True) as writer:  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline() == "some are done\n"
        listed = Path(f"/proc/{writer.pid}/task/{writer.pid}/children").read_text("utf-8")
        workers = [pid for pid in map(int, listed.split()) if b"spawn_main" in command_of(pid)]
        assert len(workers) >= 2
        writer.kill()
    deadline = time.monotonic() + 60
    while any(b"spawn_main" in command_of(pid) for pid in workers):
        assert time.monotonic() < deadline, "they go on without the one who started them"
        time.sleep(0.1)
    assert whole(engine) == 1
    goes_on(engine)
    engine.close()


def command_of(pid: int) -> bytes:
    """What a process was started as; nothing where there is none, or it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
