"""The desk from the shell: each step, and what is said where it cannot be taken."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.desk_room import write_corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A corpus, worked on by all tests of the module in their order."""
    folder = tmp_path_factory.mktemp("shell")
    write_corpus(folder / "corpus")
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("KB_")}
    yield folder
    os.environ.update(kept)


def kb(folder: Path, *arguments: str) -> Result:
    own = ("--corpus", str(folder / "corpus"), "--data", str(folder / "data"))
    return CliRunner().invoke(main, [*arguments, *own])


def test_an_article_is_taken_from_its_template_to_its_readers(folder: Path) -> None:
    made = kb(folder, "new", "--title", "养老金怎么领？", "--topic", "pension", "--note", "asked")
    assert made.exit_code == 0, made.output
    path = Path(made.output.strip())
    assert path == folder / "corpus/articles/pension/养老金怎么领.md"
    assert "lang: zh" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").split("---\n")[1].join(("---\n", "---\n\n可以领。\n")))
    assert "(review)" in kb(folder, "submit", "养老金怎么领").output
    assert "(draft)" in kb(folder, "return", "养老金怎么领", "--note", "why").output
    done = kb(folder, "publish", "养老金怎么领", "--json", "--git", "off")
    told = json.loads(done.output)
    assert (told["status"], told["pending"], told["behind"]) == ("published", False, "")
    listed = kb(folder, "history", "养老金怎么领").output.splitlines()
    assert [line.split()[4] for line in listed] == [
        "publish", "return", "submit", "outside", "create",
    ]  # fmt: skip
    assert all("shell:" in line for line in (listed[0], listed[-1]))


def test_texts_are_compared_and_taken_up_again(folder: Path) -> None:
    revisions = json.loads(kb(folder, "history", "养老金怎么领", "--json").output)
    first, last = revisions[-1]["number"], revisions[0]["number"]
    diff = kb(folder, "history", "养老金怎么领", "--diff", str(first), str(last)).output
    assert "-status: draft\n+status: published\n" in diff
    assert "+可以领。" in diff
    restored = kb(folder, "history", "养老金怎么领", "--restore", str(first))
    assert "pending/养老金怎么领.md (draft)" in restored.output
    assert "articles/pension/养老金怎么领.md (published)" in (
        kb(folder, "discard", "养老金怎么领").output
    )


def test_articles_move_and_come_back(folder: Path) -> None:
    assert "years-to-pay.md" in kb(folder, "rename", "pension-years", "years-to-pay").output
    assert "(archived)" in kb(folder, "archive", "years-to-pay").output
    assert "(published)" in kb(folder, "publish", "years-to-pay").output
    assert "(published)" in kb(folder, "review", "pension-years").output  # an old address
    assert "kb undo pension-gap" in kb(folder, "remove", "pension-gap").output
    assert kb(folder, "undo", "pension-gap").exit_code == 0
    assert "pension-gap.md" in kb(folder, "merge", "years-to-pay", "pension-gap").output
    planned = kb(folder, "publish", "when-to-retire", "--at", "2199-01-01T08:00+08:00", "--json")
    assert json.loads(planned.output)["at"] == "2199-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("publish", "nowhere"), 1, "no article at the address 'nowhere'"),
        (("publish", "../../etc/passwd"), 1, "no article at the address"),
        (("publish", "pension-gap"), 1, "is published"),
        (("publish", "when-to-retire", "--at", "soon"), 2, "is no time"),
        (("publish", "when-to-retire", "--at", "2001-01-01"), 1, "is past"),
        (("publish", "when-to-retire", "--override"), 1, "say in a note why"),
        (("rename", "pension-gap", "../up"), 1, "cannot be an address"),
        (("rename", "pension-gap", "when-to-retire"), 1, "taken"),
        (("merge", "pension-gap", "pension-gap"), 1, "into itself"),
        (("undo", "pension-gap"), 1, "no address of a removed article"),
        (("discard", "when-to-retire"), 1, "no change"),
        (("history", "nowhere"), 1, "nothing is known"),
        (("history", "pension-gap", "--diff", "1", "9999"), 1, "no revision 9999"),
        (("history", "pension-gap", "--restore", "9999"), 1, "no revision 9999"),
        (("new", "--title", "?!"), 1, "no title"),
        (("new", "--title", " "), 2, "must not be empty"),
        (("new", "--title", "A", "--topic", "cooking"), 2, "is none of"),
        (("new", "--title", "A", "--slug", "a/b"), 1, "cannot be an address"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    result = kb(folder, *arguments)
    assert (result.exit_code, said in result.output) == (status, True), result.output
    assert "Traceback" not in result.output


def test_the_corpus_of_the_program_is_not_edited() -> None:
    result = CliRunner().invoke(main, ["publish", "--help"])
    assert result.exit_code == 0
    assert "--at TIME" in result.output
    assert "Example" in result.output
