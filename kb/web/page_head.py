"""What the head of a page tells programs: its one address, its other languages, its data."""

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from kb.library import Library
from kb.model import Article
from kb.web import addresses
from kb.web.json_ld import Node, script_text
from kb.web.language import PARAMETER
from kb.web.messages import LANGUAGES, language_tag

_SHOWN = 200  # characters of a description
_ANY = "x-default"  # for readers of other languages, by the conventions of hreflang


class PageKind(StrEnum):
    """Open Graph's word for what a page is."""

    WEBSITE = "website"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same in another language, or for any reader; ``url`` begins with a slash."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """``url`` is the page's one address and begins with a slash, as those of ``alternates``.

    Alternates are all of them or none: the page itself is among them.
    ``description`` is "" where the site's own will do.
    """

    url: str
    kind: PageKind = PageKind.WEBSITE
    description: str = ""
    alternates: tuple[Alternate, ...] = ()
    data: tuple[Node, ...] = ()

    @property
    def json_ld(self) -> Markup:
        return script_text(self.data)

    @property
    def shown(self) -> str:
        """The description, cut to what search engines show."""
        text = " ".join(self.description.split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def in_language(address: str, lang: str) -> str:
    """The address that shows the interface in this language, "" for the reader's own."""
    if not lang:
        return address
    path, mark, query = address.partition("?")
    return f"{path}?{query + '&' if mark else ''}{PARAMETER}={lang}"


def interface_languages(address: str) -> tuple[Alternate, ...]:
    """A page that speaks its reader's language: in each, and as the reader's browser asks."""
    return (
        *(
            Alternate(hreflang=language_tag(lang), url=in_language(address, lang))
            for lang in LANGUAGES
        ),
        Alternate(hreflang=_ANY, url=address),
    )


def translations(article: Article, library: Library) -> tuple[Alternate, ...]:
    """An article and its translations; none where it has none."""
    others = library.translations(article)
    if not others:
        return ()
    return tuple(
        Alternate(hreflang=language_tag(each.lang), url=addresses.article_url(each.slug))
        for each in (article, *others)
    )
