"""What an editor should know about the articles as a whole, one check a function."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote

from ingest.quote_check.telling import told
from ingest.resolve import problems as citation_problems
from ingest.source_lines import lines_of
from kb.model import Article, Citation, Problem, Severity, Status, unique
from kb.provision import Provision
from kb.statutes import Register
from kb.verdict import Verdict, VerdictKind, Why

MAX_ALIKE = 20  # problems of one kind that are told of one file
_OWN_LINK = re.compile(r'href="/(articles|statutes)/([^"#?]+)')


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the checks look things up in."""

    by_slug: Mapping[str, Article]
    linked: frozenset[str]
    register: Register
    texts: Mapping[str, str]
    today: date

    def line(self, article: Article, needle: str) -> int:
        """The first line of the article's source that holds the words, else 1."""
        text = self.texts.get(article.path, "")
        at = text.find(needle)
        return text.count("\n", 0, at) + 1 if at >= 0 else 1

    def problem(
        self,
        article: Article,
        code: str,
        message: str,
        hint: str,
        *,
        at: str = "",
        line: int = 1,
        severity: Severity = Severity.WARNING,
    ) -> Problem:
        """One problem, on the line that holds the words ``at``, or on the line that is given."""
        line = self.line(article, at) if at else line
        return Problem(
            path=article.path, line=line, code=code, message=message, hint=hint, severity=severity
        )


def check(
    articles: Sequence[Article],
    register: Register,
    texts: Mapping[str, str],
    today: date | None = None,
) -> Iterator[Problem]:
    """Run every check. ``texts`` are the sources by path, to name lines."""
    published = [a for a in articles if a.status is Status.PUBLISHED]
    desk = _Desk(
        by_slug={article.slug: article for article in articles},
        linked=frozenset(link.slug for a in published for link in a.related if link.slug),
        register=register,
        texts=texts,
        today=today or date.today(),
    )
    for article in articles:
        yield from _few(citation_problems(article, texts.get(article.path, "")))
        for one_check in CHECKS:
            yield from _few(one_check(article, desk))


def _few(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of one kind in one file; the last one says how many more there are."""
    found = list(problems)
    yield from found[:MAX_ALIKE]
    if len(found) > MAX_ALIKE:
        last, more = found[MAX_ALIKE], len(found) - MAX_ALIKE - 1
        yield replace(last, message=f"{last.message}; and {more:,} more like it")


def _dates(article: Article, desk: _Desk) -> Iterator[Problem]:
    if article.status is not Status.PUBLISHED:
        return
    if article.reviewed is None:
        yield desk.problem(
            article,
            "not-reviewed",
            "it is published and nobody is known to have reviewed it",
            "add `reviewed: ` with the day of the review",
        )
    elif article.reviewed > desk.today:
        yield desk.problem(
            article,
            "reviewed-later",
            f"the review of {article.reviewed} lies in the future",
            "correct the date",
            at="reviewed:",
        )
    if article.review_by is not None and article.review_by < desk.today:
        yield desk.problem(
            article,
            "review-due",
            f"it was to be reviewed by {article.review_by}",
            "review it, then set `reviewed` and `review_by`",
            at="review_by:",
        )


def _translation(article: Article, desk: _Desk) -> Iterator[Problem]:
    if not article.translation_of:
        return
    original = desk.by_slug.get(article.translation_of)
    if original is None or original.slug == article.slug or original.lang == article.lang:
        why = "there is no such article" if original is None else "it has the same language"
        yield desk.problem(
            article,
            "bad-translation",
            f"`translation_of: {article.translation_of}`: {why}",
            "name the slug of the article in the other language",
            at="translation_of:",
            severity=Severity.ERROR,
        )


def _answer(article: Article, desk: _Desk) -> Iterator[Problem]:
    if article.sections and article.sections[0].level:
        yield desk.problem(
            article,
            "no-answer",
            "it starts with a heading",
            "answer the question in one or two sentences before the first heading",
        )


def _orphan(article: Article, desk: _Desk) -> Iterator[Problem]:
    related = [link.slug for link in article.related if link.slug]
    original = article.translation_of in desk.by_slug
    if article.status is Status.PUBLISHED and not (
        related or original or article.slug in desk.linked
    ):
        yield desk.problem(
            article,
            "orphan",
            "no article links to it and it links to none",
            "add `related` here, or in an article near to it",
        )


def _links(article: Article, desk: _Desk) -> Iterator[Problem]:
    for section in article.sections:
        for kind, linked in unique(_OWN_LINK.findall(section.html)):
            target = unquote(linked)  # a Chinese address
            if kind == "articles" and target in desk.by_slug:
                continue
            if kind == "statutes" and _is_statute_address(target, desk.register):
                continue
            yield desk.problem(
                article,
                "broken-link",
                f"/{kind}/{target} leads nowhere",
                "correct the address, or write the title under `related`",
                at=f"/{kind}/{target}",
                severity=Severity.ERROR,
            )


def _is_statute_address(target: str, register: Register) -> bool:
    statute = register.get(target.split("/", 1)[0])
    if statute is None or "/" not in target:
        return statute is not None
    try:
        return Provision.parse(target).article <= statute.last_article
    except ValueError:
        return False


def _quotes(article: Article, desk: _Desk) -> Iterator[Problem]:
    """What is given as a provision's words must be its words, or say the same."""
    lines = lines_of(article.citations, desk.texts.get(article.path, ""))
    for citation, place in zip(article.citations, lines, strict=True):
        verdict = citation.verdict
        if verdict is None or not (verdict.superseded or not verdict.holds or verdict.why):
            continue
        about = f"{quoted_shortly(citation)!r} as the words of {citation.text!r}"
        if verdict.kind is VerdictKind.MISMATCH:
            yield desk.problem(
                article,
                "quote-mismatch",
                f"{about}: {told(verdict)}",
                _instead(citation, verdict),
                line=place.quote,
                severity=Severity.ERROR,
            )
        elif verdict.superseded:
            yield desk.problem(
                article,
                "quote-superseded",
                f"{about}: they are those of {verdict.version}, and a newer version is in force",
                _taken_from(citation, verdict),
                line=place.quote,
            )
        elif Why.OTHER_PROVISION in verdict.why and verdict.found_in:
            yield desk.problem(
                article,
                "quote-other-paragraph",
                f"{about}: they stand in {verdict.found_in[0]}",
                "correct the number of the paragraph",
                line=place.quote,
            )


def _instead(citation: Citation, verdict: Verdict) -> str:
    places = " or ".join(str(provision) for provision in verdict.found_in)
    if not places:
        return f"take the words from /statutes/{citation.targets[0].whole}"
    if verdict.why[:1] == (Why.OTHER_PROVISION,):
        return f"cite {places}, or quote /statutes/{citation.targets[0].whole}"
    return f"see {places}, or take the words from /statutes/{citation.targets[0].whole}"


def _taken_from(citation: Citation, verdict: Verdict) -> str:
    """What to do about superseded words; they may stand in another provision now."""
    if verdict.lang == "en":
        return "bring the translation of the statute up to date, then take the words from it"
    if verdict.found_in:
        now = verdict.found_in[0]
        return f"their place is now {now}: cite it and take the words from /statutes/{now}"
    return f"take the words from /statutes/{citation.targets[0].whole}"


def quoted_shortly(citation: Citation) -> str:
    """The beginning of what it quotes, as problems tell it."""
    text = next((words for words in citation.quote if words.strip()), "")
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


CHECKS: tuple[Callable[[Article, _Desk], Iterator[Problem]], ...] = (
    _dates,
    _translation,
    _answer,
    _orphan,
    _links,
    _quotes,
)
