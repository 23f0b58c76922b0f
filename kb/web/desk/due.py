"""What is to be reviewed, and when: a page, and the same for calendar programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, abort, request

from kb.accounts import Right
from kb.editors_desk import Entry
from kb.model import Status
from kb.office import Office
from kb.web.desk.access import needs, user
from kb.web.desk.bulk import MOST, Pick
from kb.web.desk.calendar import MEDIA_TYPE, calendar
from kb.web.desk.calendar_token import is_token, token_of
from kb.web.desk.page import show
from kb.web.site import Site

DUE = "/desk/due"
_SOON, _LATER = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles that are due at about the same time; ``key`` names the message that says when.

    ``lines`` are the first of ``count``, each with the value of its checkbox.
    """

    key: str
    lines: list[tuple[Entry, str]]
    count: int


def due_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_due", __name__)

    @routes.get(DUE)
    @needs(Right.WRITE)
    def due() -> Response:
        entries = office.desk.entries()
        phrases = site.phrases()
        me = user()
        address = f"/desk/calendar/{quote(me.name, safe='')}/{token_of(me, office.secret)}.ics"
        return show(
            site,
            "desk/due.html",
            phrases=phrases,
            groups=groups(entries, site.today()),
            undated=sum(e.status is Status.PUBLISHED and e.review_by is None for e in entries),
            calendar=site.absolute(f"{address}?ui={phrases.lang}"),
            may_review=me.role.may(Right.PUBLISH),
        )

    @routes.get("/desk/calendar/<name>/<token>.ics")
    def review_dates(name: str, token: str) -> Response:
        """No session: a calendar program has none. The token says whose calendar it is."""
        reader = office.accounts.user(name)
        if reader is None or reader.disabled or not is_token(token, reader, office.secret):
            abort(404)
        body = calendar(with_dates(office.desk.entries()), site.phrases(), site.absolute)
        answer = Response(body, content_type=MEDIA_TYPE)
        if request.args.get("save"):
            answer.headers["Content-Disposition"] = "attachment; filename=reviews.ics"
        return answer

    return routes


def with_dates(entries: Iterable[Entry]) -> list[Entry]:
    """The articles that readers have and that are to be reviewed some day, the earliest first."""
    dated = [e for e in entries if e.status is Status.PUBLISHED and e.review_by is not None]
    return sorted(dated, key=lambda entry: (entry.review_by or date.max, entry.title))


def groups(entries: Iterable[Entry], today: date) -> list[Group]:
    """What is due by now, in a month, in three; what is due later is not there."""
    found: dict[str, list[tuple[Entry, str]]] = {
        "desk_due_now": [],
        "desk_due_soon": [],
        "desk_due_later": [],
    }
    for entry in with_dates(entries):
        day = entry.review_by or date.max
        if day <= today:
            key = "desk_due_now"
        elif day <= today + _SOON:
            key = "desk_due_soon"
        elif day <= today + _LATER:
            key = "desk_due_later"
        else:
            break
        found[key].append((entry, str(Pick.of(entry))))
    return [
        Group(key=key, lines=lines[:MOST], count=len(lines))
        for key, lines in found.items()
        if lines
    ]
