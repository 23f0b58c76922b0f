"""The folder of the embedded engine: who may write it, what is wrong with it, what is left over."""

import contextlib
import fcntl
import os
import random
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kb.engine import Batch, IndexUnusableError
from kb.index import folder as index_folder
from kb.index.engine import WhooshEngine
from kb.index.schema import FIELDS
from kb.request import SearchRequest
from tests.small_corpus import ARTICLES, PAY, YEARS, batch

QUERY = SearchRequest(query="social security")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that holds the small corpus."""
    place = tmp_path / "index"
    engine = WhooshEngine.open(place)
    engine.write(batch())
    engine.close()
    return place


def table(place: Path) -> Path:
    (found,) = place.glob("_kb*.toc")
    return found


def segment(place: Path) -> Path:
    (found,) = place.glob("*.seg")
    return found


def test_every_field_says_what_it_is_for() -> None:
    for name, field in FIELDS.items():
        assert field.about.endswith("."), name


# -- who may write it


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757])
def test_a_folder_that_others_may_write_is_not_opened(place: Path, mode: int) -> None:
    place.chmod(mode)
    with pytest.raises(IndexUnusableError, match=r"others may write into .* run `chmod go-w "):
        WhooshEngine.open(place)


def test_a_folder_of_another_user_is_not_opened(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = os.geteuid() + 1
    monkeypatch.setattr(index_folder.os, "geteuid", lambda: other)
    with pytest.raises(IndexUnusableError, match="belongs to another user"):
        WhooshEngine.open(place)


def test_permissions_are_looked_at_again_before_each_reading(place: Path) -> None:
    engine = WhooshEngine.open(place)
    place.chmod(0o777)
    with pytest.raises(IndexUnusableError, match="others may write"):
        engine.search(QUERY)


def test_an_empty_folder_is_made_our_own(tmp_path: Path) -> None:
    place = tmp_path / "index"
    place.mkdir()
    place.chmod(0o777)
    WhooshEngine.open(place).close()
    assert place.stat().st_mode & 0o777 == 0o755


def test_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(IndexUnusableError, match="File exists: choose another folder"):
        WhooshEngine.open(tmp_path / "index")


# -- what is wrong with it


def overwritten(place: Path) -> None:
    table(place).write_bytes(b"no pickle")


def emptied(place: Path) -> None:
    table(place).write_bytes(b"")


def cut(place: Path) -> None:
    data = table(place).read_bytes()
    table(place).write_bytes(data[: len(data) // 2])


def segment_cut(place: Path) -> None:
    data = segment(place).read_bytes()
    segment(place).write_bytes(data[: len(data) // 2])


def segment_gone(place: Path) -> None:
    segment(place).unlink()


def segment_zeroed(place: Path) -> None:
    segment(place).write_bytes(bytes(segment(place).stat().st_size))


def of_another_version(place: Path) -> None:
    table(place).rename(place / "_kb0_1.toc")
    segment(place).rename(place / "kb0_0123456789abcdef.seg")


DAMAGES = [overwritten, emptied, cut, segment_cut, segment_gone, segment_zeroed]


@pytest.mark.parametrize("damage", [*DAMAGES, of_another_version])
def test_an_unusable_index_says_so_and_can_be_built_anew(place: Path, damage: object) -> None:
    assert callable(damage)
    damage(place)
    engine = WhooshEngine.open(place)
    told = "another version" if damage is of_another_version else "is damaged"
    for read in (lambda: engine.search(QUERY), engine.contents, lambda: engine.related("a", 1)):
        with pytest.raises(IndexUnusableError, match=rf"{told}.*run `kb index --rebuild`"):
            read()
    with pytest.raises(IndexUnusableError, match="kb index --rebuild"):
        engine.write(Batch(articles=(PAY,), statutes=()))
    assert engine.generation() == 1
    assert engine.write(batch()) == 2
    assert engine.search(QUERY).hits[0].slug == "pay-your-own-social-security"
    assert sorted(file.suffix for file in place.iterdir()) == ["", "", ".seg", ".toc"]
    engine.close()


def test_damage_that_shows_late(place: Path) -> None:
    """The file opens, but the articles in it are no JSON."""
    data = segment(place).read_bytes()
    assert b'{"slug":' in data
    segment(place).write_bytes(data.replace(b'{"slug":', b'{"slug"?'))
    engine = WhooshEngine.open(place)
    with pytest.raises(IndexUnusableError, match="is damaged"):
        engine.contents()


def test_an_index_of_a_later_version_is_not_misread(place: Path) -> None:
    (place / "_kb99_7.toc").write_bytes(b"from the future")
    engine = WhooshEngine.open(place)
    assert engine.generation() == 7
    with pytest.raises(IndexUnusableError, match="its format is 99"):
        engine.search(QUERY)
    assert engine.write(batch()) == 8


def test_an_article_without_a_path_is_refused(place: Path) -> None:
    engine = WhooshEngine.open(place)
    with pytest.raises(ValueError, match="has no source path"):
        engine.write(Batch(articles=(replace(PAY, path=""),)))
    assert engine.generation() == 1
    assert engine.write(Batch(articles=(YEARS,))) == 2


# -- what is left over


def test_leftovers_are_swept_and_other_files_are_not(place: Path) -> None:
    leftovers = ("_kb1_9.toc.1700000000.5", "_kb0_0.toc", "kb1_abc.seg", "kb1_abc.trm", "kb0_x.seg")
    kept = ("notes.txt", "kb1.py", "lock.old", "MAIN_1.seg")
    for name in (*leftovers, *kept):
        (place / name).write_text("")
    (place / "kb1.tmp").mkdir()
    (place / "kb1.tmp" / "run").write_text("")
    engine = WhooshEngine.open(place)
    engine.write(Batch(articles=(PAY,)))
    names = {file.name for file in place.iterdir()}
    assert names.isdisjoint({*leftovers, "kb1.tmp"})
    assert names >= set(kept) - {"kb1.py"}
    assert len(engine.contents().articles) == len(ARTICLES) + 1
    engine.close()


def test_many_small_writes_leave_few_segments(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index")
    for number in range(40):
        changed = replace(PAY, title=f"Version {number}", path=f"articles/{number % 13}.md")
        engine.write(Batch(articles=(changed,)))
    assert len(list((tmp_path / "index").glob("*.seg"))) <= 4
    assert engine.search(SearchRequest(query="version")).total == 13
    engine.close()


# -- the lock

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "a+")
fcntl.flock(file, fcntl.LOCK_EX)
file.truncate(0); file.write("4711"); file.flush()
print("held", flush=True)
time.sleep(60)
"""


def test_another_writer_is_named_when_the_deadline_has_passed(place: Path) -> None:
    lock = place / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        engine = WhooshEngine.open(place, patience=0.1)
        told = rf"process 4711 has been writing .* 0\.1 seconds \(it holds {lock}\): wait"
        with pytest.raises(IndexUnusableError, match=told):
            engine.write(Batch(articles=(YEARS,)))
        assert engine.search(QUERY).total > 0
        holder.kill()
    # The lock file is still there with the dead process's number in it.
    assert lock.read_text() == "4711"
    assert engine.write(Batch(articles=(YEARS,))) == 2
    engine.close()


def test_a_writer_waits_for_another_to_finish(place: Path) -> None:
    engine = WhooshEngine.open(place)
    with (place / "lock").open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = threading.Thread(target=engine.write, args=(Batch(articles=(YEARS,)),))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        assert engine.generation() == 1
    waiting.join()
    assert engine.generation() == 2


def test_a_disk_that_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine.open(place)

    def full(path: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_folder, "_sync", full)
    with pytest.raises(IndexUnusableError, match=r"cannot be written \(No space left"):
        engine.write(Batch(articles=(replace(YEARS, title="Walrus"),)))
    monkeypatch.undo()
    assert engine.generation() == 1
    assert engine.search(SearchRequest(query="walrus")).total == 0
    assert engine.write(Batch(articles=(YEARS,))) == 2
    engine.close()


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_whatever_is_raised_while_a_commit_is_made_leaves_an_index(
    place: Path, monkeypatch: pytest.MonkeyPatch, nth: int, error: BaseException
) -> None:
    """The table, its folder before and its folder after the renaming are brought to the disk."""
    calls: list[str] = []

    def sync(path: str) -> None:
        calls.append(path)
        if len(calls) == nth:
            raise error

    engine = WhooshEngine.open(place)
    monkeypatch.setattr(index_folder, "_sync", sync)
    with contextlib.suppress(IndexUnusableError, KeyboardInterrupt):
        engine.write(Batch(articles=(replace(YEARS, title="Walrus"),)))
    monkeypatch.undo()
    made = engine.generation() - 1
    assert made == (nth == 3)
    assert bool(engine.search(SearchRequest(query="walrus")).total) == made  # and its translation
    assert len(engine.contents().articles) == len(ARTICLES) + 1
    assert engine.write(Batch(articles=(YEARS,))) == 2 + made
    assert engine.search(SearchRequest(query="walrus")).total == 0


def test_names_of_segments_are_new_whatever_chance_says(place: Path) -> None:
    engine = WhooshEngine.open(place)
    for number in range(3):
        random.seed(0)
        engine.write(Batch(articles=(replace(PAY, path=f"articles/{number}.md"),), statutes=()))
    assert len(engine.contents().articles) == len(ARTICLES) + 1 + 3


def test_damage_inside_a_segment_does_not_spread(place: Path) -> None:
    file = segment(place)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = b"?" * 200
    file.write_bytes(bytes(data))
    with pytest.raises(IndexUnusableError, match="is damaged"):
        WhooshEngine.open(place).write(Batch(articles=ARTICLES))  # joins what is left of it
    assert segment(place) == file


@pytest.mark.parametrize("part", range(24))
def test_whatever_is_damaged_nothing_but_that_is_said(place: Path, part: int) -> None:
    """Damage that shows nowhere is not looked for: reading a segment whole takes too long."""
    data = bytearray(segment(place).read_bytes())
    start = len(data) * part // 24
    data[start : start + 600] = b"\xff" * len(data[start : start + 600])
    segment(place).write_bytes(bytes(data))
    engine = WhooshEngine.open(place)
    for query in ("social security", "养老保险", "保", '"social security"', "pension zebra 60"):
        with contextlib.suppress(IndexUnusableError):
            engine.search(SearchRequest(query=query))
    for read in (engine.contents, engine.holdings, lambda: engine.related(PAY.slug, 5)):
        with contextlib.suppress(IndexUnusableError):
            read()
    with contextlib.suppress(IndexUnusableError):
        engine.write(Batch(articles=ARTICLES))
