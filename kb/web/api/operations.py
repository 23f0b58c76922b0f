"""All operations of the API, in the order in which they are described."""

from kb.web.api.articles import ARTICLE, ARTICLES, EXPORT
from kb.web.api.lists import STATS, STATUTES, TOPICS, WANTED
from kb.web.api.manuscripts import WRITING
from kb.web.api.operation import Operation
from kb.web.api.search import EXPLAIN, SEARCH, SEARCH_MANY
from kb.web.cite_check import CITE_CHECK
from kb.web.provisions_api import PROVISION
from kb.web.site import Site
from kb.web.suggest_api import SUGGEST

_READING = (
    SEARCH,
    SEARCH_MANY,
    SUGGEST,
    EXPLAIN,
    ARTICLES,
    ARTICLE,
    EXPORT,
    TOPICS,
    STATUTES,
    PROVISION,
    WANTED,
    STATS,
)


def operations(site: Site, *, writes: bool = False) -> tuple[Operation, ...]:
    """Those that this site has; with ``writes`` programs may write."""
    checking = (CITE_CHECK,) if site.checker else ()
    return (*_READING, *checking, *(WRITING if writes else ()))
