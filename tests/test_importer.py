"""A page from elsewhere becomes a draft: nothing lost, everything resolved that can be."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article import Context, parse
from ingest.importer import Imported, ImportFailedError, import_file
from ingest.pipeline import Corpus, read_corpus
from ingest.source import read
from kb.incoming import Wishes
from kb.model import Status

Import = Callable[..., Imported]

PAGE = """\
Help Desk - Paying - Who pays for a helper?
Who pays for a helper?
A family that hires a helper is no employer.
First, find out who hired her.
An agency is an employer.
II. Ask the agency
It must register her.
In short:
The agency pays.
Legal basis:
People's Republic of China (PRC) Social Insurance Law
Article 60 stipulates:
Employers declare and pay in full and on time.
- Related articles
- What is an agency?
- Pay at the counter
"""


@pytest.fixture
def import_text(tmp_path: Path, corpus: Path) -> Import:
    read_once: Corpus = read_corpus(corpus)

    def import_text(text: str, name: str = "page.txt", **wishes: str) -> Imported:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return import_file(path, read_once.taxonomy, read_once.register, wishes=Wishes(**wishes))

    return import_text


def test_text_page(import_text: Import) -> None:
    imported = import_text(PAGE)
    article = imported.article
    assert article.title == "Who pays for a helper?"
    assert article.breadcrumb == ("Help Desk", "Paying")
    assert [(s.number, s.heading) for s in article.steps] == [
        (1, "Find out who hired her."),
        (2, "Ask the agency"),
    ]
    assert article.summary == "The agency pays."
    (basis,) = article.legal_basis
    assert [str(target) for target in basis.targets] == ["prc-sil-2010/art-60"]
    assert basis.quote == ("Employers declare and pay in full and on time.",)
    assert [link.text for link in article.related] == ["What is an agency?", "Pay at the counter"]
    assert article.status is Status.DRAFT
    assert imported.path == "articles/other/who-pays-for-a-helper.md"


def test_what_a_quoted_provision_cites_is_no_legal_basis(import_text: Import) -> None:
    page = PAGE.replace("full and on time.", "full, as Article 10 of this Law says.")
    assert [c.numbers for c in import_text(page).article.legal_basis] == [("60",)]


def test_what_is_written_is_read_back_the_same(import_text: Import, tmp_path: Path) -> None:
    """The canonical file, put into a corpus, is the article that the import showed."""
    imported = import_text(PAGE)
    again = import_text(imported.markdown, "again.md", slug="who-pays-for-a-helper")
    assert again.article.sections == imported.article.sections
    assert again.article.steps == imported.article.steps
    assert again.article.breadcrumb == imported.article.breadcrumb
    assert again.markdown == imported.markdown


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# A title\n\nText.\n", "A title"),
        ("a.md", "---\ntitle: A title\nlayout: page\n---\n\nText.\n", "A title"),
        ("a.md", "Text without a title.\n", "a"),
        ("a.md", '<div class="x" markdown="1">\n\n# A title\n\nText.\n\n</div>\n', "A title"),
        ("a.html", "<h1>A title</h1><p>Text.</p>", "A title"),
        ("a.html", "---\ntitle: A title\n---\n<p>Text.</p>", "A title"),
        ("a.txt", "A title\nText.\n", "A title"),
        ("a.txt", "标题在这里\n正文。\n", "标题在这里"),
    ],
)
def test_titles(import_text: Import, name: str, text: str, title: str) -> None:
    assert import_text(text, name).article.title == title


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "---\ntitle: Mine\n---\nTheir title\nText.\n"),
        ("a.html", "---\ntitle: Mine\n---\n<h1>Their title</h1><p>Text.</p>"),
        ("a.md", "---\ntitle: Mine\n---\n<div><h1>Their title</h1><p>Text.</p></div>"),
        ("a.md", "---\ntitle: Mine\n---\n# Their title\n\nText."),
    ],
)
def test_a_page_s_own_title_is_not_lost(import_text: Import, name: str, text: str) -> None:
    article = import_text(text, name).article
    assert article.title == "Mine"
    assert "Their title" in " ".join(f"{s.heading} {s.text}" for s in article.sections)


def test_unknown_front_matter_is_said_to_be_left_out(import_text: Import) -> None:
    imported = import_text("---\ntitle: A\nlayout: page\nstatus: published\n---\nText.\n", "a.md")
    assert set(imported.dropped) == {"front matter `layout`", "front matter `status`"}
    assert imported.article.status is Status.DRAFT


def test_wishes_win(import_text: Import) -> None:
    imported = import_text(PAGE, topic="pension", kind="qa", slug="helper")
    assert imported.path == "articles/pension/helper.md"
    assert imported.article.kind.value == "qa"


@pytest.mark.parametrize("text", ["", "   \n\n", "\ufeff"])
def test_a_file_without_text_is_refused(import_text: Import, text: str) -> None:
    with pytest.raises(ImportFailedError):
        import_text(text)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_seed(seed: Path, tmp_path: Path, corpus: Path) -> None:
    """The issue's own acceptance: 5 steps, summary, one legal basis, ten related, nothing lost."""
    read_once = read_corpus(corpus)
    imported = import_file(seed, read_once.taxonomy, read_once.register)
    article = imported.article
    source = seed.read_text("utf-8")

    assert article.breadcrumb == ("Job Recruitment Website", "Social security inquiry")
    assert [step.number for step in article.steps] == [1, 2, 3, 4, 5]
    assert all(step.heading and step.text for step in article.steps)
    assert article.summary.startswith("To pay social security by yourself")
    (basis,) = article.legal_basis
    assert [str(target) for target in basis.targets] == ["prc-sil-2010/art-10"]
    assert len(basis.quote) == 2
    assert len(article.related) == 10

    kept = " ".join([article.title, *article.breadcrumb, *(link.text for link in article.related)])
    kept += " ".join(f"{s.heading} {s.text}" for s in article.sections)
    kept_words = " ".join(words(kept))
    for line in source.splitlines():
        for sentence in re.split(r"(?<=[.;?:])\s", line.removeprefix("- ")):
            if sentence.strip() not in ("Related articles",) and " - " not in sentence:
                assert " ".join(words(sentence)) in kept_words, sentence


def test_government_pages_lose_no_text(shared_data: Path, corpus: Path) -> None:
    """Every Markdown page of a government's benefit guides imports, with all its words."""
    read_once = read_corpus(corpus)
    pages = sorted((shared_data / "html" / "va-benefits").rglob("*.md"))
    assert pages
    lost: dict[str, list[str]] = {}
    for page in pages:
        source = read(page)
        body = source.text.split("\n---\n", 1)[-1]
        try:
            imported = import_file(page, read_once.taxonomy, read_once.register)
        except ImportFailedError:
            if len(words(visible(body))) >= 10:  # more than navigation or a title
                lost[str(page)] = ["everything"]
            continue
        have = words(" ".join(f"{s.heading} {s.text}" for s in imported.article.sections))
        have += words(imported.article.title + " " + " ".join(imported.dropped))
        have += words(" ".join(link.text for link in imported.article.related))
        missing = set(re.findall(r"(?<![\w/.#=\"'-])[A-Za-z]{5,}(?= )", visible(body))) - set(have)
        if missing:
            lost[str(page)] = sorted(missing)
    assert not lost, json.dumps(lost, indent=1)


def visible(markdown: str) -> str:
    """Roughly what a reader of the page sees: no tags, link targets, comments or templates."""
    for pattern in (
        r"<!--.*?-->",
        r"(?m:^\[comment\]:.*$)",
        r"<(script|style|nav|label|select)\b.*?</\1>",
        r"<[^>]*>",
        r"\]\([^)]*\)",
        r"\{[%{:].*?[%}]\}",
    ):
        markdown = re.sub(pattern, " ", markdown, flags=re.DOTALL)
    return markdown


def test_a_corpus_file_parses_as_the_import_says(import_text: Import, corpus: Path) -> None:
    imported = import_text(PAGE)
    target = corpus / imported.path
    target.parent.mkdir(parents=True)
    target.write_text(imported.markdown, "utf-8")
    read_once = read_corpus(corpus)
    context = Context.of(read_once.taxonomy, read_once.register)
    parsed = parse(read(target, corpus), context)
    assert parsed.problems == ()
    assert parsed.article is not None
    assert parsed.article.sections == imported.article.sections
