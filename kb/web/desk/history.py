"""An article's history: who did what and when, two texts compared, an older one restored."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, flash, request

from kb.accounts import DeskUnusableError, Right
from kb.editors_desk import Manuscript, RefusedError
from kb.office import Office
from kb.revisions import Revision
from kb.text_changes import TextChanges, text_changes
from kb.web.desk import moments
from kb.web.desk.access import actor, needs
from kb.web.desk.desk_addresses import compare_url, edit_url, revision_url
from kb.web.desk.kept_form import kept, written
from kb.web.desk.page import redirect_to, show
from kb.web.desk.refusals import told
from kb.web.messages import Phrases
from kb.web.site import Site

NOW = 0  # in an address: the text as it is now


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A revision as it is listed. ``compare`` leads to what it changed, "" where it left no text
    or is the first."""

    revision: Revision
    at: str
    url: str
    compare: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two texts that are compared: its number (0: as it is now) and what it is called."""

    number: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Two texts of an article, and what is different."""

    older: Side
    newer: Side
    changes: TextChanges
    sides: tuple[Side, ...]  # all that can be chosen


def history_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_history", __name__)
    desk = office.desk

    @routes.get("/desk/articles/<slug>/history")
    @needs(Right.WRITE)
    def history(slug: str) -> Response:
        revisions = desk.history(slug)
        manuscript = desk.manuscript(slug)
        if not revisions and manuscript is None:
            abort(404)
        lines = history_lines(slug, revisions, site.phrases())
        return show(
            site,
            "desk/history.html",
            slug=slug,
            title=_title(manuscript, slug),
            lines=lines,
            editable=manuscript is not None,
            address=edit_url(slug),
            compare=edit_url(slug, "compare"),
        )

    @routes.get("/desk/articles/<slug>/compare")
    @needs(Right.WRITE)
    def compare(slug: str) -> Response:
        manuscript, revisions = desk.manuscript(slug), desk.history(slug)
        sides = _sides(manuscript, revisions, site.phrases())
        older, newer = _asked(sides, "from", -1), _asked(sides, "to", 0)
        texts = [_text(office, manuscript, slug, side) for side in (older, newer) if side]
        if older is None or newer is None or None in texts:
            abort(404)
        view = ComparisonView(
            older=older,
            newer=newer,
            changes=text_changes(texts[0] or "", texts[1] or ""),
            sides=sides,
        )
        return show(
            site,
            "desk/compare.html",
            slug=slug,
            title=_title(manuscript, slug),
            view=view,
            address=edit_url(slug),
        )

    @routes.get("/desk/articles/<slug>/revisions/<int:number>")
    @needs(Right.WRITE)
    def revision(slug: str, number: int) -> Response:
        return _revision(site, office, slug, number)

    @routes.post("/desk/articles/<slug>/revisions/<int:number>")
    @needs(Right.WRITE)
    def restore(slug: str, number: int) -> Response:
        phrases = site.phrases()
        note = " ".join(request.form.get("note", "").split())
        try:
            restored = desk.restore(slug, number, actor(), note)
        except RefusedError as error:
            return _revision(site, office, slug, number, 422, told(error, phrases))
        except (DeskUnusableError, OSError) as error:
            current_app.logger.error("a text could not be restored: %s", error)
            sentence = phrases("editor_not_saved", reason=str(error))
            return _revision(site, office, slug, number, 503, sentence)
        flash(phrases("history_restored"))
        return redirect_to(edit_url(restored.slug))

    return routes


def history_lines(
    slug: str, revisions: tuple[Revision, ...], phrases: Phrases
) -> tuple[HistoryLine, ...]:
    """The lines, the newest first, each with what it changed since the text before it."""
    lines = []
    for place, revision in enumerate(revisions):
        before = next((r for r in revisions[place + 1 :] if r.version), None)
        changed = before is not None and revision.version not in ("", before.version)
        lines.append(
            HistoryLine(
                revision=revision,
                at=moments.shown(revision.at, phrases),
                url=revision_url(slug, revision.number) if revision.version else "",
                compare=(
                    compare_url(slug, before.number, revision.number)
                    if before is not None and changed
                    else ""
                ),
            )
        )
    return tuple(lines)


def _revision(
    site: Site, office: Office, slug: str, number: int, status: int = 200, sentence: str = ""
) -> Response:
    """A text of the past, as it was."""
    found = next((r for r in office.desk.history(slug) if r.number == number), None)
    text = office.desk.text_of(number) if found else None
    if found is None or text is None:
        abort(404)
    phrases = site.phrases()
    manuscript = office.desk.manuscript(slug)
    note = request.form.get("note", "") if request.method == "POST" else ""
    return show(
        site,
        "desk/revision.html",
        status=status,
        slug=slug,
        title=_title(manuscript, slug),
        revision=found,
        at=moments.shown(found.at, phrases),
        text=text,
        note=written(kept(), "note", otherwise=note),
        is_current=manuscript is not None and manuscript.version == found.version,
        editable=manuscript is not None,
        address=edit_url(slug),
        compare=compare_url(slug, number, NOW),
        sentences=(sentence,) if sentence else (),
    )


def _title(manuscript: Manuscript | None, slug: str) -> str:
    return (manuscript.title if manuscript else "") or slug


def _sides(
    manuscript: Manuscript | None, revisions: tuple[Revision, ...], phrases: Phrases
) -> tuple[Side, ...]:
    now = (Side(number=NOW, name=phrases("compare_now")),) if manuscript else ()
    return (
        *now,
        *(
            Side(
                number=r.number,
                name=phrases(
                    "compare_side",
                    at=moments.shown(r.at, phrases),
                    author=r.author,
                    step=phrases(f"step_done_{r.step.value.replace('-', '_')}"),
                ),
            )
            for r in revisions
            if r.version
        ),
    )


def _asked(sides: tuple[Side, ...], name: str, otherwise: int) -> Side | None:
    """The side that a parameter names; without it the first or the last."""
    given = request.args.get(name, "")
    if not given:
        return sides[otherwise] if sides else None
    return next((side for side in sides if str(side.number) == given), None)


def _text(office: Office, manuscript: Manuscript | None, slug: str, side: Side) -> str | None:
    if side.number == NOW:
        return manuscript.text if manuscript else None
    return office.desk.text_of(side.number)
