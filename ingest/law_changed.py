"""Articles whose law changed since they were last cared for, as problems for editors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.impact import ArticleImpact, Impact, impacts, under_review
from kb.library import Library
from kb.model import Article, Problem, Severity, unique
from kb.official import OfficialTexts
from kb.review import Clearing
from kb.statutes import Register


def problems(
    articles: Sequence[Article],
    register: Register,
    texts: OfficialTexts,
    cleared: Iterable[Clearing],
) -> Iterator[Problem]:
    """A ``law-changed`` warning for each article under review and each version of a statute."""
    library = Library(everything=tuple(articles), register=register)
    by_slug: Mapping[str, tuple[Impact, ...]] = under_review(impacts(library, texts, cleared))
    for article in articles:
        for impact in by_slug.get(article.slug, ()):
            found = next(each for each in impact.under_review if each.slug == article.slug)
            yield _problem(article, impact, found)


def _problem(article: Article, impact: Impact, found: ArticleImpact) -> Problem:
    changed = unique(
        f"Article {touch.cited.number}{touch.cited.pinpoint} ({touch.change.kind})"
        for touch in found.touches
        if touch.touched
    )
    lost = len(found.lost_quotes)
    quotes = f"; {lost} of its quotations no longer hold" if lost else ""
    title = impact.title("en")
    return Problem(
        path=article.path,
        line=1,
        code="law-changed",
        message=f"{title} changed on {impact.after.adopted}: {', '.join(changed)}{quotes}",
        hint=f"review it and set `reviewed`, or run `kb statutes clear {article.slug}`",
        severity=Severity.WARNING,
    )
