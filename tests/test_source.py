"""Reading files: what is found, how it is decoded, what is refused and how."""

import os
from pathlib import Path

import pytest

from ingest.source import MAX_BYTES, UnreadableError, read, walk
from kb.model import Form


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain", "plain"),
        ("\ufeffwith a byte order mark".encode(), "with a byte order mark"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("社会保险关系转移接续需要多长时间，到哪里办理手续".encode("gb18030"),
         "社会保险关系转移接续需要多长时间，到哪里办理手续"),
        ("to pay – or not".encode("utf-16"), "to pay – or not"),
    ],
)  # fmt: skip
def test_decodes_what_editors_save(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read(path).text == expected


@pytest.mark.parametrize(
    ("name", "data", "code", "line"),
    [
        ("a.pdf", b"x", "unknown-form", 1),
        ("a.md", b"x" * (MAX_BYTES + 1), "too-large", 1),
        ("a.md", b"one\ntwo\0three", "not-text", 2),
    ],
)
def test_refuses_with_a_reason(
    tmp_path: Path, name: str, data: bytes, code: str, line: int
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path / name, tmp_path)
    problem = refused.value.problem
    assert (problem.path, problem.code, problem.line) == (name, code, line)
    assert problem.hint


def test_a_folder_that_vanished_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="unreadable"):
        read(tmp_path / "gone.md")


def test_walk_finds_what_is_not_hidden_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c/d.html", ".hidden.md", "_draft/e.md", "f.pdf", "g.md~"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]
    assert found == ["a.txt", "b.md", "c/d.html", "f.pdf"]
    assert read(tmp_path / "c" / "d.html").form is Form.HTML


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x\n")
    (tmp_path / "b.md").write_bytes(b"x\r\n")
    one, two = read(tmp_path / "a.md"), read(tmp_path / "b.md")
    assert one.text == two.text
    assert one.sha256 != two.sha256


def test_what_cannot_be_read_does_not_hang_or_vanish(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "lost.md").symlink_to(tmp_path / "nowhere")
    for path in walk(tmp_path):
        with pytest.raises(UnreadableError, match="unreadable"):
            read(path, tmp_path)
    assert len(list(walk(tmp_path))) == 2
