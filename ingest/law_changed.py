"""Articles whose law changed since they were last cared for, as problems for editors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ingest.source_lines import lines_of
from kb.changes import ChangeKind
from kb.impact import ArticleImpact, Impact, Touch, impacts, under_review
from kb.library import Library
from kb.model import Article, Problem, Severity, unique
from kb.official import OfficialTexts
from kb.review import Clearing, reviewed_from
from kb.statutes import Register


def problems(
    articles: Sequence[Article],
    register: Register,
    texts: OfficialTexts,
    cleared: Iterable[Clearing],
    sources: Mapping[str, str] = MappingProxyType({}),
    today: date | None = None,
) -> Iterator[Problem]:
    """A ``law-changed`` warning for each article under review and each version of a statute.

    ``sources`` are the articles' files by path, to name the line of the first citation that is
    touched.
    """
    library = Library(everything=tuple(articles), register=register)
    by_slug: Mapping[str, tuple[Impact, ...]] = under_review(impacts(library, texts, cleared))
    for article in articles:
        for impact in by_slug.get(article.slug, ()):
            found = next(each for each in impact.under_review if each.slug == article.slug)
            line = _line(article, found, sources.get(article.path, ""))
            yield _problem(article, impact, found, line, today or date.today())


def _problem(
    article: Article, impact: Impact, found: ArticleImpact, line: int, today: date
) -> Problem:
    changed = unique(map(_told, _touched(found)))
    since = impact.after.in_force
    when = f"{'changes' if since > today else 'changed'} on {since}"
    lost = len(found.lost_quotes)
    quotations = "1 quotation no longer holds" if lost == 1 else f"{lost} quotations no longer hold"
    quotes = f"; {quotations}" if lost else ""
    title = impact.title("en")
    return Problem(
        path=article.path,
        line=line,
        code="law-changed",
        message=f"{title} {when}: {', '.join(changed)}{quotes}",
        hint=_hint(article, impact),
        severity=Severity.WARNING,
    )


def _line(article: Article, found: ArticleImpact, source: str) -> int:
    """The line of the first citation that the change touches."""
    touched = {touch.citation for touch in _touched(found)}
    for citation, at in zip(article.citations, lines_of(article.citations, source), strict=True):
        if " ".join(citation.text.split()) in touched:
            return at.citation
    return 1


def _touched(found: ArticleImpact) -> Iterator[Touch]:
    return (touch for touch in found.touches if touch.touched)


def _told(touch: Touch) -> str:
    change = touch.change
    moved = change.kind is ChangeKind.RENUMBERED and change.after
    now = f" to {change.after.number}" if moved and change.after else ""
    return f"Article {touch.cited.number}{touch.cited.pinpoint} ({change.kind}{now})"


def _hint(article: Article, impact: Impact) -> str:
    """What ends the review."""
    day = reviewed_from(impact.after, impact.news)
    return (
        f"review it and set `reviewed` to {day} or later, or run `kb statutes clear {article.slug}`"
    )
