"""The corpus in memory is what a fresh reading of the folder would give, whatever was changed."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.best_bets import same_words
from ingest.live import LiveCorpus
from ingest.pipeline import NO_TEXTS, ingest, read_corpus
from kb.engine import Contents, IndexMovedError
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.review import Clearing
from tests.conftest import STATUTE, TAXONOMY

Add = Callable[..., Path]

SLUGS = ("alpha", "beta", "gamma", "old-one")
TITLES = ("How to pay?", "Who must pay?", "怎么交？")
LINKS = (*SLUGS, *TITLES, "Nobody wrote this")
BODIES = (
    "Fine.",
    "[x](/articles/alpha) and [y](/articles/old-one), [z](/statutes/prc-sil-2010/art-60).",
    "## Heading first\n\nSee [x](/articles/nowhere).",
    "Social Insurance Law, Article 60:\n\n> Everybody must pay.",
    "Social Insurance Law, Article 120 says so, and Article 5 of the Law of Nothing.",
)
MALFORMED = ("no front matter", "---\ntitle: [\n---\nx", "x\0y", "")


@st.composite
def manuscripts(draw: st.DrawFn) -> str:
    """An article's text: names, links, states and old addresses that get in each other's way."""

    def some(values: tuple[str, ...]) -> list[str]:
        return draw(st.lists(st.sampled_from(values), max_size=2, unique=True))

    lines = [
        f"title: {draw(st.sampled_from(TITLES))}",
        "kind: qa",
        f"topic: {draw(st.sampled_from(('pension', 'other', 'nothing')))}",
        f"lang: {draw(st.sampled_from(('en', 'zh')))}",
        f"status: {draw(st.sampled_from(('published', 'published', 'draft', 'archived')))}",
        f"reviewed: {draw(st.sampled_from(('2026-01-10', '2999-01-01')))}",
        f"related: [{', '.join(some(LINKS))}]",
        f"aliases: [{', '.join(some(TITLES))}]",
        f"formerly: [{', '.join(some(SLUGS))}]",
        f"best_for: [{', '.join(some(('how to pay', 'pay how', 'the')))}]",
    ]
    if draw(st.booleans()):
        lines.append(f"translation_of: {draw(st.sampled_from(SLUGS))}")
    front = "\n".join(lines)
    return f"---\n{front}\n---\n\n{draw(st.sampled_from(BODIES))}\n"


PATHS = (
    *(f"articles/pension/{slug}.md" for slug in SLUGS),
    *(f"articles/other/{slug}.md" for slug in SLUGS[:2]),
    "articles/other/alpha.txt",
    "articles/pension/.hidden.md",
    *(f"pending/{slug}.md" for slug in SLUGS[:2]),
)
TEXTS = manuscripts() | st.sampled_from(MALFORMED)
# What is done to a file: its new text, None to remove it, another path to move it there.
EDITS = st.tuples(st.sampled_from(PATHS), TEXTS | st.none() | st.sampled_from(PATHS[:6]))
BESIDE = st.sampled_from(
    (
        ("statutes/prc-sil-2010.md", STATUTE.replace("last_article: 98", "last_article: 130")),
        ("statutes/prc-sil-2010.md", STATUTE),
        ("statutes/prc-sil-2010.md", "nothing"),
        ("taxonomy.toml", TAXONOMY.replace('"pension"', '"nothing"')),
        ("taxonomy.toml", TAXONOMY),
        ("glossary.toml", '[[concepts]]\nid = "p"\nen = "pay"\nzh = "交"\n'),
    )
)


def write(folder: Path, path: str, what: str | None) -> set[str]:
    """Do it; answers the paths that it touched."""
    file = folder / path
    if what is None:
        file.unlink(missing_ok=True)
        return {path}
    if what in PATHS:
        if file.exists():
            file.replace(folder / what)
        return {path, what}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(what, "utf-8")
    return {path}


def new_corpus(folder: Path) -> None:
    for name in ("articles/pension", "articles/other", "statutes", "pending"):
        (folder / name).mkdir(parents=True)
    (folder / "taxonomy.toml").write_text(TAXONOMY, "utf-8")
    (folder / "statutes" / "prc-sil-2010.md").write_text(STATUTE, "utf-8")


def live_of(folder: Path, cleared: Callable[[], Iterable[Clearing]] = lambda: ()) -> LiveCorpus:
    return LiveCorpus(folder, texts=NO_TEXTS, alike=gist, cleared=cleared)


def contents_of(live: LiveCorpus) -> Contents:
    """What stands in for malformed files: the last good version of each.

    Also of one whose address another file has: the corpus in memory remembers it, an index, in
    which there is one article at an address, could not.
    """
    entries = live._readings.settled.entries.values()
    good = (entry.reading.raw for entry in entries if entry.reading is not None)
    return Contents(
        articles=tuple(article for article in good if article is not None),
        statutes=live.corpus.register.statutes,
        generation=0,
    )


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.none() | BESIDE, st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_it_is_what_a_fresh_reading_gives(
    steps: list[tuple[list[tuple[str, str | None]], tuple[str, str] | None, bool]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "corpus"
        new_corpus(folder)
        live = live_of(folder)
        for edits, beside, named in steps:
            before = live.corpus
            held = contents_of(live)
            touched: set[str] = set()
            for path, what in edits:
                touched |= write(folder, path, what)
            if beside is not None:
                touched |= write(folder, *beside)
            told = live.refresh(touched if named else None)
            fresh = read_corpus(folder, held, anew=True, texts=NO_TEXTS, alike=gist, cleared=())
            assert live.corpus == fresh
            assert differing(before.articles, fresh.articles) <= told
            assert {p.path for p in {*before.problems} ^ {*fresh.problems}} <= told
            assert live.refresh() == frozenset(), "nothing changed since"
            for article in fresh.articles:
                assert live.at(article.path) == article
                assert live.article(article.slug) == article
                assert live.path_of(article.slug) == article.path
            for path in PATHS:
                mine = tuple(p for p in (*fresh.problems, *fresh.pending) if p.path == path)
                assert live.problems_of(path) == mine


def differing(before: Iterable[object], after: Iterable[object]) -> set[str]:
    one, other = set(map(repr, before)), set(map(repr, after))
    found = [
        *(a for a in before if repr(a) not in other),
        *(a for a in after if repr(a) not in one),
    ]
    return {str(getattr(article, "path", "")) for article in found}


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(PATHS[:6]), TEXTS), max_size=6),
    st.sampled_from(PATHS[:6]),
    manuscripts(),
)
def test_examined_as_though_it_were_saved(
    files: list[tuple[str, str]], path: str, text: str
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "corpus"
        new_corpus(folder)
        for each, what in files:
            write(folder, each, what)
        live = live_of(folder)
        before = live.corpus
        article, problems = live.examine(text, path)
        assert live.corpus == before, "nothing is kept"
        assert live.refresh() == frozenset()
        (folder / path).unlink(missing_ok=True)
        live.refresh()  # or its last good version would stand in
        write(folder, path, text)
        live.refresh()
        assert problems == live.problems_of(path)
        assert article == live.at(path)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], WhooshEngine]]:
    """Opens the same index again and again, as processes would."""
    with ExitStack() as stack:

        def open_index() -> WhooshEngine:
            return stack.enter_context(closing(WhooshEngine.open(tmp_path / "data" / "index")))

        yield open_index


def same(one: WhooshEngine, live: LiveCorpus) -> bool:
    """Whether the index holds what the corpus does."""
    held = one.contents()
    corpus = live.corpus
    return (held.articles, held.statutes) == (corpus.articles, corpus.register.statutes)


def test_the_index_gets_what_it_lacks_and_no_more(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    engine = opened()
    add_article("one", "Text.", more="related:\n  - How do I pay online?\n")
    live = live_of(corpus)
    assert live.bring_up(engine) == 1
    assert same(engine, live)
    assert live.bring_up(engine) == 1, "nothing changed, so nothing is written"
    add_article("two", "Text.", title="How do I pay online?")
    assert live.refresh() == {PAGE.format("one"), PAGE.format("two")}
    assert {a.slug for a in live.batch(engine).articles} == {"one", "two"}
    assert live.bring_up(engine) == 2
    (corpus / PAGE.format("one")).unlink()
    live.refresh([PAGE.format("one")])
    assert live.batch(engine).removed == (PAGE.format("one"),)
    live.bring_up(engine)
    assert same(engine, live)


PAGE = "articles/contributions/{}.md"


def test_of_two_processes_one_writes_and_none_takes_back(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    first, second = opened(), opened()
    add_article("one", "Old words.")
    quick, slow = live_of(corpus), live_of(corpus)
    quick.bring_up(first)
    assert slow.bring_up(second) == 1, "it is done already"
    add_article("one", "New words.")
    quick.refresh()
    quick.bring_up(first)
    # The slow one has not seen the new words yet, and knows the index as it was.
    stale = slow.batch(opened())
    assert [a.sections[0].text for a in stale.articles] == ["Old words."]
    with pytest.raises(IndexMovedError):
        second.write(replace(stale, based_on=1))
    slow.refresh()
    assert slow.bring_up(second) == 2
    assert same(second, slow)


def test_a_malformed_file_is_no_reason_to_take_back_a_later_good_version(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    first, second = opened(), opened()
    path = add_article("one", "Old words.")
    quick, slow = live_of(corpus), live_of(corpus)
    quick.bring_up(first)
    slow.bring_up(second)
    add_article("one", "New words.")
    quick.refresh()
    quick.bring_up(first)
    path.write_text("nothing", "utf-8")
    for live, engine in ((quick, first), (slow, second)):
        live.refresh()
        assert live.bring_up(engine) == 2
    assert first.contents().articles[0].sections[0].text == "New words."


def test_a_warm_index_spares_the_parser_but_no_doubt(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    engine = opened()
    add_article("one", "Text.", more="related: [scraped]\n")
    (corpus / "articles" / "scraped.txt").write_text("A title\nSome text.\n", "utf-8")
    cold = ingest(corpus, engine).live
    warm = LiveCorpus(corpus, texts=NO_TEXTS, alike=same_words, before=engine.contents())
    assert warm.as_far_as_told().parsed == 0
    assert warm.problems_of("articles/scraped.txt") == cold.problems_of("articles/scraped.txt")
    assert {p.code for p in warm.corpus.problems} >= {"no-topic"}
    assert warm.corpus == cold.corpus


def test_what_is_beside_the_articles_may_be_wrong_for_a_while(
    corpus: Path, add_article: Add
) -> None:
    add_article("one", "Text.", more="related: [one]\n")
    live = live_of(corpus)
    taxonomy = corpus / "taxonomy.toml"
    good = taxonomy.read_text("utf-8")
    for wrong in ("", "[[topics]\n", good + "\nmore = 1\n"):
        taxonomy.write_text(wrong, "utf-8")
        assert live.refresh() == {"taxonomy.toml"}
        assert [p.code for p in live.problems_of("taxonomy.toml")] == ["bad-taxonomy"]
        assert live.article("one") is not None
        taxonomy.write_text(good, "utf-8")
        assert live.refresh() == {"taxonomy.toml"}
        assert not live.problems_of("taxonomy.toml")


def test_a_day_later_what_was_due_is_told(corpus: Path, add_article: Add) -> None:
    add_article("one", "Text.", more="related: [one]\nreview_by: 2026-12-01\n")
    today = [date(2026, 12, 1)]
    live = LiveCorpus(corpus, texts=NO_TEXTS, alike=gist, today=lambda: today[0])
    assert "review-due" not in {p.code for p in live.problems_of(PAGE.format("one"))}
    today[0] = date(2026, 12, 2)
    assert live.refresh() == {PAGE.format("one")}
    assert "review-due" in {p.code for p in live.problems_of(PAGE.format("one"))}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\ud800", "not-text"),
        ("x\0", "not-text"),
        ("", "no-front-matter"),
        ("x" * 6_000_000, "too"),
    ],
)
def test_any_text_is_examined(corpus: Path, text: str, code: str) -> None:
    article, problems = live_of(corpus).examine(text, PAGE.format("one"))
    assert article is None
    assert problems[0].code.startswith(code)


def test_many_threads_at_once(corpus: Path, add_article: Add) -> None:
    for number in range(8):
        add_article(f"n{number}", "Text.", more="related: [n0]\n")
    live = live_of(corpus)
    text = (corpus / PAGE.format("n0")).read_text("utf-8")
    expected = live.examine(text, PAGE.format("n0"))

    def work(number: int) -> bool:
        add_article(f"n{number % 7 + 1}", f"Text {number}.", more="related: [n0]\n")
        live.refresh()
        return live.examine(text, PAGE.format("n0")) == expected and len(live.corpus.articles) == 8

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(40)))
    assert live.corpus == read_corpus(corpus, alike=gist, cleared=())


PENDING = "---\ntitle: Another\nkind: qa\ntopic: pension\nstatus: draft\n---\n\n{}\n"


def test_a_pending_change_is_checked_and_is_no_article(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    add_article("one", "Published words.", more="related: [two]\n")
    add_article("two", "Text.", more="related: [one]\n")
    pending = corpus / "pending" / "one.md"
    pending.parent.mkdir()
    pending.write_text(PENDING.format("[x](/articles/three)"), "utf-8")
    engine = opened()
    outcome = ingest(corpus, engine)
    assert outcome.corpus.errors == 0
    assert [a.path for a in engine.contents().articles] == [PAGE.format("one"), PAGE.format("two")]
    told = [(p.path, p.line, p.code) for p in outcome.corpus.pending]
    assert told == [("pending/one.md", 8, "broken-link")]
    live = outcome.live
    add_article("three", "Now it is there.", more="related: [one]\n")
    assert "pending/one.md" in live.refresh()
    assert live.problems_of("pending/one.md") == ()
    (corpus / PAGE.format("one")).unlink()
    assert "pending/one.md" in live.refresh()
    assert [p.code for p in live.problems_of("pending/one.md")] == ["no-article"]
    pending.unlink()
    assert "pending/one.md" in live.refresh()
    assert live.corpus.pending == ()


def test_a_good_version_that_only_another_process_saw_stays(
    corpus: Path, add_article: Add, opened: Callable[[], WhooshEngine]
) -> None:
    add_article("other", "Text.", more="related: [one]\n")
    first, second = opened(), opened()
    quick, slow = live_of(corpus), live_of(corpus)
    slow.bring_up(second)
    path = add_article("one", "Good words.", more="related: [other]\n")
    quick.refresh()
    generation = quick.bring_up(first)
    path.write_text("nothing", "utf-8")
    slow.refresh()
    assert slow.article("one") is None
    assert slow.bring_up(second) == generation
    assert slow.article("one") == quick.article("one")
    quick.refresh()
    assert slow.corpus == quick.corpus
