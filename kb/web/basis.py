"""The legal basis of an article: each provision with a badge and its words on demand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from kb.model import Article, Citation
from kb.web.law import Law, LawText
from kb.web.messages import Phrases
from kb.web.standing import Judged, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An entry of the legal basis: what a quotation cites, or one provision that is not quoted.

    ``number`` is the citation's place among the article's, ``anchor`` the entry's on the page.
    ``judged`` is None where nothing is quoted. ``citation`` stands for an entry that leads to
    no provision.
    """

    number: int
    citation: str
    laws: tuple[LawText, ...]
    judged: Judged | None = None
    found_in: tuple[LawText, ...] = ()

    @property
    def anchor(self) -> str:
        return f"basis_{self.number}"

    @property
    def warns(self) -> bool:
        """Whether a reader must not take the quotation for the law."""
        return self.judged is not None and self.judged.standing is Standing.MISMATCH


def legal_basis(article: Article, law: Law, phrases: Phrases) -> Iterator[Cited]:
    """The entries in order. Provisions are named in the article's language, by ``law``;
    what is said of a quotation is in the interface's, by ``phrases``."""
    basis = article.legal_basis
    shown = {target for citation in basis if citation.claims_words for target in citation.targets}
    for citation in basis:
        number = article.citations.index(citation)
        if citation.claims_words:
            yield _quoting(citation, number, law, phrases)
            continue
        fresh = tuple(target for target in citation.targets if target not in shown)
        shown |= set(fresh)
        for target in fresh:
            yield Cited(number=number, citation=citation.text, laws=(law.text(target),))


def _quoting(citation: Citation, number: int, law: Law, phrases: Phrases) -> Cited:
    judged = Judged.of(citation, phrases)
    version = citation.verdict.version if citation.verdict else None
    return Cited(
        number=number,
        citation=citation.text,
        laws=tuple(law.text(target, version) for target in citation.targets),
        judged=judged,
        found_in=tuple(law.text(provision) for provision in judged.found_in),
    )


def badges(entries: Sequence[Cited], phrases: Phrases) -> Callable[[int], str]:
    """The badge behind each citation that quotes, as HTML; it leads to the entry."""
    written = {
        entry.number: (
            f' <a class="badge badge-{entry.judged.standing}" href="#{entry.anchor}"'
            f' lang="{phrases.tag}"><span aria-hidden="true">{entry.judged.sign}</span> '
            f"{escape(entry.judged.label)}</a>"
        )
        for entry in entries
        if entry.judged is not None
    }
    return lambda number: written.get(number, "")
