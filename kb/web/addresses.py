"""Where things are on the site: one function an address, so that none is spelled twice."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode

from kb.provision import Provision
from kb.request import PER_PAGE, PROVISION, Filters, SearchRequest, Words
from kb.results import Hit

FILTER_FIELDS = ("topic", "region", "kind", "lang", "statute")
"""The fields of ``Filters`` in the order in which readers see them."""
_FIRST = "para-1"


def article_url(slug: str, anchor: str = "") -> str:
    """An article, or the section of it that the anchor names."""
    return f"/articles/{_quoted(slug)}" + (f"#{quote(anchor)}" if anchor else "")


@lru_cache(maxsize=4096)
def _quoted(slug: str) -> str:
    """A slug for an address: the same few are found over and over."""
    return quote(slug, safe="")


def api_article_url(slug: str) -> str:
    """Where the API tells of an article."""
    return f"/api/v1/articles/{_quoted(slug)}"


def topic_url(topic_id: str) -> str:
    """A topic's page."""
    return f"/topics/{_quoted(topic_id)}"


def statute_url(statute_id: str) -> str:
    """A statute's page."""
    return f"/statutes/{quote(statute_id, safe='')}"


def provision_url(provision: Provision) -> str:
    """A provision's page; a pinpoint is a fragment of it."""
    fragment = pinpoint_anchor(provision.paragraph, provision.item)
    address = f"{statute_url(provision.statute)}/{provision.article_anchor}"
    return f"{address}#{fragment}" if fragment else address


def versioned(address: str, query: Mapping[str, str]) -> str:
    """The address with parameters that name a version; its fragment stays at the end."""
    path, hash_sign, fragment = address.partition("#")
    return f"{path}?{urlencode(query)}{hash_sign}{fragment}" if query else address


def comparison_url(provision: Provision, shown: date, other: date) -> str:
    """A provision's words in one version beside those in another; days of adoption name both."""
    query = {"version": str(shown), "compare": str(other)}
    return versioned(provision_url(provision.whole), query) + "#comparison"


def statute_comparison_url(statute_id: str) -> str:
    """The comparison of two versions of a statute."""
    return f"{statute_url(statute_id)}/compare"


def feed_url(address: str, lang: str) -> str:
    """The Atom feed of a statute or a provision, which speaks one language for good."""
    return f"{address}/feed.atom?{urlencode([('ui', lang)])}"


def hit_url(hit: Hit) -> str:
    """What was found: an article's section, or a provision's paragraph."""
    if hit.kind != PROVISION:
        return article_url(hit.slug, hit.anchor)
    address = provision_url(Provision.parse(hit.slug))
    # A page that begins with the paragraph need not be scrolled to it.
    return address if hit.anchor in ("", _FIRST) else f"{address}#{hit.anchor}"


def pinpoint_anchor(paragraph: int, item: int = 0) -> str:
    """The id of a paragraph or item on its provision's page; "" for the whole."""
    parts = [f"para-{paragraph}"] if paragraph else []
    if item:
        parts.append(f"item-{item}")
    return "-".join(parts)


def search_url(request: SearchRequest, base: str = "/search") -> str:
    """The address that asks this request again."""
    pairs: list[tuple[str, str]] = [("q", request.query), *filter_pairs(request.filters)]
    if request.words is not Words.ANY:
        pairs.append(("words", request.words.value))
    if request.as_typed:
        pairs.append(("as_typed", "1"))
    if request.page != 1:
        pairs.append(("page", str(request.page)))
    if request.per_page != PER_PAGE:
        pairs.append(("per_page", str(request.per_page)))
    return f"{base}?{urlencode(pairs)}"


def question_url(query: str) -> str:
    """The address of a search for this question, with nothing else asked."""
    return f"/search?{urlencode([('q', query)])}"


def ask_url(question: str = "") -> str:
    """Where the editors can be asked; the question stands in the form already."""
    return f"/ask?{urlencode([('question', question)])}" if question else "/ask"


def asked_url(key: str) -> str:
    """The page that says what became of a question."""
    return f"/ask/{_quoted(key)}"


def cite_check_url(*, sample: bool = False) -> str:
    """Where the citations of a text are checked; with a sample in the form."""
    return "/cite-check?sample=1" if sample else "/cite-check"


def filter_pairs(filters: Filters) -> Iterable[tuple[str, str]]:
    """Each chosen filter value as (field, value)."""
    for name in FILTER_FIELDS:
        for value in getattr(filters, name):
            yield name, value
