"""The citation graph: which provisions the articles cite, and how many rest on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.library import Library
from kb.model import Article, unique
from kb.provision import Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A provision that articles cite, without pinpoints.

    ``rest`` are the slugs of the articles that have it in their legal basis, ``cite`` of those
    that cite it at all, the former among them. ``pinpoints`` are the parts that are cited.
    """

    provision: Provision
    statute_title_en: str
    statute_title_zh: str
    rest: tuple[str, ...]
    cite: tuple[str, ...]
    pinpoints: tuple[Provision, ...] = ()

    def statute_title(self, lang: str) -> str:
        """The statute's short title; the Chinese one where there is no other."""
        if lang == "zh":
            return self.statute_title_zh
        return self.statute_title_en or self.statute_title_zh


def most_cited(library: Library, *, statute: str = "", topic: str = "") -> tuple[Cited, ...]:
    """The provisions that articles cite, those that most articles rest on first.

    Only of the ``statute``, only by articles of the ``topic``, where one is given. Equal ones
    are in order of how many articles cite them, then of the provisions.
    """
    articles = [a for a in library.articles if topic in ("", a.topic)]
    rest = _by_provision((target, a) for a in articles for target in _basis(a))
    cite = _by_provision((target, a) for a in articles for target in _targets(a))
    pinpoints: dict[Provision, set[Provision]] = {}
    for article in articles:
        for target in _targets(article):
            if target != target.whole:
                pinpoints.setdefault(target.whole, set()).add(target)
    found = [
        _cited(provision, library, rest.get(provision, ()), slugs, pinpoints.get(provision, ()))
        for provision, slugs in cite.items()
        if statute in ("", provision.statute)
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.rest), -len(c.cite), c.provision)))


def _basis(article: Article) -> tuple[Provision, ...]:
    return unique(target for citation in article.legal_basis for target in citation.targets)


def _targets(article: Article) -> tuple[Provision, ...]:
    return unique(target for citation in article.citations for target in citation.targets)


def _by_provision(
    pairs: Iterable[tuple[Provision, Article]],
) -> dict[Provision, tuple[str, ...]]:
    """The slugs by provision without pinpoint, each once, in order."""
    found: dict[Provision, set[str]] = {}
    for provision, article in pairs:
        found.setdefault(provision.whole, set()).add(article.slug)
    return {provision: tuple(sorted(slugs)) for provision, slugs in found.items()}


def _cited(
    provision: Provision,
    library: Library,
    rest: tuple[str, ...],
    cite: tuple[str, ...],
    pinpoints: Iterable[Provision],
) -> Cited:
    statute = library.register.get(provision.statute)
    return Cited(
        provision=provision,
        statute_title_en=statute.short_title("en") if statute else provision.statute,
        statute_title_zh=statute.short_title("zh") if statute else provision.statute,
        rest=rest,
        cite=cite,
        pinpoints=tuple(sorted(pinpoints)),
    )
