"""Two hundred saves by processes that are killed at any point: nothing that was saved is lost."""

import random
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kb.index.engine import WhooshEngine
from kb.model import Status
from tests.crash.dying_desk_saves import DRAFT, LINES, SHOWN, desk_over
from tests.desk_room import write_corpus

ROOT = Path(__file__).parent.parent.parent
SAVER = [sys.executable, "-W", "ignore", "-m", "tests.crash.dying_desk_saves"]
SAVES, STARTS = 200, 4
_SAVE = re.compile(r"of save (\d+)\.")


@pytest.mark.long
@pytest.mark.timeout(600)  # seconds; on a machine that does nothing else it takes fifteen
def test_two_hundred_saves_and_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")
    chance = random.Random(7)
    number, told = 1, ["0"]
    for start in range(STARTS):
        last = SAVES if start == STARTS - 1 else min(SAVES, number + SAVES // STARTS + 8)
        arguments = [*SAVER, str(tmp_path), str(number), str(last)]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as saver:
            assert saver.stdout is not None
            assert saver.stdout.readline() == "ready\n"
            lines = SAVES // STARTS if start < STARTS - 1 else SAVES * 2
            for line in saver.stdout:
                told.append(line.strip())
                lines -= 1
                if lines == 0:
                    time.sleep(chance.random() * 0.05)  # somewhere within what comes next
                    saver.kill()
                    told += [rest.strip() for rest in saver.stdout if rest.endswith("\n")]
        number = holds(tmp_path, [line for line in told if line.isdigit()]) + 1
    assert number == SAVES + 1


def holds(root: Path, told: list[str]) -> int:
    """Look, as the next start does, that all is whole; answers the last save that is there."""
    with closing(WhooshEngine.open(root / "data" / "index")) as engine:
        desk, revisions = desk_over(root, engine)
        desk.catch_up()
        kept = 0
        for slug in (DRAFT, SHOWN):
            for manuscript in (desk.manuscript(slug), desk.shown(slug)):
                assert manuscript is not None
                kept = max([kept, *whole(manuscript.text)])
                assert revisions.knows(slug, manuscript.version)
        # Every save that returned is in the history, word for word.
        notes = {r.note: r for slug in (DRAFT, SHOWN) for r in revisions.of(slug, limit=1_000)}
        for number in told[1:]:
            text = revisions.text(notes[number].version)
            assert text is not None
            assert set(whole(text)) == {int(number)}
        assert kept >= int(told[-1])
        # The newest revision is what the file has, and the index what readers have.
        for slug in (DRAFT, SHOWN):
            manuscript = desk.manuscript(slug)
            assert manuscript is not None
            assert revisions.of(slug, limit=1)[0].version == manuscript.version
        indexed = {article.slug: article for article in engine.contents().articles}
        shown = desk.shown(SHOWN)
        assert shown is not None
        assert indexed[SHOWN].status is Status.PUBLISHED
        words = "\n".join(section.text for section in indexed[SHOWN].sections)
        assert set(whole(shown.text)) == {int(n) for n in _SAVE.findall(words)}
        assert engine.generation() > 0
    left = [path for path in (root / "corpus").rglob(".*") if path.is_file()]
    assert left == []
    assert not (root / "data" / "desk-plan.json").exists()
    return kept


def whole(text: str) -> list[int]:
    """The numbers that the lines tell: one, of as many lines as were written, or none."""
    found = [int(number) for number in _SAVE.findall(text)]
    assert len(found) in (0, LINES)
    assert len(set(found)) <= 1
    return found
