"""The answer above the hits, as the search page shows it: the article's own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kb.provision import Provision
from kb.results import Answer, AnswerBasis
from kb.web import addresses
from kb.web.fragments import with_fragment
from kb.web.highlight import marked
from kb.web.messages import language_tag

_STEPS_SHOWN = 8
_BASIS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A step's words and where it stands."""

    number: int
    heading: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisLink:
    """A citation as the article words it, and the provisions that it names.

    ``url`` is that of the only provision; where there are several, each has its own.
    """

    citation: str
    url: str
    provisions: tuple[tuple[Provision, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """The card. ``section_url`` is "" where the article's lead answers.

    ``joint`` stands between two sentences; what is more than a card should show is folded
    (``more_basis``) or left to the article (``more_steps``, a count).
    """

    title: str
    url: str
    tag: str
    section_url: str
    heading: str
    sentences: tuple[Markup, ...]
    joint: str
    steps: tuple[StepLink, ...]
    more_steps: int
    basis: tuple[BasisLink, ...]
    more_basis: tuple[BasisLink, ...]


def answer_view(answer: Answer) -> AnswerView:
    """Lay out what the engine answered."""
    basis = tuple(_basis(answer.basis))
    section = addresses.article_url(answer.slug, answer.anchor) if answer.anchor else ""
    return AnswerView(
        title=answer.title.text,
        url=addresses.article_url(answer.slug),
        tag=language_tag(answer.lang),
        section_url=with_fragment(section, answer.opening, answer.closing) if section else "",
        heading=answer.heading,
        sentences=tuple(map(marked, answer.sentences)),
        joint="" if answer.lang == "zh" else " ",
        steps=tuple(
            StepLink(
                number=step.number,
                heading=step.heading,
                url=addresses.article_url(answer.slug, step.anchor),
            )
            for step in answer.steps[:_STEPS_SHOWN]
        ),
        more_steps=len(answer.steps[_STEPS_SHOWN:]),
        basis=basis[:_BASIS_SHOWN],
        more_basis=basis[_BASIS_SHOWN:],
    )


def _basis(cited: tuple[AnswerBasis, ...]) -> Iterator[BasisLink]:
    for one in cited:
        provisions = [Provision.parse(provision) for provision in one.provisions]
        linked = tuple((each, addresses.provision_url(each)) for each in provisions)
        yield BasisLink(
            citation=one.citation,
            url=linked[0][1] if len(linked) == 1 else "",
            provisions=linked if len(linked) > 1 else (),
        )
