"""`kb cite-check`: what it prints, its exit status, every slip of its user."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.word_files import paragraph, word_file

Run = Callable[..., Result]
GOOD = "Article 10 of the Social Insurance Law.\n"
WRONG = "One.\n\nSee Article 120 of the Social Insurance Law.\n"
LAW = """# 中华人民共和国社会保险法

2010年10月28日 第十一届全国人民代表大会常务委员会第十七次会议通过

<!-- INFO END -->

第一条 为了规范社会保险关系，制定本法。

第二条 职工应当参加基本养老保险，由用人单位和职工共同缴纳基本养老保险费。

灵活就业人员可以参加基本养老保险，由个人缴纳基本养老保险费。
"""
MERGED = "职工应当参加基本养老保险、工伤保险和失业保险，由个人缴纳社会保险费。"
UNKNOWN = "Article 5 of the Moon Law.\n"


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def run(*args: str | Path, stdin: bytes = b"") -> Result:
        command = ["cite-check", *map(str, args)]
        result = CliRunner(env=folders).invoke(main, command, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_what_is_wrong_or_in_doubt_is_printed(run: Run, file: Callable[..., Path]) -> None:
    good, wrong, unknown = file("g.txt", GOOD), file("w.txt", WRONG), file("u.txt", UNKNOWN)
    result = run(good, wrong, unknown)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"{wrong}:3: wrong 'Article 120 of the Social Insurance Law': ")
    assert "98" in lines[0]
    assert lines[1].startswith(f"{unknown}:1: unknown 'Article 5 of the Moon Law': ")
    assert lines[2] == "3 files, 3 citations, 0 with a quotation: 1 error."


def test_quiet_and_all(run: Run, file: Callable[..., Path]) -> None:
    good, wrong, unknown = file("g.txt", GOOD), file("w.txt", WRONG), file("u.txt", UNKNOWN)
    quiet = run("--quiet", good, wrong, unknown)
    assert (quiet.exit_code, quiet.output.count("\n")) == (1, 1)
    assert run("-q", good, unknown).output == ""
    everything = run("--all", good)
    assert everything.exit_code == 0
    assert f"{good}:1: cited 'Article 10 of the Social Insurance Law'" in everything.output
    assert "(prc-sil-2010/art-10)" in everything.output
    assert run("--all", "--quiet", good).exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.md", f"---\ntitle: One\nkind: qa\n---\n\n## Basis\n\n*{WRONG[6:-2]}*.\n", 8),
        ("a.html", "<h1>One</h1>\n<p>\nSee Article <b>120</b> of the Social Insurance Law.", 3),
        ("a.docx", word_file("One", paragraph("Article 120 of the SIL", "Quote")), 3),
        ("A.TXT", WRONG, 3),
    ],
)
def test_every_form_and_its_lines(
    run: Run, file: Callable[..., Path], name: str, content: str | bytes, line: int
) -> None:
    path = file(name, content)
    result = run(path)
    assert result.exit_code == 1
    assert result.output.startswith(f"{path}:{line}: wrong ")


def test_standard_input(run: Run) -> None:
    result = run("-", stdin=WRONG.encode())
    assert result.exit_code == 1
    assert result.output.startswith("<stdin>:3: wrong ")
    result = run("-", "--form", "html", stdin=b"<script>Article 120 of the SIL</script><p>x")
    assert (result.exit_code, result.output) == (
        0,
        "1 file, 0 citations, 0 with a quotation: 0 errors.\n",
    )


def test_for_programs(run: Run, file: Callable[..., Path]) -> None:
    path, broken = file("w.txt", WRONG), file("b.docx", b"x")
    result = run(path, broken, "--json", "--on", "2020-01-31")
    assert result.exit_code == 1
    first, second = json.loads(result.output)
    assert (first["path"], first["problem"], first["lines"]) == (str(path), None, [3])
    assert first["checked"]["on"] == "2020-01-31"
    assert first["checked"]["citations"][0]["standing"] == "wrong"
    assert (second["checked"], second["lines"]) == (None, [])
    assert "no .docx" in second["problem"]


def test_a_file_that_cannot_be_read_is_an_error(run: Run, file: Callable[..., Path]) -> None:
    broken = file("b.docx", b"Article 10")
    result = run(broken)
    assert result.exit_code == 1
    assert result.output.startswith(f"{broken}:1: unreadable this is no .docx that can be read")
    binary = file("b.txt", bytes(range(256)) * 20)
    assert run(binary, "-q").output.startswith(f"{binary}:1: unreadable ")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nowhere.txt",),
        (".",),
        ("--form", "pdf", "-"),
        ("--on", "2020-02-31", "-"),
        ("--on", "today", "-"),
    ],
)
def test_slips(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


def test_a_name_that_tells_no_form(run: Run, file: Callable[..., Path]) -> None:
    path = file("notes", WRONG)
    result = run(path)
    assert result.exit_code == 2
    assert "--form is one of txt, md, html, docx" in result.output
    assert run(path, "--form", "txt").exit_code == 1


def test_a_corpus_that_cannot_be_used(tmp_path: Path, file: Callable[..., Path]) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "glossary.toml").write_text("[[concepts", "utf-8")
    command = ["cite-check", str(file("g.txt", GOOD)), "--corpus", str(folder)]
    assert CliRunner().invoke(main, command).exit_code == 3


def test_no_colours_but_on_a_terminal(corpus: Path, file: Callable[..., Path]) -> None:
    command = [sys.executable, "-m", "kb.cli", "cite-check", str(file("w.txt", WRONG))]
    done = subprocess.run([*command, "--corpus", str(corpus)], capture_output=True)
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert done.stdout.count(b"\n") == 2


def test_a_citation_is_a_line_whatever_differs(
    run: Run, corpus: Path, tmp_path: Path, file: Callable[..., Path]
) -> None:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    law = file("社会保险法.md", LAW)
    assert CliRunner(env=folders).invoke(main, ["statutes", "import", str(law)]).exit_code == 0
    result = run(file("a.md", f"《社会保险法》第二条：\n\n> {MERGED}\n"))
    told, summary = result.output.splitlines()
    assert ": mismatch '《社会保险法》第二条': " in told
    assert told.count("; ") >= 1, "what differs is told one after another"
    assert summary.endswith("1 error.")
