"""The four tools: search, get_article, get_provision, cite_check."""

import difflib

from kb.assistant.answers import (
    GENERAL,
    CheckedCitations,
    FoundAnswer,
    ReadArticle,
    ReadProvision,
)
from kb.assistant.tool import Tool, ToolError
from kb.cite_check import MAX_TEXT_CHARS
from kb.library import Library
from kb.model import Article
from kb.provision import Provision
from kb.request import MAX_QUERY_CHARS, Filters, SearchRequest
from kb.web.api.parameter import REGION, STATUTE, TOPIC, Day, Number, Q, Text
from kb.web.api.search import KIND, LANG
from kb.web.article_page import near
from kb.web.article_views import ArticleAnswer, Beside
from kb.web.cite_check_input import Sent
from kb.web.cite_check_views import CiteCheckAnswer
from kb.web.errors import NotHereError
from kb.web.law import Law
from kb.web.parameters import Parameters
from kb.web.provision_parameters import ADOPTED, INCLUDE, ON
from kb.web.provisions_api import answer_of, parsed
from kb.web.site import Site

MAX_CHECKED_BYTES = 1_000_000
_OFFERED = 5  # slugs that may be meant
_HITS, _MOST_HITS = 5, 20

LIMIT = Number(name="limit", about="How many hits at most.", most=_MOST_HITS, otherwise=_HITS)
SLUG = Text(
    name="slug",
    about="The article's slug, as `search` gives it: pay-your-own-social-security.",
    needed=True,
    blank=False,
    most=200,
)
ID = Text(
    name="id",
    about="The provision's id, perhaps with a pinpoint: prc-sil-2010/art-60, "
    "prc-sil-2010/art-60/para-2.",
    needed=True,
    blank=False,
    most=200,
)
TEXT = Text(
    name="text",
    about="The text whose citations are to be checked, up to 1 MB.",
    needed=True,
    blank=False,
    most=MAX_TEXT_CHARS,
)
DAY = Day(name="on", about="The day of the law, as 2026-11-20; today if not given.")


def _law(site: Site) -> Law:
    return Law.of(site, site.in_language("en"))


def _search(parameters: Parameters, site: Site) -> FoundAnswer:
    values = site.filter_values
    query = Q.read(parameters)
    filters = Filters(
        topic=TOPIC.read(parameters, values),
        region=REGION.read(parameters, values),
        kind=KIND.read(parameters, values),
        lang=LANG.read(parameters, values),
        statute=STATUTE.read(parameters, values),
    )
    limit = LIMIT.read(parameters)
    parameters.check()
    asked = SearchRequest(query=query, filters=filters, per_page=limit, facets=False)
    return FoundAnswer.of(site.engine.search(asked), _law(site))


def _get_article(parameters: Parameters, site: Site) -> ReadArticle:
    slug = SLUG.read(parameters).strip()
    parameters.check()
    law = _law(site)
    library = law.library
    article = _article(slug, library) or _article(library.moved(slug), library)
    if article is None:
        raise _no_article(slug, site, library)
    beside = Beside(
        parts=("related",),
        library=library,
        law=law,
        near=lambda other: near(other, site.engine, library),
    )
    return ReadArticle.of(article, ArticleAnswer.of(article, beside), law)


def _article(slug: str, library: Library) -> Article | None:
    return library.article(slug) or library.archived(slug)


def _no_article(slug: str, site: Site, library: Library) -> ToolError:
    """With what may be meant: a slug that is spelt alike, or articles that have its words."""
    if "/" in slug:
        return ToolError(f"{slug!r} is no article's slug; get_provision reads provisions by id.")
    known = [article.slug for article in library.articles]
    likely = difflib.get_close_matches(slug, known, n=_OFFERED, cutoff=0.6)
    if not likely:
        query = slug.replace("-", " ")[:MAX_QUERY_CHARS]
        asked = SearchRequest(
            query=query, filters=Filters(kind=("guide", "qa")), per_page=_OFFERED, facets=False
        )
        likely = [hit.slug for hit in site.engine.search(asked).hits]
    hint = f" Perhaps meant: {', '.join(likely)}." if likely else ""
    return ToolError(f"There is no article {slug!r}.{hint} The tool search finds slugs.")


def _get_provision(parameters: Parameters, site: Site) -> ReadProvision:
    id = ID.read(parameters).strip()
    for parameter in (INCLUDE, ADOPTED, ON):
        parameter.read(parameters)
    parameters.check()
    try:
        named = parsed(id)
        answer = answer_of(named, parameters, site)
    except NotHereError as error:
        hint = "" if _is_provision(id) else " The tool search finds ids by a provision's name."
        raise ToolError(error.reason + hint) from None
    return ReadProvision.of(named, answer, _law(site))


def _is_provision(id: str) -> bool:
    try:
        Provision.parse(id)
    except ValueError:
        return False
    return True


def _cite_check(parameters: Parameters, site: Site) -> CheckedCitations:
    size = len((parameters.once(TEXT.name) or "").encode("utf-8", "replace"))
    if size > MAX_CHECKED_BYTES:
        raise ToolError(
            f"The text has {size:,} bytes; {MAX_CHECKED_BYTES:,} are taken. Check it in parts."
        )
    text, day = TEXT.read(parameters), DAY.read(parameters)
    parameters.check()
    if site.checker is None:
        raise ToolError("No citations can be checked here.")
    law = _law(site)
    checked = Sent(text=text, on=day).checked(site.checker)
    return CheckedCitations.of(CiteCheckAnswer.of(checked, law), law)


SEARCH = Tool(
    name="search",
    title="Search the knowledge base",
    about="Find articles and provisions on social security in China: pensions, medical, work "
    "injury, unemployment and maternity insurance, housing fund, contributions, cards. Use it "
    "first for any question about these. Ask in English or Chinese, in the words of the person. "
    "A provision is found by name too (SIL art. 60(2), 社保法60条). Read what matters "
    f"with get_article or get_provision before you answer. {GENERAL}",
    parameters=(Q, LIMIT, LANG, TOPIC, REGION, KIND, STATUTE),
    answer=FoundAnswer,
    run=_search,
)
GET_ARTICLE = Tool(
    name="get_article",
    title="Read an article",
    about="Read one article in full, by the slug that search gave: its answer, steps, and legal "
    "basis with a verdict on whether each quotation is the law's words. Use it "
    "when a hit looks right and before you tell somebody what to do. An article past `review_by` "
    f"may be out of date: say so. {GENERAL}",
    parameters=(SLUG,),
    answer=ReadArticle,
    run=_get_article,
)
GET_PROVISION = Tool(
    name="get_provision",
    title="Read a provision of a statute",
    about="Read the words of one provision by its id, in the version in force today, on a day "
    "(`as_of`) or adopted on a day (`version`); with `include` also which articles and provisions "
    "cite it. Use it to quote the law. Where `words` is `unofficial` the English is a "
    f"translation of ours: the Chinese text counts. {GENERAL}",
    parameters=(ID, INCLUDE, ADOPTED, ON),
    answer=ReadProvision,
    run=_get_provision,
)
CITE_CHECK = Tool(
    name="cite_check",
    title="Check citations and quotations",
    about="Find every citation of a statute in a text and check it: whether there is such a "
    "provision, and whether the words quoted are its words. Use it on your own draft before you "
    "send an answer that cites or quotes the law, and on texts that somebody wants checked. It "
    f"does not judge whether what the text says is right. Nothing is kept. {GENERAL}",
    parameters=(TEXT, DAY),
    answer=CheckedCitations,
    run=_cite_check,
)
TOOLS = (SEARCH, GET_ARTICLE, GET_PROVISION, CITE_CHECK)
