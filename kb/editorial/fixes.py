"""What is wrong with a manuscript, whether it keeps it from readers, and how to mend it.

Every fix is a change of the text that makes its problem go away and brings no other error
(held over generated and real articles in ``tests/test_fixes.py``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kb.editorial.case import Case, CitedPlace, Shelf, applied
from kb.editorial.citation_fixes import citation_fixes
from kb.editorial.field_fixes import (
    begin_fixes,
    bet_fixes,
    field_fixes,
    readable_fixes,
    review_fixes,
)
from kb.editorial.link_fixes import (
    link_fixes,
    orphan_fixes,
    related_findings,
    translation_fixes,
)
from kb.editorial.quote_fixes import mended, quote_fixes
from kb.editors_desk import Finding, Fix
from kb.model import Article, Problem, Severity
from kb.verdict import VerdictKind

__all__ = ["Shelf", "applied", "findings_of"]

MOST_MINOR = 20
Mending = Callable[[Case, Problem, int], Iterator[Fix]]

FIXES: dict[str, Mending] = {
    "citation-unresolved": citation_fixes,
    "citation-beyond-end": citation_fixes,
    "quote-mismatch": quote_fixes,
    "quote-superseded": quote_fixes,
    "quote-other-paragraph": quote_fixes,
    "broken-link": link_fixes,
    "bad-translation": translation_fixes,
    "orphan": orphan_fixes,
    "missing-field": field_fixes,
    "unknown-field": field_fixes,
    "bad-value": field_fixes,
    "bad-date": field_fixes,
    "not-reviewed": review_fixes,
    "reviewed-later": review_fixes,
    "review-due": review_fixes,
    "best-bet-empty": bet_fixes,
    "best-bet-taken": bet_fixes,
    "best-bet-hidden": bet_fixes,
    "no-front-matter": begin_fixes,
    "bad-front-matter": readable_fixes,
}


def findings_of(
    article: Article | None, problems: Iterable[Problem], text: str, shelf: Shelf
) -> tuple[Finding, ...]:
    """The problems as findings, by line, with those that only a fix makes worth telling.

    ``problems`` are what parsing and checking the text found, its citations resolved and its
    quotations judged; ``article`` is None where it is none. ``shelf`` has all other articles.
    """
    case = Case(article, text, shelf)
    seen: Counter[tuple[int, str, str]] = Counter()
    found = []
    for problem in problems:
        key = (problem.line, problem.code, problem.message)
        mending = FIXES.get(problem.code)
        fixes = _once(mending(case, problem, seen[key])) if mending else ()
        seen[key] += 1
        found.append(Finding(problem=problem, blocks=_blocks(case, problem), fixes=fixes))
    found += [
        Finding(problem=problem, blocks=False, fixes=fixes)
        for problem, fixes in (*related_findings(case), *_minor(case))
    ]
    return tuple(sorted(found, key=lambda finding: (finding.problem.line, finding.problem.code)))


def _once(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Each change once, whatever it is called."""
    return tuple({(fix.start, fix.end, fix.replacement): fix for fix in fixes}.values())


def _blocks(case: Case, problem: Problem) -> bool:
    """Every error keeps a text from readers, and superseded words of an official text do.

    Today's words are at hand then, and a reader takes what is quoted for the law. Where our
    translation is behind the law, the article cannot mend that: its statute's file must be.
    """
    if problem.severity is Severity.ERROR:
        return True
    if problem.code != "quote-superseded":
        return False
    return any(
        one.citation.verdict is not None and one.citation.verdict.lang == "zh"
        for one in case.quoting(problem)
    )


def _minor(case: Case) -> Iterator[tuple[Problem, tuple[Fix, ...]]]:
    """Quotations that differ from the law's words in small things, where those can be put in."""
    told = 0
    for one in case.cited:
        verdict = one.citation.verdict
        if verdict is None or verdict.kind is not VerdictKind.MINOR or verdict.superseded:
            continue
        fixes = _once(mended(case, one)) if not verdict.why else ()
        if fixes and told < MOST_MINOR:
            told += 1
            yield _nearly(case, one), fixes


def _nearly(case: Case, one: CitedPlace) -> Problem:
    return Problem(
        path=case.article.path if case.article else "",
        line=one.lines.quote,
        code="quote-minor",
        message=f"what is quoted of {one.citation.text!r} is nearly its words",
        hint="take the words themselves",
        severity=Severity.WARNING,
    )
