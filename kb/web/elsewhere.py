"""Addresses at which an article was: it is elsewhere now, or gone."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, redirect, request
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import DeskUnusableError
from kb.library import Library
from kb.removals import Removal
from kb.request import MAX_QUERY_CHARS, Filters, SearchRequest
from kb.results import Hit
from kb.web.site import Site

SIMILAR = 5  # articles offered in the place of one that is gone
_BEIJING = timedelta(hours=8)  # ahead of UTC, all year
_log = logging.getLogger(__name__)


class ArticleGoneError(Gone):
    """The article was removed; ``reason`` says so to a program, ``problem`` is its kind."""

    problem = "gone"

    def __init__(self, removal: Removal) -> None:
        super().__init__()
        self.reason = f"The article {removal.title!r} was removed on {day_of(removal.at)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneView:
    """What a page says of a removed article: its title, since which day, what is near to it."""

    title: str
    lang: str
    since: date
    similar: tuple[Hit, ...]


def moved_to(slug: str, library: Library, address: str) -> AnyResponse | None:
    """The way to the article that was at this address; None where there is none.

    ``address`` is what stands before the slug. What the reader asked for goes along.
    """
    now = library.moved(slug)
    if not now:
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(
        f"{address}{quote(now)}{'?' if asked else ''}{asked}", HTTPStatus.PERMANENT_REDIRECT
    )


def removal_of(slug: str, site: Site) -> Removal | None:
    """What was removed here, if readers ever had it."""
    try:
        removal = site.removals.removal(slug) or site.removals.led_on(slug)
    except DeskUnusableError as error:  # readers need not know of the desk
        _log.error("nothing is known of removed articles: %s", error)
        return None
    return removal if removal is not None and removal.published else None


def gone_page(removal: Removal, site: Site) -> Response:
    """The page of an article that was removed."""
    view = GoneView(
        title=removal.title,
        lang=removal.lang,
        since=day_of(removal.at),
        similar=_similar(removal, site),
    )
    phrases = site.phrases(removal.lang)
    return site.show("gone.html", phrases, status=HTTPStatus.GONE, view=view)


def day_of(at: datetime) -> date:
    """The day in China of a time in UTC."""
    return (at + _BEIJING).date()


def _similar(removal: Removal, site: Site) -> tuple[Hit, ...]:
    request = SearchRequest(
        query=removal.title[:MAX_QUERY_CHARS],
        filters=Filters(kind=("guide", "qa"), lang=(removal.lang,)),
        per_page=SIMILAR,
        facets=False,
    )
    return site.engine.search(request).hits
