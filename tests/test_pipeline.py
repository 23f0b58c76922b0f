"""The data path on a corpus folder and a real index: what is parsed, kept, written, reported."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.pipeline import Outcome, ingest, read_corpus
from ingest.taxonomy_file import CorpusError
from kb.engine import SearchEngine
from kb.index.engine import WhooshEngine
from kb.model import Severity
from kb.official import Version
from kb.provision import Provision
from kb.request import Filters, SearchRequest
from kb.statutes import Paragraph, ProvisionText, Statute
from tests.official_texts import MemoryTexts

Add = Callable[..., Path]
Held = tuple[Version, tuple[ProvisionText, ...]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = WhooshEngine.open(tmp_path / "data" / "index")
    yield opened
    opened.close()


def found(engine: SearchEngine, query: str) -> list[str]:
    articles = Filters(kind=("guide", "qa"))
    return [h.slug for h in engine.search(SearchRequest(query=query, filters=articles)).hits]


def told(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(p.path, p.line, p.code) for p in outcome.corpus.problems]


def test_only_changed_files_are_parsed_again(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("one", "Pay at the counter.")
    add_article("two", "Pay online.")
    first = ingest(corpus, engine)
    assert (first.corpus.parsed, first.written) == (2, 2)

    again = ingest(corpus, engine)
    assert (again.corpus.parsed, again.written, again.removed) == (0, 0, 0)
    assert again.generation == first.generation, "nothing changed, so nothing is committed"

    add_article("two", "Pay by telephone.")
    third = ingest(corpus, engine)
    assert (third.corpus.parsed, third.written) == (1, 1)
    assert found(engine, "telephone") == ["two"]
    assert found(engine, "online") == []


def test_a_removed_file_leaves_the_index(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    path = add_article("one", "Pay at the counter.")
    ingest(corpus, engine)
    path.unlink()
    assert ingest(corpus, engine).removed == 1
    assert found(engine, "counter") == []


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("no front matter at all", "no-front-matter"),
        ("---\ntitle: [\n---\nx", "bad-front-matter"),
        ("---\ntitle: x\nkind: guide\ntopic: nowhere\n---\nx", "bad-value"),
        ("---\ntitle: x\nkind: guide\ntopic: pension\n---\n\n", "no-text"),
        ("---\nkind: guide\ntopic: pension\n---\nx", "missing-field"),
        ("x\0y", "not-text"),
        ("---\ntitle: x\nkind: qa\ntopic: pension\n---\n" + "[" * 300_000, "too-long"),
    ],
)
def test_the_last_good_version_stays(
    corpus: Path, engine: SearchEngine, add_article: Add, broken: str, code: str
) -> None:
    path = add_article("one", "Pay at the counter.")
    add_article("two", "Pay online.")
    ingest(corpus, engine)
    path.write_text(broken, "utf-8")
    for anew in (False, False, True):  # it is reported every time, and a rebuild keeps it too
        outcome = ingest(corpus, engine, anew=anew)
        assert code in {c for p, _, c in told(outcome) if p.endswith("one.md")}
        assert outcome.corpus.errors
        assert outcome.corpus.kept == ("articles/contributions/one.md",)
        assert found(engine, "counter") == ["one"]
    add_article("one", "Pay by telephone.")
    assert not ingest(corpus, engine).corpus.errors
    assert found(engine, "telephone") == ["one"]


def test_a_malformed_file_does_not_stop_the_others(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("bad", "x").write_text("nothing", "utf-8")
    add_article("good", "Pay at the counter.")
    outcome = ingest(corpus, engine)
    assert outcome.corpus.errors == 1
    assert found(engine, "counter") == ["good"]


def test_a_malformed_statute_keeps_its_last_good_version(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("one", "Social Insurance Law, Article 60 says so.")
    ingest(corpus, engine)
    (corpus / "statutes" / "prc-sil-2010.md").write_text("---\nid: wrong\n---\n", "utf-8")
    outcome = ingest(corpus, engine)
    assert outcome.corpus.errors
    assert [statute.id for statute in engine.contents().statutes] == ["prc-sil-2010"]
    assert str(engine.contents().articles[0].citations[0].targets[0]) == "prc-sil-2010/art-60"


def test_related_titles_resolve_when_the_article_comes(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("one", "Text.", more="related:\n  - How do I pay online?\n")
    ingest(corpus, engine)
    assert engine.contents().articles[0].related[0].slug is None
    add_article("two", "Text.", title="How do I pay online?")
    outcome = ingest(corpus, engine)
    assert outcome.corpus.parsed == 1
    assert outcome.written == 2, "the unchanged article's link changed, so it is written again"
    by_slug = {a.slug: a for a in engine.contents().articles}
    assert by_slug["one"].related[0].slug == "two"


def test_two_files_cannot_share_an_address(corpus: Path, add_article: Add) -> None:
    add_article("one", "Text.")
    (corpus / "articles" / "one.txt").write_text("A title\nSome text.\n", "utf-8")
    problems = read_corpus(corpus).problems
    taken = [p for p in problems if p.code == "address-taken"]
    assert [(p.path, p.severity) for p in taken] == [("articles/one.txt", Severity.ERROR)]


def test_text_and_html_are_read_as_well(corpus: Path, engine: SearchEngine) -> None:
    folder = corpus / "articles" / "pension"
    folder.mkdir()
    (folder / "Old page.txt").write_text(
        "When may I retire?\nFirst, look at your age.\nIt decides.\n"
        "Second, look at your years.\nThey count too.\n",
        "utf-8",
    )
    (folder / "saved.html").write_text(
        "<html><title>Survivors</title><body><h1>What do survivors get?</h1>"
        "<p>A funeral subsidy and a pension for survivors.</p></body></html>",
        "utf-8",
    )
    outcome = ingest(corpus, engine)
    assert not outcome.corpus.errors, outcome.corpus.problems
    assert found(engine, "retire") == ["old-page"]
    assert found(engine, "funeral") == ["saved"]
    by_slug = {a.slug: a for a in engine.contents().articles}
    assert [step.number for step in by_slug["old-page"].steps] == [1, 2]
    assert by_slug["saved"].title == "What do survivors get?"
    assert {a.topic for a in by_slug.values()} == {"pension"}


def test_a_rebuild_says_how_far_it_is(corpus: Path, engine: SearchEngine, add_article: Add) -> None:
    for n in range(5):
        add_article(f"number-{n}", "Text.")
    steps: list[tuple[int, int]] = []
    outcome = ingest(corpus, engine, anew=True, progress=lambda *s: steps.append(s))
    assert outcome.written == 5
    assert steps[-1] == (7, 7), "five articles and the two provisions"
    again = ingest(corpus, engine, anew=True)
    assert again.corpus.parsed == 5
    assert len(engine.contents().articles) == 5


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path, engine: SearchEngine) -> None:
    with pytest.raises(CorpusError, match="--corpus"):
        ingest(tmp_path, engine)
    assert engine.generation() == 0


def test_a_change_of_the_taxonomy_is_noticed(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("one", "Text.")
    ingest(corpus, engine)
    taxonomy = corpus / "taxonomy.toml"
    taxonomy.write_text(taxonomy.read_text("utf-8").replace('"contributions"', '"paying"'), "utf-8")
    outcome = ingest(corpus, engine)
    assert "bad-value" in [code for _, _, code in told(outcome)]
    assert outcome.corpus.kept


def test_an_index_of_another_version_is_built_anew(
    corpus: Path, engine: SearchEngine, add_article: Add, tmp_path: Path
) -> None:
    add_article("one", "Pay at the counter.")
    ingest(corpus, engine)
    for table in (tmp_path / "data" / "index").glob("*.toc"):
        table.rename(table.with_name(table.name.replace("kb", "kb9", 1)))
    later = WhooshEngine.open(tmp_path / "data" / "index")
    assert ingest(corpus, later).written == 1
    assert found(later, "counter") == ["one"]
    later.close()


def version(adopted: int, words: str, statute: str = "cn-deng-ta-fa") -> Held:
    """A version of a made-up statute of one provision."""
    day = date(adopted, 1, 1)
    text = ProvisionText(
        provision=Provision(statute, 1), chapter=(), paragraphs=(Paragraph(text=words),)
    )
    return Version(adopted=day, in_force=day, last_article=1, imported=day), (text,)


def imported(*held: Held, statute: str = "cn-deng-ta-fa", title: str = "灯塔法") -> MemoryTexts:
    day = date(2010, 1, 1)
    entry = Statute(
        id=statute,
        title_en="",
        title_zh=title,
        adopted=day,
        in_force=day,
        last_article=1,
        lang="zh",
    )
    return MemoryTexts({statute: held} if held else {}, (entry,) if held else ())


def law(engine: SearchEngine, query: str) -> list[str]:
    request = SearchRequest(query=query, filters=Filters(kind=("provision",)))
    return [hit.slug for hit in engine.search(request).hits]


def test_imported_statutes_are_in_the_register_and_found(
    corpus: Path, engine: SearchEngine, add_article: Add
) -> None:
    add_article("one", "《灯塔法》第一条是这样规定的。")
    texts = imported(version(2010, "灯塔由国家管理。"))
    outcome = ingest(corpus, engine, texts=texts)
    assert "cn-deng-ta-fa" in [statute.id for statute in outcome.corpus.register]
    (article,) = outcome.corpus.articles
    assert [str(target) for target in article.provisions] == ["cn-deng-ta-fa/art-1"]
    assert law(engine, "灯塔由国家管理") == ["cn-deng-ta-fa/art-1"]
    again = ingest(corpus, engine, texts=texts)
    assert (again.generation, again.corpus.parsed) == (outcome.generation, 0)


def test_a_version_that_comes_into_force_takes_the_other_ones_place(
    corpus: Path, engine: SearchEngine
) -> None:
    ingest(corpus, engine, texts=imported(version(2010, "灯塔由国家管理。")))
    newer = imported(version(2010, "灯塔由国家管理。"), version(2020, "港口由省里管理。"))
    ingest(corpus, engine, texts=newer)
    assert law(engine, "港口由省里管理") == ["cn-deng-ta-fa/art-1"]
    assert law(engine, "灯塔由国家管理") == law(engine, "由管理")
    ingest(corpus, engine)
    assert law(engine, "港口由省里管理") == []
    assert "cn-deng-ta-fa" not in [s.id for s in engine.contents().statutes]


def test_the_corpuss_own_entry_stays(corpus: Path, engine: SearchEngine) -> None:
    texts = imported(
        version(2018, "职工应当参加基本养老保险。", "prc-sil-2010"),
        statute="prc-sil-2010",
        title="中华人民共和国社会保险法",
    )
    register = ingest(corpus, engine, texts=texts).corpus.register
    (statute,) = register
    assert (statute.title_en, statute.last_article) == (
        "Social Insurance Law of the People's Republic of China", 98,
    )  # fmt: skip
    assert law(engine, "职工应当参加基本养老保险") == ["prc-sil-2010/art-1"]
