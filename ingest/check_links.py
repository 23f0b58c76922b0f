"""The checks of what leads to other articles: links, translations, former addresses."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ingest.looked_up import Desk, Known
from ingest.slug import slugify
from kb.model import Article, Problem, Severity, Status, unique
from kb.provision import Provision
from kb.statutes import Register

_OWN_LINK = re.compile(r'href="/(articles|statutes)/([^"#?]+)')
_TAKE_OUT = "take the line out"


def translation(article: Article, desk: Desk) -> Iterator[Problem]:
    """What it translates must be there, in another language."""
    named = article.translation_of
    if not named:
        return
    original = desk.others.article(named)
    if original is None or original.slug == article.slug or original.lang == article.lang:
        why = "there is no such article" if original is None else "it has the same language"
        moved = _moved(named, desk) if original is None else None
        hint = "name the slug of the article in the other language"
        yield desk.problem(
            article,
            "bad-translation",
            f"`translation_of: {named}`: {why}",
            f"it is now {moved.slug}" if moved else hint,
            at="translation_of:",
            severity=Severity.ERROR,
        )


def formerly(article: Article, desk: Desk) -> Iterator[Problem]:
    """An old address leads to one article, and is nobody's own."""
    for old in article.formerly:
        taken = desk.others.article(old)
        first = next(iter(desk.others.formerly(old)), None)
        if slugify(old) != old:
            code, message = "bad-address", f"{old!r} cannot be an address"
            hint = f"write it as it was, {slugify(old)!r} for one" if slugify(old) else _TAKE_OUT
        elif taken is not None:
            own = taken.path == article.path
            where = "the article's own address" if own else f"the address of {taken.path}"
            code, message = "address-taken", f"{old!r} is {where}"
            hint = _TAKE_OUT if own else f"{_TAKE_OUT}, or rename the other file"
        elif first is not None and first.path != article.path:
            code, message = "address-taken", f"{old!r} leads to {first.slug!r} already"
            hint = f"decide for one article; the other line is in {first.path}"
        else:
            continue
        yield desk.problem(
            article,
            code,
            f"`formerly`: {message}",
            hint,
            line=desk.line(old, after="formerly:"),
            severity=Severity.ERROR,
        )


def related(article: Article, desk: Desk) -> Iterator[Problem]:
    """A related article should be there, under the name that the link has."""
    for link in article.related:
        yield from _stale(article, link.text, link.slug or "", link.text, desk)


def own_links(article: Article, desk: Desk) -> Iterator[Problem]:
    """An address of ours in a link must lead somewhere."""
    for section in article.sections:
        for kind, found in unique(_OWN_LINK.findall(section.html)):
            target = unquote(found)
            if kind == "statutes" and _is_statute_address(target, desk.register):
                continue
            if kind == "articles":
                moved = _moved(target, desk)
                if moved is not None or desk.others.article(target) is not None:
                    now = moved.slug if moved else target
                    yield from _stale(article, target, now, f"/articles/{target}", desk)
                    continue
            yield desk.problem(
                article,
                "broken-link",
                f"/{kind}/{target} leads nowhere",
                "correct the address, or write the title under `related`",
                at=f"/{kind}/{target}",
                severity=Severity.ERROR,
            )


def _stale(article: Article, written: str, slug: str, at: str, desk: Desk) -> Iterator[Problem]:
    """A link, as it is written and with what it leads to, that readers should not follow so."""
    moved = _moved(written, desk)
    if moved is not None and moved.slug == slug:
        message = f"{written!r} is a former address of {slug!r}"
        yield desk.problem(article, "link-moved", message, f"write {slug} instead", at=at)
    known = desk.others.article(slug) if slug else None
    if known is not None and known.status is Status.ARCHIVED:
        yield desk.problem(
            article,
            "link-archived",
            f"{written!r} leads to an article that is no longer kept up to date",
            "link to the one that took its place, or take the link out",
            at=at,
        )


def _moved(old: str, desk: Desk) -> Known | None:
    """The article that was at the address before; None where another one is there now."""
    if desk.others.article(old) is not None:
        return None
    return next(iter(desk.others.formerly(old)), None)


def _is_statute_address(target: str, register: Register) -> bool:
    statute = register.get(target.split("/", 1)[0])
    if statute is None or "/" not in target:
        return statute is not None
    try:
        return Provision.parse(target).article <= statute.last_article
    except ValueError:
        return False
