"""Publications as commits: of exactly their paths, and never in the way of publishing."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.editorial.repository import WAITING, Repository, repository_of
from kb.workflow import Step
from tests.desk_room import PUBLISHER, WRITER, YEARS, Room, opened, write_corpus

NAME = "when-to-retire"


def git(folder: Path, *arguments: str) -> str:
    """What the real git says, whoever runs the tests."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    names = ("-c", "user.name=eve", "-c", "user.email=eve@example.org")
    return subprocess.run(
        ["git", *names, *arguments],
        cwd=folder,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A work tree with the corpus in it, committed."""
    write_corpus(tmp_path / "corpus")
    (tmp_path / "other.txt").write_text("as committed\n")
    (tmp_path / ".gitignore").write_text("data/\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "The corpus as it was\n\nAnd more words")
    return tmp_path


@pytest.fixture
def room(root: Path) -> Iterator[Room]:
    repository = repository_of(root / "corpus", root / "data")
    assert repository is not None
    with opened(root, repository) as room:
        yield room


def test_a_publication_is_a_commit_by_its_editor(room: Room, root: Path) -> None:
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER, note="Checked with the law")
    assert git(root, "log", "-1", "--format=%an|%ae|%s|%b") == (
        f"ben|ben@desk.invalid|Publish {NAME}|Checked with the law\n\n"
    )
    assert git(root, "show", "--name-only", "--format=") == f"corpus/articles/pension/{NAME}.md\n"
    assert git(root, "status", "--porcelain") == ""
    assert "status: published" in git(root, "show", f"HEAD:corpus/articles/pension/{NAME}.md")
    assert git(root, "fsck", "--strict") == ""


def test_saves_are_no_commits(room: Room, root: Path) -> None:
    now = room.desk.manuscript(NAME)
    assert now is not None
    room.desk.save(NAME, now.text + "More.\n", WRITER, based_on=now.version)
    assert git(root, "rev-list", "--count", "HEAD") == "1\n"


def test_nothing_else_is_swept_in(room: Room, root: Path) -> None:
    (root / "other.txt").write_text("changed\n")
    (root / "staged.txt").write_text("staged\n")
    gap = root / "corpus/articles/pension/pension-gap.md"
    gap.write_text(gap.read_text() + "By hand.\n")
    git(root, "add", "staged.txt", "corpus/articles/pension/pension-gap.md")
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
    assert git(root, "show", "--name-only", "--format=") == f"corpus/articles/pension/{NAME}.md\n"
    assert git(root, "status", "--porcelain") == (
        "M  corpus/articles/pension/pension-gap.md\n M other.txt\nA  staged.txt\n"
    )


def test_renames_merges_and_removals_are_commits_of_all_their_paths(room: Room, root: Path) -> None:
    room.desk.rename("pension-years", "years-to-pay", PUBLISHER)
    changed = git(root, "show", "--name-status", "--no-renames", "--format=%s").split("\n")
    assert changed[0] == "Rename pension-years to years-to-pay"
    assert "D\tcorpus/articles/pension/pension-years.md" in changed
    assert "A\tcorpus/articles/pension/years-to-pay.md" in changed
    assert "M\tcorpus/articles/pension/pension-gap.md" in changed
    assert "M\tcorpus/judgements.tsv" in changed
    room.desk.merge("years-to-pay", "pension-gap", PUBLISHER)
    room.desk.take(Step.ARCHIVE, "pension-gap", PUBLISHER)
    room.desk.remove("pension-gap", PUBLISHER)
    room.desk.undo_removal("pension-gap", PUBLISHER)
    assert git(root, "log", "--format=%s").split("\n")[:4] == [
        "Bring pension-gap back",
        "Remove pension-gap",
        "Archive pension-gap",
        "Merge years-to-pay into pension-gap",
    ]
    assert git(root, "status", "--porcelain") == ""


def test_a_locked_index_keeps_nothing_from_readers(room: Room, root: Path) -> None:
    lock = root / ".git/index.lock"
    lock.touch()
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER, note="anyway")
    assert room.indexed()[NAME] == "published"
    assert "locked" in room.desk.behind()
    assert room.audit.kept[-1].action == "commit-failed"
    assert git(root, "rev-list", "--count", "HEAD") == "1\n"
    assert (root / "data" / WAITING).is_file()
    lock.unlink()
    room.desk.retry()
    assert room.desk.behind() == ""
    assert git(root, "log", "-1", "--format=%an %s") == "ben Publish when-to-retire\n"
    assert not (root / "data" / WAITING).exists()


def test_what_waits_is_committed_by_another_process(room: Room, root: Path) -> None:
    git(root, "checkout", "-q", "--detach")
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
    assert "detached" in room.desk.behind()
    git(root, "checkout", "-q", "main")
    assert Repository(root / "corpus", root / "data").commit((), "", "") == ""
    assert git(root, "log", "-1", "--format=%an %s") == f"ben Publish {NAME}\n"


def test_a_hook_may_refuse_and_may_change_the_message(room: Room, root: Path) -> None:
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    refuse = hooks / "pre-commit"
    refuse.write_text("#!/bin/sh\necho not on Sundays >&2\nexit 1\n")
    refuse.chmod(0o755)
    sign = hooks / "commit-msg"
    sign.write_text('#!/bin/sh\necho "Signed-off-by: us" >> "$1"\n')
    sign.chmod(0o755)
    room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
    assert "not on Sundays" in room.desk.behind()
    refuse.unlink()
    room.desk.retry()
    assert "Signed-off-by: us" in git(root, "log", "-1", "--format=%B")


def test_changes_from_outside_bear_the_commits_author_and_words(root: Path) -> None:
    repository = repository_of(root / "corpus", root / "data")
    with opened(root, repository) as room:
        newest = room.desk.history("pension-years")[0]
        assert (newest.author, newest.note) == ("eve", "The corpus as it was")
        years = root / "corpus/articles/pension/pension-years.md"
        years.write_text(YEARS + "Committed.\n")
        git(root, "commit", "-q", "-am", "Say more")
        gap = root / "corpus/articles/pension/pension-gap.md"
        gap.write_text(gap.read_text() + "Not committed.\n")
        assert room.desk.catch_up() == 2
        assert room.desk.history("pension-years")[0].note == "Say more"
        assert room.desk.history("pension-gap")[0].author == "outside"


def test_a_corpus_in_no_repository_or_an_ignored_one_has_none(root: Path) -> None:
    assert repository_of(root / "data", root / "data") is None
    write_corpus(root / "data" / "corpus")
    assert repository_of(root / "data" / "corpus", root / "data") is None


def test_an_empty_repository_gets_its_first_commit(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus")
    git(tmp_path, "init", "-q", "-b", "main")
    with opened(tmp_path, repository_of(tmp_path / "corpus", tmp_path / "data")) as room:
        room.desk.take(Step.PUBLISH, NAME, PUBLISHER)
        assert room.desk.behind() == ""
    assert git(tmp_path, "ls-files") == f"corpus/articles/pension/{NAME}.md\n"


def test_somebody_at_the_shell_is_who_git_says_they_are(room: Room, root: Path) -> None:
    git(root, "config", "user.name", "Eve Shell")
    git(root, "config", "user.email", "eve@example.org")
    actor = type(PUBLISHER)(name="shell:root", rights=PUBLISHER.rights)
    room.desk.take(Step.PUBLISH, NAME, actor)
    assert git(root, "log", "-1", "--format=%an|%ae") == "Eve Shell|eve@example.org\n"
