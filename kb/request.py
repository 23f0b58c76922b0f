"""What is asked of the search engine: plain data, checked where it is made."""

from dataclasses import dataclass
from enum import StrEnum

from kb.model import Kind

PER_PAGE = 10
MAX_PER_PAGE = 50
MAX_HITS_DEEP = 1_000
MAX_QUERY_CHARS = 500
PROVISION = "provision"
"""The kind of a hit that is a statute's provision; the others are kinds of articles."""
KINDS = (*(kind.value for kind in Kind), PROVISION)


class Words(StrEnum):
    """How many of a query's words a hit must have: any that tell something, or all."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Constraints on hits: within one field any value will do, all fields must hold.

    Values are ids: topic and region ids of the taxonomy, kinds, language codes,
    ids of statutes that the article cites, or that the provision belongs to.
    """

    topic: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    statute: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search. ``page`` counts from 1; raises ``ValueError`` when out of bounds.

    Without ``facets`` none are counted, which is quicker. With ``as_typed`` words that look
    mistyped are searched for as they are; what was likely meant is offered at most.
    A query longer than ``MAX_QUERY_CHARS`` is refused rather than cut.
    """

    query: str
    filters: Filters = Filters()
    words: Words = Words.ANY
    page: int = 1
    per_page: int = PER_PAGE
    facets: bool = True
    as_typed: bool = False

    @property
    def first(self) -> int:
        """The rank of the page's first hit."""
        return self.last - self.per_page + 1

    @property
    def last(self) -> int:
        """The rank of the page's last hit."""
        return self.page * self.per_page

    def __post_init__(self) -> None:
        if len(self.query) > MAX_QUERY_CHARS:
            raise ValueError(f"the query is longer than {MAX_QUERY_CHARS} characters; shorten it")
        if not 1 <= self.per_page <= MAX_PER_PAGE:
            raise ValueError(f"per_page must be from 1 to {MAX_PER_PAGE}, not {self.per_page}")
        if not 1 <= self.page <= MAX_HITS_DEEP // self.per_page:
            last = MAX_HITS_DEEP // self.per_page
            raise ValueError(f"page must be from 1 to {last} at this per_page, not {self.page}")
