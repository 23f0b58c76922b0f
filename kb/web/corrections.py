"""What a query was likely meant to be, and the address of the other search."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from kb.request import SearchRequest
from kb.results import Correction
from kb.web import addresses
from kb.web.highlight import marked, marked_html


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """The likely query with what changed in it marked; ``applied`` if the hits are its hits.

    ``url`` searches for it and nothing else; ``as_typed_url`` for what was typed.
    """

    meant: Markup
    applied: bool
    url: str
    as_typed_url: str

    @classmethod
    def of(cls, correction: Correction, request: SearchRequest) -> "CorrectionView":
        return cls(
            meant=marked(correction.pieces),
            applied=correction.applied,
            url=meant_url(correction, request),
            as_typed_url=as_typed_url(request),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswer:
    """The same for programs: the likely query, and as escaped HTML with what changed marked.

    ``instead`` is the address of the other search: for what was typed where the correction is
    applied, else for what was likely meant.
    """

    query: str
    html: str
    applied: bool
    instead: str

    @classmethod
    def of(cls, correction: Correction, request: SearchRequest, base: str) -> "CorrectionAnswer":
        other = as_typed_url(request, base) if correction.applied else ""
        return cls(
            query=correction.query,
            html=marked_html(correction.pieces),
            applied=correction.applied,
            instead=other or meant_url(correction, request, base),
        )


def meant_url(correction: Correction, request: SearchRequest, base: str = "/search") -> str:
    """The address of the first page for the query as it was likely meant."""
    meant = replace(request, query=correction.query, page=1, as_typed=False)
    return addresses.search_url(meant, base)


def as_typed_url(request: SearchRequest, base: str = "/search") -> str:
    """The address of the first page for the query as it was typed."""
    return addresses.search_url(replace(request, page=1, as_typed=True), base)
