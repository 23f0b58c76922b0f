"""Where one can go from each page of the desk."""

from dataclasses import dataclass

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from kb.accounts import Right, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page that the navigation leads to: its address, the message that names it."""

    url: str
    key: str
    right: Right = Right.WRITE


# In this order. What has no room yet, or needs a right that one has not, is not offered.
PLACES = (
    Place(url="/desk/articles", key="desk_articles"),
    Place(url="/desk/articles/new", key="desk_new"),
    Place(url="/desk/demand", key="desk_demand"),
    Place(url="/desk/feedback", key="desk_feedback"),
    Place(url="/desk/due", key="desk_due"),
    Place(url="/desk/import", key="desk_import"),
    Place(url="/desk/best-bets", key="desk_best_bets", right=Right.PUBLISH),
    Place(url="/desk/glossary", key="desk_glossary", right=Right.PUBLISH),
    Place(url="/desk/removed", key="desk_removed", right=Right.PUBLISH),
    Place(url="/changes", key="desk_law_changes"),
    Place(url="/desk/users", key="desk_users", right=Right.ADMINISTER),
    Place(url="/desk/log", key="desk_log", right=Right.ADMINISTER),
)


def offered(role: Role) -> list[tuple[str, str, bool]]:
    """Address, key of the name, and whether one is there, of each place open to the role."""
    here = _nearest(request.path)
    return [
        (place.url, place.key, place.url == here)
        for place in PLACES
        if role.may(place.right) and _is_there(place.url)
    ]


def _nearest(path: str) -> str:
    """The place that a page belongs to: the longest address that its own begins with."""
    found = [p.url for p in PLACES if path == p.url or path.startswith(p.url + "/")]
    return max(found, key=len, default="")


def _is_there(url: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 - a request has one
    try:
        adapter.match(url, method="GET")
    except HTTPException:
        return False
    return True
