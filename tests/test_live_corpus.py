"""The corpus in memory is what a fresh reading of the folder would give, whatever was changed."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.live import LiveCorpus
from ingest.pipeline import NO_TEXTS, read_corpus
from kb.engine import Contents
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
    """What stands in for malformed files."""
    corpus = live.corpus
    return Contents(articles=corpus.articles, statutes=corpus.register.statutes, generation=0)


@settings(max_examples=15)
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


@settings(max_examples=25)
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
