"""The steps of the workflow, each with a page that says what readers will see and asks for it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, current_app, flash, request

from kb.accounts import DeskUnusableError, Right
from kb.advice import NearArticle
from kb.editors_desk import ConflictError, Manuscript, RefusedError
from kb.office import Office
from kb.publish_gate import Gate
from kb.web.desk import moments
from kb.web.desk.access import actor, needs, user
from kb.web.desk.conflicts import conflict_page
from kb.web.desk.desk_addresses import REMOVED, compare_url, edit_url, step_url
from kb.web.desk.editor_form import EditorForm
from kb.web.desk.editor_view import allowed_steps, state_key
from kb.web.desk.kept_form import kept
from kb.web.desk.page import redirect_to, show
from kb.web.desk.panel import Group, findings_group
from kb.web.desk.refusals import told
from kb.web.desk.step_form import StepForm, is_unseen, subject
from kb.web.site import Site
from kb.workflow import RULES, Step

_NO_PAGES = (Step.CREATE, Step.SAVE, Step.RESTORE, Step.UNDO_REMOVAL, Step.OUTSIDE)
_GATED = (Step.PUBLISH, Step.SCHEDULE)  # what is looked at before readers get it


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """The page that asks. ``possible`` is false where the article's state forbids the step.

    ``what`` says what readers will see; ``gate`` what publishing would do, with its
    ``problems`` laid out; ``near`` are articles into which it may be merged.
    """

    step: Step
    manuscript: Manuscript
    form: StepForm
    url: str
    edit_url: str
    state: str
    what: str
    possible: bool
    earliest: str
    gate: Gate | None
    problems: Group | None
    may_override: bool
    near: tuple[NearArticle, ...]
    changed_url: str
    sentences: tuple[str, ...]


def steps_room(site: Site, office: Office) -> Blueprint:
    """The routes: for each right the steps that need it."""
    routes = Blueprint("desk_steps", __name__)

    @routes.get(_address(Right.WRITE))
    @needs(Right.WRITE)
    def ask(slug: str, step: str) -> Response:
        return _asked(site, office, slug, Step(step))

    @routes.post(_address(Right.WRITE))
    @needs(Right.WRITE)
    def take(slug: str, step: str) -> Response:
        return _taken(site, office, slug, Step(step))

    @routes.get(_address(Right.PUBLISH))
    @needs(Right.PUBLISH)
    def ask_publisher(slug: str, step: str) -> Response:
        return _asked(site, office, slug, Step(step))

    @routes.post(_address(Right.PUBLISH))
    @needs(Right.PUBLISH)
    def take_as_publisher(slug: str, step: str) -> Response:
        return _taken(site, office, slug, Step(step))

    return routes


def _address(right: Right) -> str:
    own = [f"'{s}'" for s, rule in RULES.items() if rule.right is right and s not in _NO_PAGES]
    return f"/desk/articles/<slug>/steps/<any({', '.join(own)}):step>"


def _asked(site: Site, office: Office, slug: str, step: Step) -> Response:
    manuscript = subject(office.desk, slug, step)
    if manuscript is None:
        abort(404)
    if manuscript.slug != slug:  # it was renamed
        return redirect_to(step_url(manuscript.slug, step))
    fields = kept()
    form = StepForm.read(fields) if fields is not None else StepForm()
    return _page(site, office, manuscript, step, form)


def _taken(site: Site, office: Office, slug: str, step: Step) -> Response:
    manuscript = subject(office.desk, slug, step)
    if manuscript is None:
        abort(404)
    phrases = site.phrases()
    form = StepForm.read(request.form)

    def again(status: int, sentence: str, changed_url: str = "") -> Response:
        return _page(site, office, manuscript, step, form, status, sentence, changed_url)

    if key := _missing(step, form):
        return again(422, phrases(key))
    if form.based_on != manuscript.version:
        return again(409, phrases("step_changed_meanwhile"), _changed(office, manuscript, form))
    try:
        leads_to = _take(office, manuscript, step, form)
    except ConflictError as error:
        # What readers have was changed as a file since the change of it was begun.
        conflict = error.conflict
        return conflict_page(site, conflict, EditorForm(text=conflict.yours, note=form.note))
    except RefusedError as error:
        return again(422, told(error, phrases))
    except (DeskUnusableError, OSError) as error:
        current_app.logger.error("%s of %s failed: %s", step, manuscript.slug, error)
        return again(503, phrases("step_failed", reason=str(error)))
    flash(phrases(f"step_{_word(step)}_taken", title=manuscript.title or manuscript.slug))
    if behind := office.desk.behind():
        flash(phrases("step_index_behind", reason=behind), "warning")
    return redirect_to(leads_to)


def _changed(office: Office, manuscript: Manuscript, form: StepForm) -> str:
    """Where what changed since the text that was looked at is shown, if that is known."""
    history = office.desk.history(manuscript.slug)
    seen = next((r.number for r in history if r.version == form.based_on), None)
    return compare_url(manuscript.slug, seen, 0) if seen is not None else ""


def _missing(step: Step, form: StepForm) -> str:
    """The message that says what has to be filled in, "" where nothing is missing."""
    if step is Step.SCHEDULE and form.moment is None:
        return "step_bad_moment"
    if step in (Step.RENAME, Step.MERGE) and not form.other:
        return f"step_{step}_to_where"
    if step is Step.PUBLISH and form.override and not form.note:
        return "step_override_note"
    return ""


def _take(office: Office, manuscript: Manuscript, step: Step, form: StepForm) -> str:
    """Do it; answers the address of what to show next."""
    desk, slug, by, note = office.desk, manuscript.slug, actor(), form.note
    match step:
        case Step.SCHEDULE:
            assert form.moment is not None  # noqa: S101 - it was asked for before
            desk.schedule(slug, form.moment, by, based_on=form.based_on, note=note)
        case Step.UNSCHEDULE:
            desk.unschedule(slug, by)
        case Step.RENAME:
            return edit_url(desk.rename(slug, form.other, by, note).slug)
        case Step.MERGE:
            return edit_url(desk.merge(slug, form.other, by, note).slug)
        case Step.REMOVE:
            desk.remove(slug, by, note)
            return REMOVED
        case _:
            desk.take(step, slug, by, based_on=form.based_on, note=note, override=form.override)
    return edit_url(slug)


def _page(
    site: Site,
    office: Office,
    manuscript: Manuscript,
    step: Step,
    form: StepForm,
    status: int = 200,
    sentence: str = "",
    changed_url: str = "",
) -> Response:
    phrases = site.phrases()
    gate = _gate(office, manuscript) if step in _GATED else None
    unseen = is_unseen(manuscript)
    what = f"step_{_word(step)}_unseen" if unseen else f"step_{_word(step)}_what"
    view = StepView(
        step=step,
        manuscript=manuscript,
        # What is confirmed is what is shown now, whatever was shown before.
        form=replace(form, based_on=manuscript.version),
        url=step_url(manuscript.slug, step),
        edit_url=edit_url(manuscript.slug),
        state=phrases(state_key(manuscript)),
        what=phrases(what if what in phrases.messages else f"step_{_word(step)}_what"),
        possible=_is_possible(office, manuscript.slug, step),
        earliest=moments.as_field(datetime.now(UTC) + timedelta(minutes=1)),
        gate=gate,
        problems=findings_group(manuscript.text, gate.findings, phrases) if gate else None,
        may_override=user().role.may(Right.ADMINISTER),
        near=_near(office, manuscript) if step is Step.MERGE else (),
        changed_url=changed_url,
        sentences=(sentence,) if sentence else (),
    )
    return show(site, "desk/step.html", phrases=phrases, status=status, view=view)


def _is_possible(office: Office, slug: str, step: Step) -> bool:
    manuscript = office.desk.manuscript(slug)
    scheduled = office.schedule.of(slug) is not None
    return manuscript is not None and step in allowed_steps(
        manuscript, user().role, scheduled=scheduled
    )


def _gate(office: Office, manuscript: Manuscript) -> Gate:
    if office.advice is not None:
        return office.advice.gate(manuscript.text, manuscript.slug)
    return Gate(findings=office.desk.examine(manuscript.text, manuscript.slug).findings)


def _near(office: Office, manuscript: Manuscript) -> tuple[NearArticle, ...]:
    if office.advice is None:
        return ()
    return office.advice.near(manuscript.text, manuscript.slug)


def _word(step: Step) -> str:
    return step.value.replace("-", "_")
