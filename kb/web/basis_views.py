"""The API's shape of a legal basis: part of ``api_views``' contract."""

from dataclasses import dataclass

from kb.library import Library
from kb.model import Citation
from kb.provision import Provision
from kb.web import addresses
from kb.web.cite_check_views import VerdictView
from kb.web.messages import Phrases
from kb.web.standing import Standing, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisView:
    """One provision that the article rests on; ``quote`` are the paragraphs it quotes.

    ``standing`` says in one word how the citation stands, ``verdict`` what came of holding the
    quotation against the law: null where there is none.
    """

    provision: str
    statute: str
    statute_title: str
    statute_title_zh: str
    url: str
    quote: tuple[str, ...]
    standing: Standing
    verdict: VerdictView | None

    @classmethod
    def of(
        cls, provision: Provision, citation: Citation, library: Library, phrases: Phrases
    ) -> "BasisView":
        """``phrases`` are for the verdict's message."""
        statute = library.register.get(provision.statute)
        return cls(
            provision=str(provision),
            statute=provision.statute,
            statute_title=statute.title_en if statute else provision.statute,
            statute_title_zh=statute.title_zh if statute else provision.statute,
            url=addresses.provision_url(provision),
            quote=citation.quote,
            standing=standing(citation),
            verdict=VerdictView.in_quotation(citation, phrases),
        )
