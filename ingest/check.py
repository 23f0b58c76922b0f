"""What an editor should know about an article among the others, one check a function."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from ingest.check_links import formerly, own_links, related, translation
from ingest.looked_up import Desk, Others
from ingest.quote_check.telling import told
from ingest.resolve import problems as citation_problems
from ingest.source_lines import lines_of
from kb.manuscript_form import hints_left
from kb.model import Article, Citation, Problem, Severity, Status
from kb.statutes import Register
from kb.verdict import Verdict, VerdictKind, Why

MAX_ALIKE = 20  # problems of one kind that are told of one file


def check(
    article: Article, others: Others, register: Register, text: str, today: date
) -> Iterator[Problem]:
    """Run every check of one article, resolved and judged. ``text`` is its source."""
    desk = Desk(others=others, register=register, text=text, today=today)
    yield from _few(citation_problems(article, text))
    for one_check in CHECKS:
        yield from _few(one_check(article, desk))


def _few(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of one kind in one file; the last one says how many more there are."""
    found = list(problems)
    yield from found[:MAX_ALIKE]
    if len(found) > MAX_ALIKE:
        last, more = found[MAX_ALIKE], len(found) - MAX_ALIKE - 1
        yield replace(last, message=f"{last.message}; and {more:,} more like it")


def _dates(article: Article, desk: Desk) -> Iterator[Problem]:
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


def _answer(article: Article, desk: Desk) -> Iterator[Problem]:
    if article.sections and article.sections[0].level:
        yield desk.problem(
            article,
            "no-answer",
            "it starts with a heading",
            "answer the question in one or two sentences before the first heading",
        )


def _hints(article: Article, desk: Desk) -> Iterator[Problem]:
    for hint in hints_left(desk.text):
        yield desk.problem(
            article,
            "hint-left",
            f"this is what the template says to its author: {hint!r}",
            "write the article's own words in its place, or take it out",
            at=hint,
        )


def _orphan(article: Article, desk: Desk) -> Iterator[Problem]:
    if article.status is not Status.PUBLISHED or any(link.slug for link in article.related):
        return
    translates = article.translation_of and desk.others.article(article.translation_of)
    if not (translates or desk.others.is_linked(article.slug)):
        yield desk.problem(
            article,
            "orphan",
            "no article links to it and it links to none",
            "add `related` here, or in an article near to it",
        )


def _quotes(article: Article, desk: Desk) -> Iterator[Problem]:
    """What is given as a provision's words must be its words, or say the same."""
    if not any(map(_told_of, article.citations)):
        return  # to find their lines takes longer than all the rest
    lines = lines_of(article.citations, desk.text)
    for citation, place in zip(article.citations, lines, strict=True):
        verdict = citation.verdict
        if verdict is None or not _told_of(citation):
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


def _told_of(citation: Citation) -> bool:
    """Whether there may be something to say of its quotation."""
    verdict = citation.verdict
    return verdict is not None and (verdict.superseded or not verdict.holds or bool(verdict.why))


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


CHECKS: tuple[Callable[[Article, Desk], Iterator[Problem]], ...] = (
    _dates,
    translation,
    _answer,
    _hints,
    _orphan,
    formerly,
    related,
    own_links,
    _quotes,
)
