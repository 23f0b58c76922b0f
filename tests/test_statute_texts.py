"""Official texts in the data folder: what is written is read, by all threads and processes."""

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.statutes.cross_citations import CrossCitations
from ingest.statutes.document import parse
from ingest.statutes.gathering import gather
from kb.imported import Changes, Citing, ImportedVersion
from kb.model import Form, Source
from kb.official import OfficialTexts, TextsUnusableError
from kb.provision import Provision
from kb.statute_texts import words, writing
from kb.statute_texts.database import FILE
from kb.statute_texts.store import SqliteTexts
from kb.statutes import Register
from tests.statute_files import FERRIES, NEW, OLD

TODAY = date(2026, 1, 1)
LIGHT = "cn-deng-ta-fa"


def versions_of(*texts: str) -> tuple[ImportedVersion, ...]:
    sources = (
        Source(path=f"{n}.md", form=Form.MARKDOWN, text=text, sha256="")
        for n, text in enumerate(texts)
    )
    documents = [found for source in sources if (found := parse(source).document)]
    return gather(documents, Register(), today=TODAY)[0]


def citing(changes: Changes) -> list[Citing]:
    cross = CrossCitations(Register.of(changes.entries))
    return [
        Citing(
            statute=each.entry.id,
            adopted=each.version.adopted,
            cited=cross.of(each.entry, each.provisions),
        )
        for each in changes.versions
    ]


def keep(path: Path, *texts: str) -> Changes:
    """Import the texts into the store at the path."""
    store = SqliteTexts(path)
    what = writing.changes(store, versions_of(*texts), lambda entries: entries)
    writing.write(path, what, citing(what), store.fingerprint(), None)
    return what


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


@pytest.fixture
def store(path: Path) -> SqliteTexts:
    keep(path, OLD, NEW, FERRIES)
    return SqliteTexts(path, today=lambda: TODAY)


def test_nothing_is_made_before_the_first_import(path: Path) -> None:
    texts: OfficialTexts = SqliteTexts(path)
    assert (texts.statutes(), texts.versions("x"), texts.provisions("x")) == ((), (), ())
    assert texts.text(Provision("x", 1)) is None
    assert (texts.containing("甲"), texts.citing(Provision("x", 1))) == ((), ())
    assert texts.fingerprint() == ""
    assert not path.parent.exists()
    keep(path, OLD)
    assert len(texts.statutes()) == 1, "and it is seen at once"


def test_what_was_written_is_read(store: SqliteTexts) -> None:
    light, ferry = store.statutes()
    assert (light.id, light.title_zh, light.lang) == (LIGHT, "中华人民共和国灯塔法", "zh")
    assert (light.adopted, light.in_force) == (date(2010, 10, 28), date(2011, 7, 1))
    assert [each.adopted for each in light.amendments] == [date(2018, 12, 29)]
    assert (light.last_article, ferry.last_article) == (4, 2)
    old, new = store.versions(LIGHT)
    assert (old.adopted, old.in_force) == (date(2010, 10, 28), date(2011, 7, 1))
    assert (new.adopted, new.imported, new.first) == (date(2018, 12, 29), TODAY, True)
    assert store.versions("nobody") == ()


def test_a_provision_in_its_versions(store: SqliteTexts) -> None:
    third = Provision(LIGHT, 3)
    now, before = store.text(third), store.text(third, date(2010, 10, 28))
    assert now is not None
    assert before is not None
    assert ("五千元" in now.text, "五百元" in before.text) == (True, True)
    assert store.text(Provision(LIGHT, 2, paragraph=2, item=1)) == store.text(Provision(LIGHT, 2))
    inserted = Provision(LIGHT, 3, inserted=1)
    assert store.text(inserted) is not None
    assert store.text(inserted, date(2010, 10, 28)) is None
    assert store.text(third, date(1999, 1, 1)) is None
    assert [text.provision.number for text in store.provisions(LIGHT)] == [
        "1", "2", "3", "3-1", "4",
    ]  # fmt: skip
    assert len(store.provisions(LIGHT, date(2010, 10, 28))) == 4


@pytest.mark.parametrize(
    ("today", "count"), [(date(2012, 1, 1), 4), (date(2026, 1, 1), 5), (date(1990, 1, 1), 5)]
)
def test_the_version_in_force_on_the_day(
    store: SqliteTexts, path: Path, today: date, count: int
) -> None:
    assert len(SqliteTexts(path, today=lambda: today).provisions(LIGHT)) == count


@pytest.mark.parametrize(
    ("quote", "statute", "expected"),
    [
        ("看守灯塔的人应当每日记录天气", "", ("art-2", "2018-12-29")),
        ("看守灯塔的人，应当每日记录天气！", "", ("art-2", "2018-12-29")),
        ("看守灯塔的人须每日记录天气", "", ("art-2", "2018-12-29")),
        ("违反本法第二条规定的，处五百元以下的罚款", "", ("art-3", "2010-10-28")),
        ("违反本法第二条规定的，处五千元以下的罚款", LIGHT, ("art-3", "2018-12-29")),
        ("渡船应当有救生衣，每名乘客一件", "", ("art-1", "2012-03-01")),
        ("渡船应当有救生衣，每名乘客一件", LIGHT, None),
        ("月亮上没有灯塔也没有看守人的房子", "", None),
        ("", "", None),
        ("。，", "", None),
        ("甲" * 100_000, "", None),
    ],
)
def test_words_are_found_where_they_stand(
    store: SqliteTexts, quote: str, statute: str, expected: tuple[str, str] | None
) -> None:
    found = store.containing(quote, statute)
    first = (found[0].provision.article_anchor, str(found[0].version)) if found else None
    assert first == expected
    assert all(words.LIKE_ENOUGH <= place.likeness <= 1 for place in found)
    assert len({place.provision for place in found}) == len(found)


def test_no_more_places_than_wanted(store: SqliteTexts) -> None:
    assert len(store.containing("灯塔由国家管理", most=1)) == 1


def test_who_cites_a_provision(store: SqliteTexts) -> None:
    second = Provision(LIGHT, 2)
    ferry = Provision("cn-du-chuan-tiao-li", 2)
    assert store.citing(second) == (Provision(LIGHT, 3), ferry)
    assert store.citing(replace(second, paragraph=2, item=1)) == store.citing(second)
    assert store.citing(ferry) == (Provision(LIGHT, 3, inserted=1),)
    assert store.citing(replace(ferry, article=1)) == (ferry,)  # 前条
    assert store.citing(Provision(LIGHT, 4)) == ()


def test_the_same_again_changes_nothing(store: SqliteTexts, path: Path) -> None:
    before = store.fingerprint()
    what = writing.changes(store, versions_of(OLD, NEW, FERRIES), lambda entries: entries)
    assert (what.any, what.unchanged) == (False, 3)
    assert store.fingerprint() == before


def test_a_changed_text_is_updated(store: SqliteTexts, path: Path) -> None:
    before = store.fingerprint()
    what = keep(path, NEW.replace("五千元", "六千元"))
    assert (what.added, what.updated) == ((), ((LIGHT, date(2018, 12, 29)),))
    text = store.text(Provision(LIGHT, 3))
    assert text is not None
    assert "六千元" in text.text
    assert store.fingerprint() != before
    assert store.containing("违反本法第二条规定的，处六千元以下的罚款")[0].likeness == 1
    assert store.containing("违反本法第二条规定的，处五千元以下的罚款")[0].likeness < 1


def test_a_version_that_comes_later_says_so(path: Path) -> None:
    keep(path, OLD)
    keep(path, NEW)
    assert [version.first for version in SqliteTexts(path).versions(LIGHT)] == [True, False]
    assert len(SqliteTexts(path).statutes()[0].amendments) == 1


def test_parts_stay_beside_one_another(path: Path) -> None:
    facts = "\n\n2020年5月28日 通过\n\n<!-- INFO END -->\n\n"
    keep(path, "# 灯塔法典\n\n# 总则" + facts + "第一条 甲。")
    keep(path, "# 灯塔法典\n\n# 附则" + facts + "第二条 乙。")
    store = SqliteTexts(path)
    (statute,) = store.statutes()
    assert [text.provision.number for text in store.provisions(statute.id)] == ["1", "2"]
    assert (statute.last_article, store.versions(statute.id)[0].last_article) == (2, 2)


def test_removal(store: SqliteTexts, path: Path) -> None:
    what = writing.removal(store, [(LIGHT, date(2018, 12, 29))], lambda entries: entries)
    writing.write(path, what, (), store.fingerprint(), None)
    assert [version.adopted for version in store.versions(LIGHT)] == [date(2010, 10, 28)]
    assert store.text(Provision(LIGHT, 3, inserted=1)) is None
    assert store.containing("违反本法第二条规定的，处五千元以下的罚款")[0].version.year == 2010
    what = writing.removal(store, [(LIGHT, date(2010, 10, 28))], lambda entries: entries)
    writing.write(path, what, (), store.fingerprint(), None)
    assert [each.id for each in store.statutes()] == ["cn-du-chuan-tiao-li"]


def test_two_imports_at_once_do_not_mix(store: SqliteTexts, path: Path) -> None:
    changed = versions_of(NEW.replace("五千元", "六千元"))
    what = writing.changes(store, changed, lambda entries: entries)
    before = store.fingerprint()
    keep(path, NEW.replace("五千元", "七千元"))
    with pytest.raises(TextsUnusableError, match="try again"):
        writing.write(path, what, (), before, None)
    text = store.text(Provision(LIGHT, 3))
    assert text is not None
    assert "七千元" in text.text


def test_what_fails_half_way_leaves_the_old_state(store: SqliteTexts, path: Path) -> None:
    before = store.fingerprint()
    what = writing.changes(store, versions_of(NEW.replace("五千", "六千")), lambda entries: entries)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write(path, what, (), before, None, stop)
    assert store.fingerprint() == before
    assert store.containing("违反本法第二条规定的，处五千元以下的罚款")[0].likeness == 1


@pytest.mark.parametrize("spoil", ["text", "head", "newer", "folder"])
def test_a_file_that_cannot_be_used_says_so(store: SqliteTexts, path: Path, spoil: str) -> None:
    data = path.read_bytes()
    path.unlink()
    if spoil == "folder":
        path.mkdir()
    else:
        path.write_bytes(
            {
                "text": b"this is no database, whatever its name says" * 100,
                "head": data[:100] + os.urandom(len(data) - 100),
                "newer": data[:60] + (99).to_bytes(4, "big") + data[64:],
            }[spoil]
        )
    calls: list[Callable[[], object]] = [
        store.statutes,
        lambda: store.text(Provision(LIGHT, 1)),
        lambda: store.containing("看守灯塔的人"),
        store.fingerprint,
    ]
    for call in calls:
        with pytest.raises(TextsUnusableError, match=FILE):
            call()


def test_words_are_found_after_many_changes(path: Path) -> None:
    for number in range(1, 12):
        keep(path, NEW.replace("五千元", f"{number}万元"))
    found = SqliteTexts(path).containing("违反本法第二条规定的，处11万元以下的罚款")
    assert [(place.provision.number, place.likeness) for place in found] == [("3", 1)]
    with closing(sqlite3.connect(path)) as database:
        (batches,) = database.execute("SELECT count(DISTINCT batch) FROM shingle").fetchone()
    assert batches < 6, "what is gone is swept away now and then"


def test_threads_share_it(store: SqliteTexts, path: Path) -> None:
    """Readers in threads see each state whole while it is written again and again."""
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            text = store.text(Provision(LIGHT, 3))
            found = store.containing("灯塔由国家管理，看守灯塔的人")
            seen.append((len(found), text.text if text else ""))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for sum_ in ("六", "七", "八"):
        keep(path, NEW.replace("五千元", f"{sum_}千元"))
    stop.set()
    for thread in threads:
        thread.join()
    assert len(seen) > 4
    assert all(count == 1 and "千元" in text for count, text in seen)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(store: SqliteTexts, path: Path) -> None:
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len(SqliteTexts(path).statutes()) == 2
    finally:
        path.parent.chmod(stat.S_IRWXU)
