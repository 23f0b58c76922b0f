"""Links and names of other articles that lead nowhere: the nearest ones that do."""

import difflib
import re
from collections.abc import Iterator, Sequence

from kb.editorial.case import Case
from kb.editorial.front_lines import Edit
from kb.editors_desk import Fix
from kb.model import Article, Problem, Severity, Status

MOST = 3
# A wanted title that shares this part of its words with a title or alias is probably meant to be
# that article. Titles of our articles with a word left out or added have 0.6 and more.
RESEMBLES = 0.45
_TOLD = re.compile(r"/(?P<kind>articles|statutes)/(?P<target>.+) leads nowhere")


def link_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """The nearest address, everywhere the broken one stands."""
    told = _TOLD.fullmatch(problem.message)
    if told is None:
        return
    kind, target = told["kind"], told["target"]
    near = _addresses(case, target) if kind == "articles" else _provisions(case, target)
    for address in near:
        edit = _everywhere(case.text, f"/{kind}/{target}", f"/{kind}/{address}")
        yield from case.fix("link", f"link /{kind}/{address}", edit)


def _addresses(case: Case, target: str) -> list[str]:
    """Where an article went, or the addresses that look most like it."""
    slug = target.rsplit("/", 1)[-1]
    moved = [a.slug for a in case.shelf.articles if slug in a.formerly or a.slug == slug]
    others = [s for s in case.shelf.by_slug if s != case.slug]
    return list(dict.fromkeys([*moved, *difflib.get_close_matches(slug, others, MOST, 0.6)]))[:MOST]


def _provisions(case: Case, target: str) -> list[str]:
    """The same provision of the statute with the nearest id, else that statute."""
    name, _, rest = target.partition("/")
    statutes = [statute.id for statute in case.shelf.register]
    near = [name] if name in statutes else difflib.get_close_matches(name, statutes, MOST, 0.6)
    addresses = []
    for statute_id in near:
        statute = case.shelf.register.get(statute_id)
        number = re.fullmatch(r"(art-([1-9]\d{0,3})(?:-\d+)?)\D?.*", rest)
        if statute and number and int(number[2]) <= statute.last_article and name != statute_id:
            addresses.append(f"{statute_id}/{number[1]}")
        else:
            addresses.append(statute_id)
    return addresses


def _everywhere(text: str, old: str, new: str) -> Edit | None:
    """One edit over all places, from the first to the last."""
    whole = re.compile(rf"{re.escape(old)}(?=[)\s\"'>#?\]]|\Z)")
    found = list(whole.finditer(text))
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    return Edit(start, end, whole.sub(new, text[start:end]))


def related_findings(case: Case) -> Iterator[tuple[Problem, tuple[Fix, ...]]]:
    """Related titles that nobody has written, but that resemble an article there is."""
    if case.article is None:
        return
    for link in case.article.related:
        if link.slug:
            continue
        near = [n for n in _near(case, (link.text,)) if n.slug != case.slug]
        fixes = tuple(
            fix
            for other in near
            for fix in case.fix(
                "relate", f"link {other.slug}", case.front.entry("related", link.text, other.slug)
            )
        )
        if near:
            yield _resembling(case, link.text, near[0]), fixes


def _near(case: Case, texts: Sequence[str]) -> list[Article]:
    found = case.shelf.wordings.nearest(texts, limit=4 * MOST, least=RESEMBLES)
    same = [near.article for near in found if near.article.lang == case.lang]
    return (same or [near.article for near in found])[:MOST]


def _resembling(case: Case, title: str, other: Article) -> Problem:
    at = case.text.find(title)
    return Problem(
        path=case.article.path if case.article else "",
        line=case.text.count("\n", 0, at) + 1 if at >= 0 else 1,
        code="related-near",
        message=f"`related`: {title!r} is wanted, and {other.slug!r} is {other.title!r}",
        hint="name the article if it is meant; else leave it",
        severity=Severity.WARNING,
    )


def orphan_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """The nearest articles, as its related ones."""
    if case.article is None:
        return
    found = case.shelf.wordings.nearest((case.article.title, *case.article.aliases), limit=12)
    named = {link.text for link in case.article.related}
    near = [
        n.article
        for n in found
        if n.article.slug not in (case.slug, *named)
        and n.article.lang == case.lang
        and n.article.status is Status.PUBLISHED
    ]
    for other in near[:MOST]:
        edit = case.front.with_list("related", (*case.front.listed("related"), other.slug))
        yield from case.fix("relate", f"relate {other.slug}", edit)


def translation_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """The nearest address of an article in another language; or to take the field out."""
    named = str(case.front.values.get("translation_of", ""))
    slugs = [a.slug for a in case.shelf.articles if a.lang != case.lang]
    for slug in difflib.get_close_matches(named, slugs, MOST, 0.6):
        edit = case.front.with_value("translation_of", slug)
        yield from case.fix("translation", f"translation of {slug}", edit)
    yield from case.fix("take-out", "take it out", case.front.without("translation_of"))
