"""Two versions of one statute, imported one after the other and followed to the articles."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.statute_files import write

Run = Callable[..., Result]

OLD = """# 中华人民共和国社会保险法

2010年10月28日 第十一届全国人民代表大会常务委员会第十七次会议通过

2011年7月1日 施行

<!-- INFO END -->

## 第一章 总则

第一条 为了规范社会保险关系，制定本法。

第二条 职工应当参加基本养老保险，由用人单位和职工共同缴纳基本养老保险费。

灵活就业人员可以参加基本养老保险，由个人缴纳基本养老保险费。

第三条 用人单位未按时足额缴纳社会保险费的，加收万分之五的滞纳金。
"""
AMENDED = OLD.replace(
    "会议通过\n",
    "会议通过\n\n2018年12月29日 第十三届全国人民代表大会常务委员会第七次会议"
    "《关于修改〈中华人民共和国社会保险法〉的决定》修正\n",
)
INSERTED = "第三条 国家加强社会保险基金监督。\n\n第四条 用人单位"
NEW = AMENDED.replace("第三条 用人单位", INSERTED).replace("人员可以参加", "人员应当参加")
QUOTING = """---
title: 灵活就业人员要交养老保险吗？
kind: qa
topic: pension
lang: zh
status: published
reviewed: {reviewed}
review_by: 2099-01-01
---

自愿参加。

## 法律依据

《社会保险法》第二条第二款：

> 灵活就业人员可以参加基本养老保险，由个人缴纳基本养老保险费。
"""
ENGLISH = """---
title: What does late payment cost?
kind: qa
topic: contributions
status: published
reviewed: {reviewed}
review_by: 2099-01-01
---

A surcharge a day.

## Legal basis

Social Insurance Law, Article 3.
"""
BESIDE = QUOTING.replace("灵活就业人员要交养老保险吗", "职工谁来交").split("## 法律依据")[0] + (
    "## 法律依据\n\n《社会保险法》第二条第一款。\n"
)


@pytest.fixture
def corpus_with_citations(corpus: Path) -> Path:
    yesterday = date.today() - timedelta(days=1)
    for name, text in (("ling-huo", QUOTING), ("late", ENGLISH), ("zhi-gong", BESIDE)):
        path = corpus / "articles" / "pension" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(reviewed=yesterday), "utf-8")
    return corpus


@pytest.fixture
def run(corpus_with_citations: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus_with_citations), "KB_DATA": str(tmp_path / "data")}

    def invoke(*args: object) -> Result:
        result = CliRunner(env=folders).invoke(main, [str(arg) for arg in args])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return invoke


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    """Both versions are held, the newer one by a later import."""
    for name, text in (("old", OLD), ("new", NEW)):
        folder = write(tmp_path / name, **{f"社会保险法_{name}": text})
        assert run("statutes", "import", folder).exit_code == 0
    return run


def test_one_import_concerns_nobody_where_our_translation_knows_both_versions(
    run: Run, corpus_with_citations: Path, tmp_path: Path
) -> None:
    folder = write(tmp_path / "laws", old=OLD, new=NEW)
    run("statutes", "import", folder)
    assert run("statutes", "impact").exit_code == 1
    (ours,) = (corpus_with_citations / "statutes").glob("*.md")
    facts = "status: in force\namendments:\n  - {adopted: 2018-12-29, in_force: 2018-12-29}\n"
    ours.write_text(ours.read_text("utf-8").replace("status: in force\n", facts), "utf-8")
    run("index")
    assert run("statutes", "impact").exit_code == 0
    shown = run("statutes", "impact", "--all")
    assert "2010-10-28 -> 2018-12-29" in shown.output
    assert "reviewed since" in shown.output


def test_a_later_version_puts_articles_under_review(imported: Run) -> None:
    shown = imported("statutes", "impact")
    assert shown.exit_code == 1
    lines = [" ".join(line.split()) for line in shown.output.splitlines()]
    assert "added 1 3" in lines or "renumbered 1 3->4" in lines
    assert "reworded 1 2" in lines
    at = lines.index("ling-huo under review")
    assert lines[at + 1] == "Article 2(2) reworded, the quotation no longer holds"
    at = lines.index("late under review")
    assert lines[at + 1] == "Article 3 renumbered to 4"
    at = lines.index("zhi-gong not touched")
    assert lines[at + 1] == "Article 2 reworded, but not what is cited"
    assert any("prc-sil-2010.md knows nothing of this version" in line for line in lines)
    assert lines[-2].startswith("2 articles under review."), "the last thing read is what to do"


def test_as_json(imported: Run) -> None:
    (impact,) = json.loads(imported("statutes", "impact", "社会保险法", "--json").stdout)
    assert (impact["before"]["adopted"], impact["after"]["adopted"]) == ("2010-10-28", "2018-12-29")
    found = {article["slug"]: article["touches"][0] for article in impact["articles"]}
    assert found["ling-huo"]["quote"] == "no longer holds"
    assert not found["zhi-gong"]["touched"]


def test_check_warns_until_it_is_cleared(imported: Run) -> None:
    assert "law-changed" in imported("check").output
    cleared = imported("statutes", "clear", "late", "--note", "the same words")
    assert cleared.output == "late cleared of prc-sil-2010 as amended on 2018-12-29.\n"
    both = imported("statutes", "clear", "late", "ling-huo", "--statute", "社会保险法")
    assert "late is not under review" in both.output
    assert "ling-huo cleared of prc-sil-2010" in both.output
    shown = imported("statutes", "impact")
    assert shown.exit_code == 0
    assert "the same words" in shown.output
    assert "law-changed" not in imported("check").output
    undone = imported("statutes", "clear", "late", "--undo")
    assert undone.output == "1 clearing of late undone.\n"
    assert "late  under review" in imported("statutes", "impact").output


def test_a_review_after_the_import_ends_it(imported: Run, corpus_with_citations: Path) -> None:
    path = corpus_with_citations / "articles" / "pension" / "late.md"
    text = path.read_text("utf-8").replace(
        str(date.today() - timedelta(days=1)), str(date.today() + timedelta(days=1))
    )
    path.write_text(text, "utf-8")
    imported("index")
    assert "late  reviewed since" in imported("statutes", "impact").output


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["impact", "SILL"], 2, "did you mean prc-sil-2010"),
        (["impact", "prc-sil-2010", "--all"], 0, "There are no two versions of prc-sil-2010 here"),
        (["clear", "lat"], 1, "did you mean 'late'?"),
        (["clear", "late"], 1, "late is not under review"),
        (["clear", "late", "--undo"], 1, "Nothing was cleared of late"),
        (["clear", "late", "--undo", "--note", "x"], 2, "--undo takes no --note"),
        (["clear", "late", "--note", "x" * 501], 2, "at most 500"),
        (["clear", "late", "--statute", "nothing"], 2, "there is no statute 'nothing'"),
    ],
)
def test_mistakes(run: Run, args: list[str], status: int, said: str) -> None:
    result = run("statutes", *args)
    assert (result.exit_code, said in result.output) == (status, True), result.output
