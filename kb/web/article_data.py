"""What an article, a topic and the front page say of themselves in the words of schema.org."""

from collections.abc import Callable, Iterator

from kb.library import Library
from kb.model import NATIONAL, Article, Kind, Role, Status, unique
from kb.taxonomy import Topic
from kb.web import addresses
from kb.web.eli import eli
from kb.web.json_ld import Node, breadcrumb, node, reference
from kb.web.messages import Phrases, language_tag
from kb.web.page_head import PageHead, PageKind, translations
from kb.web.site import Site, provision_name

Absolute = Callable[[str], str]
_TERM = "search_term_string"


def home_head(site: Site, phrases: Phrases) -> PageHead:
    """The front page: the site, and how to search it."""
    absolute = site.absolute
    found = f"{absolute('/search')}?q={{{_TERM}}}"
    website = node(
        "WebSite",
        absolute("/#website"),
        url=absolute("/"),
        name=phrases("site_name"),
        description=phrases("site_about"),
        inLanguage=phrases.tag,
        potentialAction=node(
            "SearchAction",
            target=node("EntryPoint", urlTemplate=found),
            query_input=f"required name={_TERM}",
        ),
    )
    return site.head("/", data=(website,))


def topic_head(topic: Topic, site: Site, phrases: Phrases) -> PageHead:
    """A topic's page."""
    url = addresses.topic_url(topic.id)
    name = topic.name(phrases.lang)
    crumbs = (*_above_topic(site.absolute, phrases), (name, site.absolute(url)))
    return site.head(url, description=topic.about(phrases.lang), data=(breadcrumb(crumbs),))


def article_head(article: Article, library: Library, site: Site) -> PageHead:
    """An article's page, described in the article's language, whatever the reader's."""
    phrases = site.in_language(article.lang)
    return PageHead(
        url=addresses.article_url(article.slug),
        kind=PageKind.ARTICLE,
        description=article.answer,
        alternates=translations(article, library),
        data=(
            tuple(_article_data(article, library, site, phrases))
            if article.status is Status.PUBLISHED
            else ()  # nobody should answer with it any more
        ),
    )


def _article_data(
    article: Article, library: Library, site: Site, phrases: Phrases
) -> Iterator[Node]:
    absolute = site.absolute
    url = absolute(addresses.article_url(article.slug))
    properties = _common(article, library, site, phrases)
    if article.kind is Kind.QA:
        answer = node("Answer", text=_whole(article), url=url, inLanguage=phrases.tag)
        question = node("Question", name=article.title, acceptedAnswer=answer)
        # Not a QAPage: that is for pages on which anybody may answer.
        yield node("FAQPage", url, name=article.title, mainEntity=(question,), **properties)
    elif article.steps:
        yield node("HowTo", url, name=article.title, step=tuple(_steps(article, url)), **properties)
    else:
        yield node(
            "Article", url, headline=article.title, articleBody=_whole(article), **properties
        )
    topic = site.taxonomy.topic(article.topic)
    crumbs = [*_above_topic(absolute, phrases)]
    if topic is not None:
        crumbs.append((topic.name(article.lang), absolute(addresses.topic_url(topic.id))))
    yield breadcrumb((*crumbs, (article.title, url)))


def _common(article: Article, library: Library, site: Site, phrases: Phrases) -> dict[str, object]:
    absolute = site.absolute
    publisher = node(
        "Organization", absolute("/#publisher"), name=phrases("site_name"), url=absolute("/")
    )
    original = library.article(article.translation_of)
    return {
        "url": absolute(addresses.article_url(article.slug)),
        "description": article.answer,
        "inLanguage": phrases.tag,
        "dateModified": article.reviewed.isoformat() if article.reviewed else "",
        "author": publisher,
        "publisher": publisher,
        "isPartOf": reference(absolute("/#website")),
        "keywords": article.aliases,
        "spatialCoverage": tuple(
            node("AdministrativeArea", name=site.place(region, article.lang))
            for region in article.regions
            if NATIONAL not in article.regions
        ),
        "translationOfWork": (
            reference(absolute(addresses.article_url(original.slug))) if original else ""
        ),
        "workTranslation": tuple(
            reference(absolute(addresses.article_url(other.slug)))
            for other in library.translations(article)
            if other.translation_of == article.slug
        ),
        "citation": tuple(_law(article, library, site, phrases)),
    }


def _law(article: Article, library: Library, site: Site, phrases: Phrases) -> Iterator[Node]:
    """The provisions of its legal basis."""
    for provision in unique(p.whole for c in article.legal_basis for p in c.targets):
        statute = site.book.statute(provision.statute, library)
        if statute is not None:
            id = site.absolute(eli(statute, provision))
            yield node(
                "Legislation",
                id,
                legislationIdentifier=id,
                name=phrases(
                    "provision_of",
                    statute=statute.title(phrases.lang),
                    provision=provision_name(provision, phrases),
                ),
                url=site.absolute(addresses.provision_url(provision)),
            )


def _steps(article: Article, url: str) -> Iterator[Node]:
    for step in article.steps:
        yield node(
            "HowToStep",
            position=step.number,
            name=step.heading,
            text=step.text or step.heading,
            url=f"{url}#{step.anchor}" if step.anchor else url,
            inLanguage=language_tag(article.lang),
        )


def _whole(article: Article) -> str:
    """All that the page answers, but for the words of the law."""
    told = (s for s in article.sections if s.role is not Role.BASIS)
    return "\n\n".join(text for s in told for text in (s.heading, s.text) if text)


def _above_topic(absolute: Absolute, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    return (
        (phrases("home"), absolute("/")),
        (phrases("topics"), absolute("/topics")),
    )
