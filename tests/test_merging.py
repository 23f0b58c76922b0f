"""Segments are joined without anybody noticing: others read, write and delete meanwhile."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.engine import Batch
from kb.index import analysing, merging, writing
from kb.index.engine import WhooshEngine
from kb.index.folder import MERGED, IndexFolder
from kb.index.merging import at_commit, due, living, merge
from kb.index.segments.whoosh_codec import ArrayCodec, ArraySegment
from kb.model import Article
from kb.request import SearchRequest
from tests.small_corpus import PAY, STATUTES, article, lead


def note(number: int, text: str = "An annuity.") -> Article:
    return article(f"note-{number}", f"Note {number}", (lead(text),))


def segments(*sizes: tuple[int, int]) -> list[ArraySegment]:
    """Segments with so many documents, and so many of them deleted."""
    made = []
    for size, deleted in sizes:
        segment = ArraySegment(ArrayCodec(), "kb")
        segment.set_doc_count(size)
        for number in range(deleted):
            segment.delete_document(number)
        made.append(segment)
    return made


@pytest.mark.parametrize(
    ("sizes", "added", "joined"),
    [
        ([], 1, []),
        ([(1, 0)], 1, [1]),
        ([(3, 0), (6, 0)], 1, [3, 6]),
        ([(4, 0)], 1, []),
        ([(150_000, 0), (2, 0), (1, 0)], 1, [1, 2]),
        ([(150_000, 60_000)], 1, []),  # thin, but not at once
        ([(400, 0), (400, 0)], 400, [400]),  # no more than 500 documents
        ([(400, 200)], 1, [200]),
        ([(10_000, 0), (30_000, 0)], 20_000, [10_000]),  # no more than were added
    ],
)
def test_what_a_commit_joins(sizes: list[tuple[int, int]], added: int, joined: list[int]) -> None:
    given = segments(*sizes)
    kept, chosen = at_commit(given, added)
    assert [living(segment) for segment in chosen] == joined
    assert sorted(map(living, kept + chosen)) == sorted(map(living, given))


@pytest.mark.parametrize(
    ("sizes", "joined"),
    [
        ([], []),
        ([(500, 0)] * 3, []),
        ([(500, 0)] * 4, [500] * 4),
        ([(150_000, 0), (500, 0), (600, 0), (700, 0)], []),
        ([(150_000, 0), (500, 0), (600, 0), (700, 0), (5_000, 0)], [500, 600, 700, 5_000]),
        ([(150_000, 60_000), (500, 0)], [90_000]),  # thin
    ],
)
def test_what_is_due(sizes: list[tuple[int, int]], joined: list[int]) -> None:
    given = segments(*sizes)
    kept, chosen = due(given, ())
    assert [living(segment) for segment in chosen] == joined
    assert len(kept) + len(chosen) == len(given)


def test_a_segment_whose_averages_are_of_the_past_is_due() -> None:
    first, second = segments((10, 0), (1000, 0))
    assert due([first, second], {first.segment_id()}) == ([second], [first])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of five segments that nobody has joined."""
    monkeypatch.setattr(writing, "at_commit", lambda segments, added: (list(segments), []))
    monkeypatch.setattr(merging.Merger, "look", lambda *_: None)
    engine = WhooshEngine.open(tmp_path / "index")
    for number in range(5):
        engine.write(Batch(articles=(note(number), note(number + 10))))
    engine.write(Batch(removed=(note(1).path,), statutes=STATUTES))
    return tmp_path / "index"


@pytest.fixture
def engine(place: Path) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(place)
    yield opened
    opened.close()


def slugs(engine: WhooshEngine, query: str = "annuity") -> set[str]:
    return {hit.slug for hit in engine.search(SearchRequest(query=query, per_page=50)).hits}


def files(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir() if file.suffix == ".seg")


def test_joining_changes_nothing_that_can_be_seen(place: Path, engine: WhooshEngine) -> None:
    before = (slugs(engine), engine.contents().articles, engine.holdings().statutes)
    assert len(files(place)) > 4
    assert merge(IndexFolder(place, 1))
    assert len(files(place)) == 1
    assert (slugs(engine), engine.contents().articles, engine.holdings().statutes) == before
    assert not merge(IndexFolder(place, 1)), "nothing is due any more"


def test_what_others_do_meanwhile_is_kept(place: Path, engine: WhooshEngine) -> None:
    changed = replace(note(2), title="Changed meanwhile")
    statutes = tuple(replace(s, status="Changed meanwhile") for s in STATUTES)

    def meanwhile() -> None:
        engine.write(Batch(articles=(changed, note(77)), removed=(note(3).path,)))
        engine.write(Batch(statutes=statutes))

    assert merge(IndexFolder(place, 1), meanwhile)
    expected = {f"note-{n}" for n in (0, 2, 4, 10, 11, 12, 13, 14, 77)}
    assert slugs(engine) == expected
    assert slugs(engine, "changed meanwhile") == {"note-2"}
    kept = {a.slug: a for a in engine.contents().articles}
    assert kept["note-2"] == changed
    assert kept.keys() == expected
    assert {s.status for s in engine.holdings().statutes} == {"Changed meanwhile"}


def test_a_join_whose_segments_are_gone_is_dropped(place: Path, engine: WhooshEngine) -> None:
    def meanwhile() -> None:
        engine.write(Batch(articles=(PAY,), anew=True))

    assert not merge(IndexFolder(place, 1), meanwhile)
    assert engine.contents().articles == (PAY,)
    assert len(files(place)) == 1
    assert not (place / MERGED).exists()


def test_a_commit_that_writes_small_segments_again_does_not_undo_a_join(
    place: Path, engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(note(0), title="Changed meanwhile")

    def meanwhile() -> None:
        monkeypatch.setattr(writing, "at_commit", lambda s, n: (s[2:], s[:2]))
        engine.write(Batch(articles=(changed, note(78))))

    before = slugs(engine)
    assert merge(IndexFolder(place, 1), meanwhile)
    assert slugs(engine) == before | {"note-78"}
    assert engine.search(SearchRequest(query="annuity", per_page=50)).total == len(before) + 1
    assert slugs(engine, "changed meanwhile") == {"note-0"}
    assert len(engine.contents().articles) == len(before) + 1


def test_averages_that_have_moved_start_a_join(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "at_commit", lambda segments, added: (list(segments), []))
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(Batch(articles=tuple(note(n, "An annuity.") for n in range(4))))
    engine.write(Batch(articles=tuple(note(n, "An annuity. " * 99) for n in range(4, 8))))
    engine.close()
    with engine._reading() as snapshot:
        assert snapshot.drift < 1.2
    assert len(slugs(engine)) == 8


def test_one_join_at_a_time(place: Path) -> None:
    folder = IndexFolder(place, 1)
    with folder.merging() as (allowed, _):
        assert allowed
        assert not merge(IndexFolder(place, 1))
        # A writer that sweeps leaves the file of the join alone.
        (place / MERGED).write_bytes(b"half a segment")
        WhooshEngine.open(place).write(Batch(articles=(PAY,)))
        assert (place / MERGED).exists()
    assert not (place / MERGED).exists()


def test_a_reader_keeps_its_generation(place: Path, engine: WhooshEngine) -> None:
    """The files of the old segments are gone, and what is mapped of them stays."""
    seen = slugs(engine)
    with engine._reading() as snapshot:
        merge(IndexFolder(place, 1))
        numbers = range(snapshot.size)
        kept = {snapshot.blob("slug", n).decode() for n in numbers if n not in snapshot.dead}
    assert {slug for slug in kept if "/" not in slug} == seen == slugs(engine)


def test_the_background_joins_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "at_commit", lambda segments, added: (list(segments), []))
    engine = WhooshEngine.open(tmp_path / "index")
    for number in range(12):
        engine.write(Batch(articles=(note(number),)))
        assert len(slugs(engine)) == number + 1
    engine.close()
    assert len(files(tmp_path / "index")) <= 4
    assert len(slugs(engine)) == 12


def test_nobody_waits_for_a_join(place: Path, engine: WhooshEngine) -> None:
    """A join that takes its time holds up neither a search nor a write."""
    going_on, end = threading.Event(), threading.Event()

    def meanwhile() -> None:
        going_on.set()
        end.wait(20)

    joining = threading.Thread(target=merge, args=(IndexFolder(place, 1), meanwhile))
    joining.start()
    assert going_on.wait(20)
    begun = time.monotonic()
    engine.write(Batch(articles=(note(50),)))
    assert "note-50" in slugs(engine)
    assert time.monotonic() - begun < 20
    end.set()
    joining.join()
    assert "note-50" in slugs(engine)


def test_many_articles_are_analysed_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = tuple(note(n, f"An annuity of {n} yuan. 养老保险") for n in range(40))
    alone, together = (WhooshEngine.open(tmp_path / name) for name in ("alone", "together"))
    alone.write(Batch(articles=articles))
    monkeypatch.setattr(analysing, "MANY", 10)
    monkeypatch.setattr(analysing, "CHUNK", 7)
    told: list[int] = []
    together.write(Batch(articles=articles), lambda done, total: told.append(done))
    assert told == [7, 14, 21, 28, 35, 40]
    for query in ("annuity", "17 yuan", "养老"):
        request = SearchRequest(query=query)
        assert replace(alone.search(request), took_ms=0) == replace(
            together.search(request), took_ms=0
        )
    assert alone.contents().articles == together.contents().articles
