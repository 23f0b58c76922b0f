"""Editors' best bets: each question must want one article first, and say something."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kb.model import Article, Problem, Status

Alike = Callable[[str], str]  # the same for questions that ask for the same; "" for no question


def same_words(question: str) -> str:
    """The question's words in one case and any order: what can be told without an index."""
    words = ("".join(filter(str.isalnum, word)) for word in question.casefold().split())
    return " ".join(sorted(filter(None, words)))


def problems(
    articles: Sequence[Article], texts: Mapping[str, str], alike: Alike
) -> Iterator[Problem]:
    """What is wrong with the published articles' ``best_for``; ``texts`` are sources by path."""
    first: dict[str, Article] = {}
    for article in articles:
        if article.status is not Status.PUBLISHED:
            continue
        for question in article.best_for:
            asked = alike(question)
            if not asked:
                message = f"`best_for`: {question!r} has no word that tells what is asked"
                hint = "write the question as readers type it, or take the line out"
                yield _problem(article, texts, question, "best-bet-empty", message, hint)
            elif (other := first.setdefault(asked, article)) is not article:
                message = f"`best_for`: {question!r} brings {other.slug!r} to the top already"
                hint = f"decide for one article; the other line is in {other.path}"
                yield _problem(article, texts, question, "best-bet-taken", message, hint)


def _problem(
    article: Article, texts: Mapping[str, str], question: str, code: str, message: str, hint: str
) -> Problem:
    text = texts.get(article.path, "")
    at = text.find(question, max(0, text.find("best_for")))
    line = text.count("\n", 0, at) + 1 if at >= 0 else 1
    return Problem(path=article.path, line=line, code=code, message=message, hint=hint)
