"""What is looked at before readers see an article, and what keeps it from them."""

from ingest.live import LiveCorpus
from kb.editors_desk import MAX_TEXT_CHARS, Examined, Finding
from kb.model import Problem, Severity

# Whatever its severity, none of this may be shown: it would mislead, or lead nowhere.
_NEVER_SHOWN = frozenset(
    {
        "broken-link",
        "citation-beyond-end",
        "citation-unresolved",
        "missing-field",
        "no-text",
        "quote-mismatch",
    }
)


def blocks(problem: Problem) -> bool:
    """Whether the problem keeps an article from being published."""
    return problem.severity is Severity.ERROR or problem.code in _NEVER_SHOWN


def examined(live: LiveCorpus, text: str, path: str) -> Examined:
    """What a text would be as the article of this file, and what is wrong with it."""
    if len(text) > MAX_TEXT_CHARS:
        problem = Problem(
            path=path,
            line=1,
            code="too-long",
            message=f"{len(text):,} characters; at most {MAX_TEXT_CHARS:,}",
            hint="split it into several articles",
        )
        return Examined(article=None, findings=(Finding(problem=problem, blocks=True),))
    article, problems = live.examine(text, path)
    return Examined(
        article=article,
        findings=tuple(Finding(problem=problem, blocks=blocks(problem)) for problem in problems),
    )
