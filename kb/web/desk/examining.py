"""What a script of the editor asks for while somebody types: the panel, as JSON."""

from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests

from kb import codec
from kb.accounts import Right
from kb.editors_desk import MAX_TEXT_CHARS
from kb.office import Office
from kb.web.desk.access import needs
from kb.web.desk.desk_addresses import EXAMINE
from kb.web.desk.editor_form import EditorForm
from kb.web.desk.panel import panel
from kb.web.pace import Pace
from kb.web.site import Site

_BURST, _EVERY = 40, 0.25  # texts at once, seconds until one more: of all editors together
_AT_ONCE = 2  # texts that are looked at at the same time: readers must not wait for them
_PATIENCE = 5.0  # seconds that a text waits for its turn


def examine_room(site: Site, office: Office) -> Blueprint:
    """The route. It answers what the page itself shows, made by the same function."""
    routes = Blueprint("desk_examine", __name__)
    pace = Pace(_BURST, _EVERY)
    turns = BoundedSemaphore(_AT_ONCE)

    @routes.post(EXAMINE)
    @needs(Right.WRITE)
    def examine() -> Response:
        if seconds := pace.wait():
            raise TooManyRequests(retry_after=seconds)
        if not turns.acquire(timeout=_PATIENCE):
            raise TooManyRequests(retry_after=int(_PATIENCE))
        try:
            text = EditorForm.read(request.form, office.desk).text[:MAX_TEXT_CHARS]
            slug = request.form.get("examined_slug", "")
            found = panel(
                text, slug, office.desk.examine(text, slug), office.advice, site.phrases()
            )
        finally:
            turns.release()
        return Response(codec.encode(found), content_type="application/json; charset=utf-8")

    return routes
