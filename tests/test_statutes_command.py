"""`kb statutes`: the operator imports official texts, looks at them and removes them."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.pipeline import register_of
from kb.cli import main
from kb.cli.folders import Folders
from kb.cli.statute_import import Report, import_statutes
from kb.lookup.naming import NamedStatute, StatuteNames
from kb.lookup.query import look_up
from kb.provision import Provision
from kb.statute_texts.database import FILE
from kb.statute_texts.store import SqliteTexts
from kb.statutes import name_key
from tests.conftest import ROOT
from tests.statute_files import FERRIES, NEW, collection, write

pytestmark = pytest.mark.long

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
    assert "`kb statutes impact` tells which articles that concerns" in result.output
    again = run("import", laws)
    assert "statutes impact" not in again.output
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
    assert run("show", "灯塔法", "第三条之一").output == run("show", "灯塔法", "3-1").output
    for args, told in (
        (("灯塔法", "9"), "has no Article 9; it ends with Article 4"),
        (("灯塔法", "第三条之一", "--version", "2010-10-28"), "--version 2018-12-29 has it"),
        (("灯塔法", "x"), "write 60, 274-1 or 第六十条"),
        (("灯塔", "3"), "did you mean cn-deng-ta-fa"),
        (("灯塔法", "3", "--version", "2000-01-01"), "there are: 2010-10-28, 2018-12-29"),
    ):
        result = run("show", *args)
        assert (result.exit_code, told in result.output) == (2, True), result.output


def test_a_folder_that_cannot_be_read_is_told(run: Run, laws: Path) -> None:
    (laws / "社会法").chmod(0)
    try:
        if os.access(laws / "社会法", os.R_OK):
            pytest.skip("root may read everything")
        result = run("import", laws)
        assert (result.exit_code, "社会法:1: unreadable Permission" in result.output) == (1, True)
    finally:
        (laws / "社会法").chmod(0o700)


def test_a_version_to_come_is_shown_as_one(run: Run, tmp_path: Path) -> None:
    coming = write(tmp_path / "coming", 灯塔法=NEW.replace("2018年12月29日", "2099年1月1日"))
    run("import", coming)
    assert "in force from 2099-01-01" in run("show", "灯塔法").output


def test_remove_says_that_it_removes_all_versions(run: Run, laws: Path) -> None:
    assert "default: all of them" in " ".join(run("remove", "--help").output.split())
    run("import", laws)
    assert run("remove", "灯塔法", "--yes").output.startswith("2 versions")


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


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> tuple[Report, SqliteTexts]:
    """A whole collection, imported into the store alone: to index it takes as long again."""
    folders = Folders(ROOT / "corpus", tmp_path_factory.mktemp("data"))
    report = import_statutes(folders, (shared_data / "cn-laws",), lambda done, total: None)
    return report, folders.texts()


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_a_whole_collection(whole: tuple[Report, SqliteTexts]) -> None:
    report, texts = whole
    assert report.statutes > 1_400
    assert report.versions > 1_480
    assert report.provisions > 64_000
    assert report.errors == 0
    code = texts.provisions("prc-cc-2020")
    assert [text.provision.number for text in code] == [str(n) for n in range(1, 1261)]
    for statute in texts.statutes():
        assert texts.versions(statute.id)
        assert texts.provisions(statute.id)[0].text.strip()
        assert Provision.parse(f"{statute.id}/art-1").statute == statute.id


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_its_statutes_agree_with_the_corpuss(whole: tuple[Report, SqliteTexts]) -> None:
    _, texts = whole
    ours = register_of(ROOT / "corpus")
    imported = {statute.id: statute for statute in texts.statutes()}
    assert {statute.id for statute in ours} <= imported.keys()
    for statute in ours:
        newest = texts.versions(statute.id)[-1]
        assert newest.last_article == statute.last_article, statute.id
        assert imported[statute.id].adopted == statute.adopted, statute.id
        known = {statute.adopted: statute.in_force}
        known |= {each.adopted: each.in_force or each.adopted for each in statute.amendments}
        assert newest.in_force == known[newest.adopted], statute.id


@pytest.mark.shared
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("query", "provision"),
    [
        ("劳动合同法第38条", "prc-lcl-2007/art-38"),
        ("道路交通安全法 76条", "cn-dao-lu-jiao-tong-an-quan-fa/art-76"),
        ("道路交通安全法实施条例第76条", "cn-dao-lu-jiao-tong-an-quan-fa-shi-shi-tiao-li/art-76"),
        ("刑法第二百七十四条", "cn-xing-fa/art-274"),
        ("刑法第二百七十四条之一", "cn-xing-fa/art-274-1"),
        ("民法典1040条", "prc-cc-2020/art-1040"),
        ("社保法60条", "prc-sil-2010/art-60"),
        ("SIL art. 60", "prc-sil-2010/art-60"),
        ("labour contract law 38", "prc-lcl-2007/art-38"),
        ("工伤保险条例14", "prc-wrii-2003/art-14"),
        ("公积金条例24", "prc-hpf-1999/art-24"),
    ],
)
def test_queries_find_their_statute_among_all(
    whole: tuple[Report, SqliteTexts], query: str, provision: str
) -> None:
    ours = tuple(register_of(ROOT / "corpus"))
    known = {statute.id for statute in ours}
    every = (*ours, *(s for s in whole[1].statutes() if s.id not in known))
    names = StatuteNames(
        NamedStatute(
            id=s.id, title_en=s.title_en, title_zh=s.title_zh, aliases=s.aliases,
            last_article=s.last_article,
        )
        for s in every
    )  # fmt: skip
    assert [str(found) for found in look_up(query, names).provisions] == [provision]


@pytest.mark.shared
@pytest.mark.timeout(600)
def test_no_two_statutes_share_an_alias(whole: tuple[Report, SqliteTexts]) -> None:
    bearers: dict[str, set[str]] = {}
    for statute in whole[1].statutes():
        for alias in statute.aliases:
            bearers.setdefault(name_key(alias), set()).add(statute.id)
    assert {name: ids for name, ids in bearers.items() if len(ids) > 1} == {}


def test_a_search_that_makes_the_index_has_what_was_imported(
    run: Run, laws: Path, corpus: Path, tmp_path: Path
) -> None:
    run("import", laws)
    shutil.rmtree(tmp_path / "data" / "index")
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    result = CliRunner(env=folders).invoke(main, ["search", "灯塔法第3条", "--json"])
    assert json.loads(result.stdout)["looked_up"] == ["cn-deng-ta-fa/art-3"]
