"""`kb statutes`: the operator imports official texts, looks at them and removes them."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from kb.statute_texts.database import FILE
from kb.statute_texts.store import SqliteTexts
from tests.statute_files import FERRIES, NEW, collection, write

Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}

    def invoke(*args: object, typed: str = "") -> Result:
        words = ["statutes", *map(str, args)]
        result = CliRunner(env=folders).invoke(main, words, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    return collection(tmp_path / "laws")


@pytest.mark.parametrize("command", ["", "import", "list", "show", "remove"])
def test_help_shows_an_example(run: Run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert (result.exit_code, "Example:" in result.output) == (0, True)


def test_a_folder_is_imported(run: Run, laws: Path, tmp_path: Path) -> None:
    result = run("import", laws)
    assert result.exit_code == 0, result.output
    assert "5 files, 2 of them no statutes: 2 statutes in 3 versions, 11 provisions." in (
        result.output
    )
    assert "3 new, 0 updated, 0 unchanged" in result.output
    again = run("import", laws)
    assert (again.exit_code, "0 new, 0 updated, 3 unchanged" in again.output) == (0, True)


def test_provisions_are_searchable_when_it_is_done(run: Run, laws: Path, corpus: Path) -> None:
    run("import", laws)

    def found(*args: str) -> list[str]:
        folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(laws.parent / "data")}
        result = CliRunner(env=folders).invoke(main, ["search", *args, "--json"])
        return [hit["slug"] for hit in json.loads(result.stdout)["hits"]]

    assert found("灯塔法第3条")[0] == "cn-deng-ta-fa/art-3"
    assert found("每名乘客一件救生衣", "--kind", "provision") == ["cn-du-chuan-tiao-li/art-1"]
    run("remove", "渡船条例", "--yes")
    assert found("每名乘客一件救生衣", "--kind", "provision") == []


def test_again_writes_nothing(run: Run, laws: Path, tmp_path: Path) -> None:
    run("import", laws)
    path = tmp_path / "data" / FILE
    before = path.read_bytes()
    run("import", laws)
    run("import", laws / "社会法")
    assert path.read_bytes() == before


def test_what_changed_is_updated(run: Run, laws: Path) -> None:
    run("import", laws)
    file = laws / "社会法" / "灯塔法(2018-12-29).md"
    file.write_text(NEW.replace("五千", "六千"), encoding="utf-8")
    report = json.loads(run("import", laws, "--json").stdout)
    assert (report["new"], report["updated"], report["unchanged"]) == (0, 1, 2)
    assert "六千元" in run("show", "灯塔法", "3").output


def test_a_dry_run_writes_nothing(run: Run, laws: Path, tmp_path: Path) -> None:
    result = run("import", laws, "--dry-run")
    assert "3 new" in result.output
    assert "nothing was written" in result.output
    assert not (tmp_path / "data" / FILE).exists()


def test_the_corpuss_statute_keeps_its_id(run: Run, tmp_path: Path) -> None:
    text = NEW.replace("灯塔法", "社会保险法")
    run("import", write(tmp_path / "laws", 社会保险法=text))
    assert run("list").output.startswith("prc-sil-2010  中华人民共和国社会保险法 ")
    shown = json.loads(run("show", "SIL", "3-1", "--json").output)
    assert [text["provision"]["article"] for text in shown["provisions"]] == [3]


def test_files_that_are_not_sound_are_told(run: Run, laws: Path, tmp_path: Path) -> None:
    (laws / "a.md").write_bytes(b"\0\xff\xfe\0binary\0")
    (laws / "b.md").write_text("# 灯塔办法\n\n第一条 甲。\n", encoding="utf-8")
    (laws / "c.pdf").write_bytes(b"%PDF")
    (laws / "d.md").write_text("甲" * 2_000_000, encoding="utf-8")
    (laws / "loop").symlink_to(laws)
    os.mkfifo(laws / "pipe.md")
    result = run("import", laws)
    assert result.exit_code == 1
    for name, code in (("a", "not-text"), ("b", "no-facts"), ("d", "too-large")):
        assert f"{laws / name}.md:1: {code}" in result.output, result.output
    assert f"{laws / 'pipe.md'}:1: unreadable" in result.output
    assert "3 new" in result.output
    again = run("import", laws)
    assert (again.exit_code, "b.md:1: no-facts" in again.output) == (1, True)


def test_gb18030_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes((FERRIES + NEW[200:]).encode("gb18030"))
    assert run("import", tmp_path / "a.md").exit_code == 0
    assert "渡船条例" in run("list").output


@pytest.mark.parametrize("args", [("import",), ("import", "nowhere"), ("show",), ("show", "x"),
                                  ("remove", "x")])  # fmt: skip
def test_mistakes_are_told(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert (result.exit_code, "Error" in result.output) == (2, True)


def test_list(run: Run, laws: Path) -> None:
    assert run("list").exit_code == 1
    run("import", laws)
    assert run("list").output.splitlines() == [
        "cn-deng-ta-fa  中华人民共和国灯塔法 (4 articles; 2010-10-28, 2018-12-29)",
        "cn-du-chuan-tiao-li  渡船条例 (2 articles; 2012-03-01)",
    ]
    assert run("list", "渡船").output.startswith("cn-du-chuan")
    (listed,) = json.loads(run("list", "deng-ta", "--json").output)
    assert [version["in_force"] for version in listed["versions"]] == ["2011-07-01", "2018-12-29"]
    missing = run("list", "汽车")
    assert (missing.exit_code, "No imported statute" in missing.output) == (1, True)


def test_show(run: Run, laws: Path) -> None:
    run("import", laws)
    whole = run("show", "灯塔法").output
    assert "第三条之一  拒不改正的" in whole
    assert "第一章 总则" in whole
    old = run("show", "cn-deng-ta-fa", "3", "--version", "2010-10-28").output
    assert "五百元" in old
    for args, told in (
        (("灯塔法", "9"), "has no Article 9"),
        (("灯塔法", "x"), "write 60, or 274-1"),
        (("灯塔", "3"), "did you mean cn-deng-ta-fa"),
        (("灯塔法", "3", "--version", "2000-01-01"), "there are: 2010-10-28, 2018-12-29"),
    ):
        result = run("show", *args)
        assert (result.exit_code, told in result.output) == (2, True), result.output


def test_remove(run: Run, laws: Path) -> None:
    run("import", laws)
    assert run("remove", "灯塔法", typed="n\n").exit_code == 1
    assert run("remove", "灯塔法", "--version", "2018-12-29", "--yes").output.startswith(
        "1 version"
    )
    assert "2018-12-29" not in run("list").output
    assert json.loads(run("remove", "灯塔法", "--yes", "--json").output) == {"removed": 1}
    assert "灯塔" not in run("list").output
    assert "2 new" in run("import", laws).output, "the same files bring it back"


def test_a_damaged_file_is_told(run: Run, laws: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"no database at all" * 1000)
    for args in (("import", laws), ("list",), ("show", "x"), ("remove", "x")):
        result = run(*args)
        assert (result.exit_code, "damaged" in result.output) == (3, True), result.output


@pytest.mark.shared
@pytest.mark.timeout(900)
def test_a_whole_collection(run: Run, shared_data: Path, tmp_path: Path) -> None:
    report = json.loads(run("import", shared_data / "cn-laws", "--json").stdout)
    assert report["statutes"] > 1_400
    assert report["versions"] > 1_480
    assert report["provisions"] > 64_000
    assert [p for p in report["problems"] if p["severity"] == "error"] == []
    texts = SqliteTexts(tmp_path / "data" / FILE)
    code = next(s for s in texts.statutes() if s.title_zh == "中华人民共和国民法典")
    articles = [text.provision.number for text in texts.provisions(code.id)]
    assert articles == [str(number) for number in range(1, 1261)]
    for statute in texts.statutes():
        assert texts.versions(statute.id)
        first = texts.provisions(statute.id)[0]
        assert first.text.strip()
