"""The room where articles are written: a new one, the editor, saving."""

from dataclasses import replace

from flask import Blueprint, Response, abort, current_app, flash, request

from kb.accounts import DeskUnusableError, Right
from kb.clashes import first_mark
from kb.editors_desk import MAX_TEXT_CHARS, ConflictError, Manuscript, RefusedError
from kb.manuscript_form import new_text
from kb.model import Kind
from kb.office import Office
from kb.web.desk import moments
from kb.web.desk.access import actor, needs, user
from kb.web.desk.conflicts import conflict_page, resolved
from kb.web.desk.desk_addresses import NEW, edit_url
from kb.web.desk.editor_form import EditorForm
from kb.web.desk.editor_view import EditorView, address_of, boxes, step_links, title_of
from kb.web.desk.kept_form import kept
from kb.web.desk.page import redirect_to, show
from kb.web.desk.panel import applied, chosen_fix, panel
from kb.web.desk.refusals import told
from kb.web.messages import LANGUAGES
from kb.web.site import Site

SAVED = "saved"  # the kind of notice that lets a browser forget its own copy of a text
DO = "do"  # the field that says which button was pressed
_SAVE, _RESOLVE, _FIX = "save", "resolve", "fix:"
_MODES = ("source", "fields")
_MOST_ALIASES, _LONGEST = 20, 300


def writing_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_writing", __name__)
    desk = office.desk

    @routes.get(NEW)
    @needs(Right.WRITE)
    def new() -> Response:
        if (fields := kept()) is not None:
            return _editor(site, office, None, EditorForm.read(fields, desk), unsaved=True)
        given = request.args
        kind, lang = given.get("kind", ""), given.get("lang", "")
        title = given.get("title", "")[:_LONGEST]
        topics = [topic.id for topic in site.taxonomy.topics]
        topic = given.get("topic", "")
        aliases = tuple(a[:_LONGEST] for a in given.getlist("alias") if a.strip())[:_MOST_ALIASES]
        if "begin" in given and kind in list(Kind) and lang in LANGUAGES:
            text = new_text(
                Kind(kind),
                lang,
                title=title,
                topic=topic if topic in topics else topics[-1] if topics else "other",
                aliases=aliases,
            )
            return _editor(site, office, None, EditorForm(text=text), unsaved=True)
        return show(
            site,
            "desk/new.html",
            title=title,
            aliases=aliases,
            kinds=list(Kind),
            kind=kind,
            chosen_lang=lang or site.phrases().lang,
            languages=LANGUAGES,
            topics=site.taxonomy.topics,
            topic=topic,
        )

    @routes.post(NEW)
    @needs(Right.WRITE)
    def write_new() -> Response:
        return _done(site, office, None)

    @routes.get("/desk/articles/<slug>")
    @needs(Right.WRITE)
    def editor(slug: str) -> Response:
        manuscript = desk.manuscript(slug)
        if manuscript is None:
            abort(404)
        if manuscript.slug != slug:  # it was renamed
            return redirect_to(edit_url(manuscript.slug))
        if (fields := kept()) is not None:
            form = EditorForm.read(fields, desk)
            return _editor(site, office, manuscript, form, unsaved=True)
        source = request.args.get("mode") == "source"
        form = EditorForm(text=manuscript.text, based_on=manuscript.version, source=source)
        return _editor(site, office, manuscript, form)

    @routes.post("/desk/articles/<slug>")
    @needs(Right.WRITE)
    def write(slug: str) -> Response:
        manuscript = desk.manuscript(slug)
        if manuscript is None:
            # It was removed while it was edited: what was written goes on as a new article.
            form = EditorForm.read(request.form, desk)
            sentence = site.phrases()("editor_gone")
            return _editor(
                site, office, None, replace(form, based_on="", slug=slug), 410, sentence=sentence
            )
        return _done(site, office, manuscript)

    return routes


def _done(site: Site, office: Office, manuscript: Manuscript | None) -> Response:
    """What the pressed button asks for; whatever goes wrong, the text stands in the form again."""
    form = EditorForm.read(request.form, office.desk)
    do = request.form.get(DO, _SAVE)
    if do == _RESOLVE:
        form = resolved(form, request.form)
    if do in _MODES:
        form = replace(form, source=do == "source")
    if do.startswith(_FIX):
        return _fixed(site, office, manuscript, form, do.removeprefix(_FIX))
    if do != _SAVE:
        return _editor(site, office, manuscript, form, unsaved=True)
    return _saved(site, office, manuscript, form)


def _fixed(
    site: Site, office: Office, manuscript: Manuscript | None, form: EditorForm, key: str
) -> Response:
    """The form with one problem mended, or what was suggested put in."""
    slug = manuscript.slug if manuscript else ""
    fixes = [f for found in office.desk.examine(form.text, slug).findings for f in found.fixes]
    if office.advice is not None:
        fixes += [help.fix for help in office.advice.basis(form.text, slug) if help.fix]
    fix = chosen_fix(key, form.text, fixes)
    if fix is None:
        sentence = site.phrases()("editor_fix_gone")
        return _editor(site, office, manuscript, form, 422, unsaved=True, sentence=sentence)
    mended = replace(form, text=applied(form.text, fix))
    return _editor(site, office, manuscript, mended, unsaved=True)


def _saved(site: Site, office: Office, manuscript: Manuscript | None, form: EditorForm) -> Response:
    phrases = site.phrases()

    def again(status: int, sentence: str) -> Response:
        return _editor(site, office, manuscript, form, status, unsaved=True, sentence=sentence)

    if len(form.text) > MAX_TEXT_CHARS:
        most = f"{MAX_TEXT_CHARS:,}"
        return again(413, phrases("editor_too_long", length=f"{len(form.text):,}", most=most))
    if mark := first_mark(form.text):
        return again(422, phrases("editor_marks_left", line=mark))
    try:
        if manuscript is None:
            saved = office.desk.create(form.text, form.slug, actor(), form.note)
        else:
            saved = office.desk.save(
                manuscript.slug, form.text, actor(), based_on=form.based_on, note=form.note
            )
    except ConflictError as error:
        return conflict_page(site, error.conflict, form)
    except RefusedError as error:
        return again(422, told(error, phrases))
    except (DeskUnusableError, OSError) as error:
        current_app.logger.error("a text could not be saved: %s", error)
        return again(503, phrases("editor_not_saved", reason=str(error)))
    pending = saved.pending
    flash(phrases("editor_saved_pending" if pending else "editor_saved"), SAVED)
    # Who wrote in the fields confirmed two changes as a whole file, and is led back to the fields.
    source = form.source and request.form.get("back_to") != "fields"
    return redirect_to(edit_url(saved.slug), **({"mode": "source"} if source else {}))


def _editor(
    site: Site,
    office: Office,
    manuscript: Manuscript | None,
    form: EditorForm,
    status: int = 200,
    *,
    unsaved: bool = False,
    sentence: str = "",
) -> Response:
    phrases = site.phrases()
    slug = manuscript.slug if manuscript else ""
    shown = boxes(form, office.desk, site.taxonomy, phrases)
    scheduled = office.schedule.of(slug) if slug else None
    # What is far too long to be an article is shown, so that it is not lost, and not looked at.
    looked_at = form.text if len(form.text) <= MAX_TEXT_CHARS else ""
    view = EditorView(
        form=form,
        manuscript=manuscript,
        title=title_of(manuscript, slug, phrases),
        url=address_of(manuscript),
        boxes=None if form.source else shown,
        can_show_fields=shown is not None,
        steps=(
            step_links(manuscript, user().role, scheduled=scheduled is not None)
            if manuscript
            else ()
        ),
        panel=panel(looked_at, slug, office.desk.examine(looked_at, slug), office.advice, phrases),
        unsaved=unsaved,
        scheduled=moments.shown(scheduled.at, phrases) if scheduled else "",
        sentences=(sentence,) if sentence else (),
    )
    return show(site, "desk/editor.html", phrases=phrases, status=status, view=view)
