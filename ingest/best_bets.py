"""Editors' best bets: each question must want one article first, and say something."""

from collections.abc import Callable, Iterator

from kb.model import Article, Problem, Status

Alike = Callable[[str], str]  # the same for questions that ask for the same; "" for no question


def same_words(question: str) -> str:
    """The question's words in one case and any order: what can be told without an index."""
    words = ("".join(filter(str.isalnum, word)) for word in question.casefold().split())
    return " ".join(sorted(filter(None, words)))


def wanted(article: Article, alike: Alike) -> tuple[tuple[str, str], ...]:
    """The questions for which a published article is to come first, each with what it asks for."""
    if article.status is not Status.PUBLISHED:
        return ()
    return tuple((question, alike(question)) for question in article.best_for)


def problems(
    article: Article,
    text: str,
    alike: Alike,
    first: Callable[[str], tuple[str, str] | None],
) -> Iterator[Problem]:
    """What is wrong with the article's ``best_for`` and ``not_for``; ``text`` is its source.

    ``first`` answers slug and path of the first article that wants what is asked for.
    """
    for question, asked in wanted(article, alike):
        if not asked:
            message = f"`best_for`: {question!r} has no word that tells what is asked"
            hint = "write the question as readers type it, or take the line out"
            yield _problem(article, text, question, "best-bet-empty", message, hint)
        elif (other := first(asked)) is not None and other[1] != article.path:
            message = f"`best_for`: {question!r} brings {other[0]!r} to the top already"
            hint = f"decide for one article; the other line is in {other[1]}"
            yield _problem(article, text, question, "best-bet-taken", message, hint)
    yield from _hidden(article, text, alike)


def _hidden(article: Article, text: str, alike: Alike) -> Iterator[Problem]:
    """Questions that an article is both wanted first for and not at all."""
    first = {alike(question) for question in article.best_for}
    for question in article.not_for if article.status is Status.PUBLISHED else ():
        asked = alike(question)
        if not asked:
            message = f"`not_for`: {question!r} has no word that tells what is asked"
            hint = "write the question as readers type it, or take the line out"
            yield _problem(article, text, question, "best-bet-empty", message, hint)
        elif asked in first:
            message = f"`not_for`: {question!r} stands in `best_for` too"
            hint = "decide for one of the two; until then the article is not shown for it"
            yield _problem(article, text, question, "best-bet-hidden", message, hint)


def _problem(
    article: Article, text: str, question: str, code: str, message: str, hint: str
) -> Problem:
    at = text.find(question, max(0, text.find("best_for")))
    line = text.count("\n", 0, at) + 1 if at >= 0 else 1
    return Problem(path=article.path, line=line, code=code, message=message, hint=hint)
