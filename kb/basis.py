"""Which provisions an article, or any text, may rest on: what is asked and what is answered."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kb.model import Article, Citation, Role, Section, unique
from kb.provision import Provision

SUGGESTED = 10
MOST_SUGGESTED = 50
MAX_TEXT_CHARS = 200_000
_MOST_PASSAGES = 60
_LEAST_CHARS = 20  # of a passage: less says nothing
_BETWEEN = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph that a provision may support, with the section it stands in."""

    text: str
    heading: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRequest:
    """A text in passages. ``title`` and ``lead`` say what it is about.

    ``cited`` are the provisions that it cites already; ``article`` is the slug that it and its
    translations share, so that they do not count as witnesses for themselves.
    """

    title: str
    lead: str
    passages: tuple[Passage, ...]
    cited: tuple[Provision, ...] = ()
    article: str = ""
    limit: int = SUGGESTED

    @classmethod
    def of_article(cls, article: Article, limit: int = SUGGESTED) -> "BasisRequest":
        """The article without its legal basis, citations and quotations of the law.

        What is left is what needs a basis: the law's own words would only find themselves.
        """
        texts = tuple(_own_words(article))
        return cls(
            title=article.title,
            lead=texts[0].text if texts and not texts[0].heading else "",
            passages=_passages(texts),
            cited=article.provisions,
            article=article.translation_of or article.slug,
            limit=limit,
        )

    @classmethod
    def of_text(cls, text: str, limit: int = SUGGESTED) -> "BasisRequest":
        """Any text; its first line counts as its title. Raises ``ValueError`` if it is too long."""
        if len(text) > MAX_TEXT_CHARS:
            raise ValueError(f"the text has {len(text):,} characters; at most {MAX_TEXT_CHARS:,}")
        title, _, rest = text.strip().partition("\n")
        passages = _passages([Passage(text=rest.strip() or title)])
        lead = passages[0].text if passages else ""
        return cls(title=title.lstrip("# ").strip(), lead=lead, passages=passages, limit=limit)

    @property
    def whole(self) -> str:
        """All of it as one text."""
        return "\n".join((self.title, *(f"{p.heading}\n{p.text}" for p in self.passages)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """A passage that the provision supports; ``likeness`` is 1 where none fits it better."""

    anchor: str
    heading: str
    text: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisSuggestion:
    """A provision that may be the basis, and of what.

    ``score`` is relative: 1 for the likeliest. ``cited`` tells that the text cites it already;
    ``rests`` are slugs of near articles that rest on it.
    """

    provision: Provision
    title: str
    title_zh: str
    opening: str
    score: float
    cited: bool
    passages: tuple[Supported, ...]
    rests: tuple[str, ...]


class BasisSuggester(Protocol):
    """Suggests what a text may rest on. Safe to share between threads."""

    def suggest_basis(self, request: BasisRequest) -> tuple[BasisSuggestion, ...]:
        """The likeliest provisions, best first; none for a text about other things.

        At most ``limit`` that the text does not cite yet; those that it cites stand among them.
        """
        ...


def _own_words(article: Article) -> Iterator[Passage]:
    """Its sections without the law's words; those that say nothing are left out."""
    below_basis: int | None = None
    for section in article.sections:
        if section.role is Role.BASIS:
            below_basis = section.level
            continue
        if below_basis is not None and section.level > below_basis:
            continue
        below_basis = None
        text = _without_law(section, article.citations)
        if text.strip():
            yield Passage(text=text, heading=section.title, anchor=section.anchor)


def _without_law(section: Section, citations: Iterable[Citation]) -> str:
    """The section's text without citations and what they quote."""
    cuts: list[tuple[int, int]] = []
    for citation in citations:
        if citation.anchor == section.anchor:
            cuts.append((citation.start, citation.end))
            for quoted in citation.quote:
                at = section.text.find(quoted, citation.end)
                cuts += [(at, at + len(quoted))] if at >= 0 else []
    text = section.text
    for start, end in sorted(cuts, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _passages(texts: Iterable[Passage]) -> tuple[Passage, ...]:
    """The paragraphs; of a long text several together, so that there are not too many."""
    found = unique(
        Passage(text=" ".join(paragraph.split()), heading=text.heading, anchor=text.anchor)
        for text in texts
        for paragraph in _BETWEEN.split(text.text)
        if len(paragraph.strip()) >= _LEAST_CHARS
    )
    together = -(-len(found) // _MOST_PASSAGES)
    if together <= 1:
        return found
    groups = (found[at : at + together] for at in range(0, len(found), together))
    return tuple(
        Passage(
            text=" ".join(p.text for p in group), heading=group[0].heading, anchor=group[0].anchor
        )
        for group in groups
    )
