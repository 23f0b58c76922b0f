"""The API's shapes of a snippet and of an answer: part of ``api_views``' contract."""

from dataclasses import dataclass

from kb.results import Answer, Snippet
from kb.web import addresses
from kb.web.fragments import with_fragment
from kb.web.highlight import marked_html
from kb.web.named_law import NamedProvision


@dataclass(slots=True, kw_only=True)
class PieceView:
    """A piece of a snippet's text."""

    text: str
    highlighted: bool


@dataclass(slots=True, kw_only=True)
class SnippetView:
    """A snippet as plain text, in pieces, and as escaped HTML with ``<mark>``."""

    text: str
    pieces: tuple[PieceView, ...]
    html: str

    @classmethod
    def of(cls, snippet: Snippet) -> "SnippetView":
        return cls(
            text=snippet.text,
            pieces=tuple(
                PieceView(text=piece, highlighted=bool(place % 2))
                for place, piece in enumerate(snippet.pieces)
                if piece
            ),
            html=marked_html(snippet),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStepView:
    """A step of an answer, counted from 1, by the words that head it."""

    number: int
    heading: str
    anchor: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBasisView:
    """A citation as the article words it; no provisions where it is unresolved."""

    citation: str
    provisions: tuple[NamedProvision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What the first hit clearly answers, in the article's own words.

    ``anchor`` and ``heading`` name the section of the sentences, "" for the article's lead.
    """

    slug: str
    url: str
    fragment_url: str
    title: SnippetView
    lang: str
    anchor: str
    heading: str
    sentences: tuple[SnippetView, ...]
    steps: tuple[AnswerStepView, ...]
    legal_basis: tuple[AnswerBasisView, ...]

    @classmethod
    def of(cls, answer: Answer) -> "AnswerView":
        url = addresses.article_url(answer.slug, answer.anchor)
        return cls(
            slug=answer.slug,
            url=url,
            fragment_url=with_fragment(url, answer.opening, answer.closing),
            title=SnippetView.of(answer.title),
            lang=answer.lang,
            anchor=answer.anchor,
            heading=answer.heading,
            sentences=tuple(SnippetView.of(sentence) for sentence in answer.sentences),
            steps=tuple(
                AnswerStepView(
                    number=step.number,
                    heading=step.heading,
                    anchor=step.anchor,
                    url=addresses.article_url(answer.slug, step.anchor),
                )
                for step in answer.steps
            ),
            legal_basis=tuple(
                AnswerBasisView(
                    citation=basis.citation,
                    provisions=tuple(map(NamedProvision.of, basis.provisions)),
                )
                for basis in answer.basis
            ),
        )
