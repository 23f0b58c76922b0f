"""``/llms.txt`` read by a Markdown parser in the form of llmstxt.org, and ``/robots.txt``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.engine import Batch
from tests.small_corpus import ARTICLES, DRAFT, HOSTILE, STATUTES
from tests.small_site import engine_with, open_client, site

HOST = "http://localhost"
ODD = "A [title](x) with *stars*, `code`, \\ and <b>marks</b> &amp; _lines_"


@dataclass
class Listing:
    """What a reader of the form makes of it: links are name -> (address, note)."""

    title: str
    summary: str
    sections: dict[str, dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from open_client(tmp_path_factory.mktemp("data") / "index")


def text_of(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def read(client: FlaskClient, address: str) -> Listing:
    """H1, a block quote, anything but headings, then H2s with lists of links and nothing else."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "text/plain; charset=utf-8"
    tokens = MarkdownIt().parse(response.text)
    kinds = [token.type for token in tokens]
    assert kinds[:4] == ["heading_open", "inline", "heading_close", "blockquote_open"]
    assert tokens[0].tag == "h1"
    found = Listing(text_of(tokens[1]), text_of(tokens[5]), {})
    section = ""
    for at, token in enumerate(tokens[3:], 3):
        if token.type == "heading_open":
            assert token.tag == "h2"
            section = text_of(tokens[at + 1])
            assert section not in found.sections
            found.sections[section] = {}
            assert kinds[at + 3] == "bullet_list_open"
        elif token.type == "inline" and section and kinds[at - 1] != "heading_open":
            assert kinds[at - 2 : at] == ["list_item_open", "paragraph_open"]
            opening, *rest = token.children or ()
            assert opening.type == "link_open"
            end = next(n for n, child in enumerate(rest) if child.type == "link_close")
            name = "".join(child.content for child in rest[:end])
            note = "".join(child.content for child in rest[end + 1 :])
            assert not note or note.startswith(": ")
            assert {child.type for child in rest} <= {"text", "text_special", "link_close"}
            found.sections[section][name] = (str(opening.attrs["href"]), note[2:])
    return found


@pytest.mark.parametrize(
    ("address", "title", "lang", "pension"),
    [
        ("/llms.txt", "Social Security Answers", "en", "Pension"),
        ("/llms.txt?ui=zh", "社保问答", "zh", "养老"),
    ],
)
def test_all_articles_of_a_language_by_topic(
    client: FlaskClient, address: str, title: str, lang: str, pension: str
) -> None:
    found = read(client, address)
    assert found.title == title
    assert found.summary
    links = {name: link for section in found.sections.values() for name, link in section.items()}
    for article in (*ARTICLES, HOSTILE):
        if article.lang == lang:
            place, note = links[article.title]
            assert place == f"{HOST}/articles/{article.slug}"
            assert note == article.answer
    assert len(found.sections[pension]) == 1
    assert STATUTES[0].title(lang) in links
    for place, _ in links.values():
        assert client.get(place.removeprefix(HOST)).status_code == 200, place
    assert "Optional" in found.sections
    assert DRAFT.title not in links


def test_marks_in_titles_and_notes_are_text(tmp_path: Path) -> None:
    odd = replace(HOSTILE, title=ODD, slug="odd", path="articles/odd.md")
    with engine_with(tmp_path / "index", Batch(articles=(odd,), anew=True)) as engine:
        found = read(site(engine).test_client(), "/llms.txt")
    place, note = found.sections["Other questions"][ODD]
    assert place == f"{HOST}/articles/odd"
    assert note == HOSTILE.answer


def test_an_empty_site_is_said_to_be_one(tmp_path: Path) -> None:
    with engine_with(tmp_path / "index", None) as engine:
        found = read(site(engine).test_client(), "/llms.txt")
    assert list(found.sections) == ["API", "Optional"]


def test_english_whatever_a_browser_speaks(client: FlaskClient) -> None:
    chinese = client.get("/llms.txt", headers={"Accept-Language": "zh"})
    assert chinese.text == client.get("/llms.txt").text
    assert chinese.headers["Content-Language"] == "en"


def test_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/llms.txt")
    again = client.get("/llms.txt", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/articles/pay-your-own-social-security", True),
        ("/statutes/prc-sil-2010/art-16", True),
        ("/api/v1/search?q=pension", True),
        ("/llms.txt", True),
        ("/search?q=pension", False),
        ("/ask?question=x", False),
        ("/opensearch/suggest?q=x", False),
    ],
)
def test_robots(client: FlaskClient, path: str, may: bool) -> None:
    response = client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    assert rules.can_fetch("AnyBot", HOST + path) is may
    assert rules.site_maps() == [f"{HOST}/sitemap.xml"]
    assert client.get("/sitemap.xml").status_code == 200
