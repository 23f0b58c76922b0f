"""Articles that were removed, and how they come back."""

from flask import Blueprint, Response, current_app, flash, request

from kb.accounts import DeskUnusableError, Right
from kb.editors_desk import RefusedError
from kb.office import Office
from kb.revisions import MAX_NOTE_CHARS
from kb.web.desk import moments
from kb.web.desk.access import actor, needs
from kb.web.desk.desk_addresses import REMOVED, edit_url
from kb.web.desk.page import redirect_to, show
from kb.web.desk.refusals import told
from kb.web.site import Site


def removed_room(site: Site, office: Office) -> Blueprint:
    """The list, and one form for each article in it."""
    routes = Blueprint("desk_removed", __name__)

    def page(status: int = 200, sentence: str = "") -> Response:
        phrases = site.phrases()
        removals = office.removals.all()
        return show(
            site,
            "desk/removed.html",
            phrases=phrases,
            status=status,
            removals=[(removal, moments.shown(removal.at, phrases)) for removal in removals],
            address=REMOVED,
            history=lambda slug: edit_url(slug, "history"),
            sentences=(sentence,) if sentence else (),
        )

    @routes.get(REMOVED)
    @needs(Right.PUBLISH)
    def removed() -> Response:
        return page()

    @routes.post(REMOVED)
    @needs(Right.PUBLISH)
    def undo() -> Response:
        phrases = site.phrases()
        slug = request.form.get("slug", "")
        note = " ".join(request.form.get("note", "").split())[:MAX_NOTE_CHARS]
        try:
            manuscript = office.desk.undo_removal(slug, actor(), note)
        except RefusedError as error:
            return page(422, told(error, phrases))
        except (DeskUnusableError, OSError) as error:
            current_app.logger.error("the removal of %s could not be undone: %s", slug, error)
            return page(503, phrases("step_failed", reason=str(error)))
        flash(phrases("removed_undone", title=manuscript.title or slug))
        return redirect_to(edit_url(manuscript.slug))

    return routes
