"""The list of all articles, and what is done to several of them at once."""

from dataclasses import dataclass, replace
from math import ceil

from flask import Blueprint, Response, flash, request

from kb.accounts import Right, Role
from kb.editors_desk import Entry
from kb.office import Office
from kb.web.desk.access import actor, needs, role_needed, user
from kb.web.desk.bulk import ACTIONS, MOST, Action, Pick, Sent, do_all
from kb.web.desk.kept_form import Fields, kept, written
from kb.web.desk.list_request import COLUMNS, LIST, PROBLEMS, STATES, ListRequest, is_due
from kb.web.desk.page import redirect_to, show
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters
from kb.web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table. ``pick`` is its checkbox's value, ``picked`` where it is checked."""

    entry: Entry
    pick: str
    picked: bool
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading: where it leads, and the order it is in (``aria-sort``, "" for none)."""

    name: str
    url: str
    order: str


def article_list_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_articles", __name__)

    @routes.get(LIST)
    @needs(Right.WRITE)
    def articles() -> Response:
        asked = ListRequest.read(request.args, site.taxonomy)
        return _page(site, office, asked, kept())

    @routes.post(LIST)
    @needs(Right.WRITE)
    def act() -> Response:
        asked = ListRequest.read(request.args, site.taxonomy)
        sent = Sent.read(Parameters(request.form), site.taxonomy)
        if (refused := role_needed(sent.action.right)) is not None:
            return refused
        if not sent.picks:
            flash(site.phrases()("desk_bulk_none"), "warning")
            return redirect_to(asked.url)
        return show(
            site,
            "desk/bulk_report.html",
            action=sent.action,
            outcomes=do_all(office.desk, sent, actor(), site.phrases()),
            back=asked.url,
        )

    return routes


def _page(site: Site, office: Office, asked: ListRequest, fields: Fields | None) -> Response:
    everything = office.desk.entries()
    found = asked.chosen(everything, site.today(), user().name)
    pages = max(1, ceil(len(found) / asked.per_page))
    asked = replace(asked, page=min(asked.page, pages))
    start = (asked.page - 1) * asked.per_page
    picked = set(fields.getlist("pick")) if fields is not None else set()
    return show(
        site,
        "desk/articles.html",
        asked=asked,
        rows=[_row(site, e, picked) for e in found[start : start + asked.per_page]],
        columns=[_column(name, asked) for name in COLUMNS],
        found=len(found),
        everything=len(everything),
        first=start + 1,
        page=asked.page,
        pages=[replace(asked, page=number).url for number in range(1, pages + 1)],
        other_size=replace(asked, per_page=50 if asked.per_page == 100 else 100, page=1),
        states=STATES,
        problems=PROBLEMS,
        topics=[topic.id for topic in site.taxonomy.topics],
        languages=LANGUAGES,
        actions=_open_to(user().role),
        most=MOST,
        note=written(fields, "note"),
        behind=office.desk.behind(),
    )


def _row(site: Site, entry: Entry, picked: set[str]) -> Row:
    pick = str(Pick.of(entry))
    return Row(entry=entry, pick=pick, picked=pick in picked, due=is_due(entry, site.today()))


def _column(name: str, asked: ListRequest) -> Column:
    order = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
    return Column(name=name, url=asked.sorted_by(name).url, order=order)


def _open_to(role: Role) -> tuple[Action, ...]:
    return tuple(action for action in ACTIONS if role.may(action.right))
