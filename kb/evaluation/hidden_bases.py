"""How well an article's own provisions are suggested when it is not known what it cites.

From each article its legal basis, its citations and its quotations are hidden, and neither it
nor its translations count as witnesses. ``R@k`` is the part of its provisions that is among
the first k suggestions (an article with twenty cannot have more than a quarter at 5), ``RR``
is 1 / rank of the first of them; all are means over articles.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.basis import MOST_SUGGESTED, BasisRequest
from kb.model import Article
from kb.provision import Provision

Suggest = Callable[[BasisRequest], Sequence[Provision]]  # the likeliest provisions, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisFigures:
    """The figures of some articles, by what is sought: ``basis`` what they rest on, or ``cited``.

    ``lang`` is the articles' language, "" for all.
    """

    sought: str
    lang: str
    articles: int
    recall_at_5: float
    recall_at_10: float
    rr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """An article's provisions by what is sought, and what was suggested."""

    lang: str
    wanted: dict[str, frozenset[Provision]]
    order: Sequence[Provision]


def hidden_bases(
    articles: Iterable[Article], held: frozenset[Provision], suggest: Suggest
) -> tuple[BasisFigures, ...]:
    """The figures for each language and for all; ``held`` are the provisions with a text."""
    runs: list[_Run] = []
    for article in articles:
        basis = {target.whole for cited in article.legal_basis for target in cited.targets}
        wanted = {"basis": held & basis, "cited": held & set(article.provisions)}
        order = suggest(BasisRequest.of_article(article, MOST_SUGGESTED))
        runs.append(_Run(lang=article.lang, wanted=wanted, order=order))
    langs = sorted({run.lang for run in runs})
    return tuple(
        _figures(sought, lang, [run for run in runs if lang in ("", run.lang)])
        for sought in ("basis", "cited")
        for lang in (*langs, "")
    )


def _figures(sought: str, lang: str, runs: Iterable[_Run]) -> BasisFigures:
    asked = [(run.wanted[sought], run.order) for run in runs if run.wanted[sought]]
    return BasisFigures(
        sought=sought,
        lang=lang,
        articles=len(asked),
        recall_at_5=_mean(len(wanted & set(order[:5])) / len(wanted) for wanted, order in asked),
        recall_at_10=_mean(len(wanted & set(order[:10])) / len(wanted) for wanted, order in asked),
        rr=_mean(
            next((1 / rank for rank, one in enumerate(order, 1) if one in wanted), 0.0)
            for wanted, order in asked
        ),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
