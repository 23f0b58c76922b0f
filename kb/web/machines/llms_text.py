"""``/llms.txt``: the site for language models, in the form of llmstxt.org."""

import re
from collections.abc import Iterable, Iterator

from kb.library import Library
from kb.model import Article
from kb.web import addresses
from kb.web.machines.answering import STAND_IN
from kb.web.messages import LANGUAGES, Phrases
from kb.web.page_head import in_language
from kb.web.site import Site
from kb.web.statute_book import is_ours

MEDIA_TYPE = "text/plain; charset=utf-8"
URL = "/llms.txt"
_LONGEST_NOTE = 160  # characters
_MARKS = re.compile(r"([\\`*_\[\]<>&])")  # what Markdown would take for markup inside a line
# Readers of the form know this heading and leave out what stands under it where room is short.
_OPTIONAL = "Optional"


def llms_text(site: Site, phrases: Phrases) -> bytes:
    """The articles in this language by topic, the statutes, the API."""
    return ("\n".join(_lines(site, phrases)) + "\n").encode()


def _lines(site: Site, phrases: Phrases) -> Iterator[str]:
    library = site.library()
    yield "# " + _plain(phrases("site_name"))
    yield "\n> " + _plain(phrases("site_about"))
    yield "\n" + _plain(phrases("llms_about"))
    for topic in library.taxonomy.topics:
        own = [a for a in library.in_topic(topic.id) if a.lang == phrases.lang]
        yield from _section(topic.name(phrases.lang), map(_article, own))
    yield from _section(phrases("statutes"), _statutes(library, phrases))
    yield from _section(phrases("llms_api"), _api(phrases))
    yield from _section(_OPTIONAL, _optional(phrases))


def _section(name: str, links: Iterable[str]) -> Iterator[str]:
    """A section, if there is anything in it."""
    lines = list(links)
    if lines:
        yield f"\n## {_plain(name)}\n"
        yield from lines


def _article(article: Article) -> str:
    return _link(article.title, addresses.article_url(article.slug), article.answer)


def _statutes(library: Library, phrases: Phrases) -> Iterator[str]:
    for statute in library.register:
        if is_ours(statute):
            kind = phrases.term("statute_kind", statute.kind)
            yield _link(statute.title(phrases.lang), addresses.statute_url(statute.id), kind)


def _api(phrases: Phrases) -> Iterator[str]:
    yield _link(phrases("search"), "/api/v1/search?q=pension", phrases("llms_api_search"))
    yield _link(phrases("suggestions"), "/api/v1/suggest?q=pens", phrases("llms_api_suggest"))


def _optional(phrases: Phrases) -> Iterator[str]:
    for lang in LANGUAGES:
        if lang != phrases.lang:
            yield _link(phrases(f"lang_{lang}"), in_language(URL, lang), phrases("llms_other"))
    yield _link(phrases("feed_articles"), in_language("/feed.atom", phrases.lang), "Atom")
    yield _link(phrases("llms_all"), "/sitemap.xml", "XML")


def _link(name: str, url: str, note: str) -> str:
    line = f"- [{_plain(name)}]({STAND_IN}{url})"
    return f"{line}: {_plain(_cut(note))}" if note.strip() else line


def _cut(note: str) -> str:
    text = " ".join(note.split())
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1].rstrip() + "…"


def _plain(text: str) -> str:
    """The text on one line, as Markdown says it."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
