"""A thread that follows the corpus folder: real files, real notifications."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.editorial.watching import Watcher, polls

LONG = 20.0  # seconds until a test gives up


class Following:
    """Counts the calls; fails while it is told to."""

    def __init__(self) -> None:
        self.called = threading.Semaphore(0)
        self.failing = ""

    def __call__(self) -> None:
        self.called.release()
        if self.failing:
            raise OSError(self.failing)

    def until_called(self) -> None:
        assert self.called.acquire(timeout=LONG), "nobody looked"

    def forget(self) -> None:
        while self.called.acquire(blocking=False):
            pass


@pytest.fixture(params=[False, True], ids=["notified", "polling"])
def watched(request: pytest.FixtureRequest, corpus: Path) -> Iterator[tuple[Path, Following]]:
    following = Following()
    (corpus / "articles" / "contributions" / "there.md").write_text("x", "utf-8")
    watcher = Watcher(corpus, following, polling=request.param)
    watcher.start()
    try:
        following.until_called()  # the look at what changed before
        yield corpus, following
    finally:
        watcher.stop()


CHANGES: dict[str, Callable[[Path], object]] = {
    "article": lambda c: (c / "articles/contributions/one.md").write_text("x", "utf-8"),
    "statute": lambda c: (c / "statutes/prc-sil-2010.md").write_text("x", "utf-8"),
    "taxonomy": lambda c: (c / "taxonomy.toml").write_text("x", "utf-8"),
    "glossary": lambda c: (c / "glossary.toml").write_text("x", "utf-8"),
    "a folder away": lambda c: (c / "articles/contributions").rename(c / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_followed(
    watched: tuple[Path, Following], change: Callable[[Path], object]
) -> None:
    corpus, following = watched
    change(corpus)
    following.until_called()


def test_files_of_editors_own_are_none_of_ours(corpus: Path) -> None:
    following = Following()
    watcher = Watcher(corpus, following, polling=False)
    watcher.start()
    try:
        following.until_called()
        folder = corpus / "articles" / "contributions"
        for name in (".one.md.swp", "one.md~", "_draft.md", "one.png"):
            (folder / name).write_text("x", "utf-8")
        (corpus / ".git").mkdir()
        (corpus / ".git" / "index").write_text("x", "utf-8")
        (corpus / "README.md").write_text("x", "utf-8")
        (folder / "one.md").write_text("x", "utf-8")  # comes with, or after, all the others
        following.until_called()
    finally:
        watcher.stop()
    assert not following.called.acquire(blocking=False), "one batch, one call"


def test_many_changes_at_once_are_one_batch(corpus: Path) -> None:
    following = Following()
    watcher = Watcher(corpus, following, polling=False)
    watcher.start()
    try:
        following.until_called()
        for number in range(200):
            (corpus / "articles" / "contributions" / f"n{number}.md").write_text("x", "utf-8")
        following.until_called()
    finally:
        watcher.stop()
    calls = 1
    while following.called.acquire(blocking=False):
        calls += 1
    assert calls <= 5, "200 files in a few batches"


def test_what_fails_is_tried_again_and_told_once(
    corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    following = Following()
    following.failing = "the disk is full"
    watcher = Watcher(corpus, following, polling=False)
    with caplog.at_level(logging.WARNING):
        watcher.start()
        try:
            following.until_called()
            following.until_called()
            following.failing = ""
            following.until_called()
            (corpus / "taxonomy.toml").write_text("x", "utf-8")
            following.until_called()
        finally:
            watcher.stop()
    told = [record.getMessage() for record in caplog.records if record.name.endswith("watching")]
    assert [line for line in told if "disk is full" in line] == [
        "what changed in the corpus could not be followed: the disk is full"
    ]
    assert "the corpus is followed again" in told


def test_another_folder_in_its_place_is_followed(corpus: Path) -> None:
    following = Following()
    watcher = Watcher(corpus, following, polling=False)
    watcher.start()
    try:
        following.until_called()
        corpus.rename(corpus.with_name("before"))
        (corpus / "articles").mkdir(parents=True)
        following.until_called()
        following.forget()
        (corpus / "articles" / "one.md").write_text("x", "utf-8")
        following.until_called()
    finally:
        watcher.stop()


def test_where_changes_are_not_told_of(tmp_path: Path) -> None:
    assert not polls(tmp_path)
    assert not polls(Path("/nowhere/at/all"))
