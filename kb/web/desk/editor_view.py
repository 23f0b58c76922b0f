"""What the editor's page shows: the text in its fields or as source, and what can be done."""

from dataclasses import dataclass, field
from datetime import date

from kb.accounts import Role
from kb.editors_desk import EditorsDesk, Manuscript
from kb.manuscript_form import ArticleFields
from kb.model import Kind, Status
from kb.taxonomy import Taxonomy
from kb.web.desk.desk_addresses import edit_url, step_url
from kb.web.desk.editor_form import EditorForm, shown_in_fields
from kb.web.desk.panel import Panel
from kb.web.messages import LANGUAGES, Phrases
from kb.workflow import Step, steps

# What the buttons offer, in this order; saving has a button of its own.
OFFERED = (
    Step.SUBMIT,
    Step.RETURN,
    Step.PUBLISH,
    Step.SCHEDULE,
    Step.UNSCHEDULE,
    Step.REVIEW,
    Step.DISCARD,
    Step.ARCHIVE,
    Step.RENAME,
    Step.MERGE,
    Step.REMOVE,
)
_FEW = (Step.SUBMIT, Step.RETURN, Step.PUBLISH, Step.REVIEW)  # those that need not be unfolded


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several values, and whether it is chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The form's controls: the front matter as it stands, its fields, and the body."""

    front: str
    body: str
    fields: ArticleFields
    kinds: tuple[Option, ...]
    topics: tuple[Option, ...]
    languages: tuple[Option, ...]
    regions: tuple[Option, ...]
    days: bool  # whether the review date is a day, which a date control can show


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A step that the user may take now, and the page that asks for it."""

    step: Step
    url: str
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """The page. ``manuscript`` is what is kept, None for a new article; ``boxes`` None: source.

    ``unsaved`` where the text shown is not the one that is kept; ``sentences`` say what went
    wrong.
    """

    form: EditorForm
    manuscript: Manuscript | None
    title: str
    url: str
    boxes: Boxes | None
    can_show_fields: bool
    steps: tuple[StepLink, ...]
    panel: Panel
    unsaved: bool
    scheduled: str = ""
    sentences: tuple[str, ...] = field(default=())


def boxes(
    form: EditorForm, desk: EditorsDesk, taxonomy: Taxonomy, phrases: Phrases
) -> Boxes | None:
    """The controls; None where the text can only be shown as it is."""
    shown = shown_in_fields(form.text, desk)
    if shown is None:
        return None
    fields, front, body = shown
    lang = phrases.lang
    return Boxes(
        front=front,
        body=body,
        fields=fields,
        kinds=_options({k.value: phrases(f"kind_{k}") for k in Kind}, fields.kind),
        topics=_options({t.id: t.name(lang) for t in taxonomy.topics}, fields.topic),
        languages=_options({code: phrases(f"lang_{code}") for code in LANGUAGES}, fields.lang),
        regions=_options({r.id: r.name(lang) for r in taxonomy.regions}, *fields.regions),
        days=_is_day(fields.review_by) or not fields.review_by,
    )


def allowed_steps(manuscript: Manuscript, role: Role, *, scheduled: bool) -> tuple[Step, ...]:
    """The steps that the user may take now, in the order in which they are offered."""
    allowed = set(steps(role, manuscript.status))
    if not manuscript.pending:
        allowed.discard(Step.DISCARD)  # of a draft that nobody sees: that is removing it
    elif manuscript.shown is not None:
        # What readers have may be archived or reviewed while a change of it is pending.
        allowed |= set(steps(role, manuscript.shown)) & {Step.ARCHIVE, Step.REVIEW}
    allowed.discard(Step.SCHEDULE if scheduled else Step.UNSCHEDULE)
    return tuple(step for step in OFFERED if step in allowed)


def step_links(manuscript: Manuscript, role: Role, *, scheduled: bool) -> tuple[StepLink, ...]:
    """Where these steps are asked for."""
    return tuple(
        StepLink(step=step, url=step_url(manuscript.slug, step), few=step in _FEW)
        for step in allowed_steps(manuscript, role, scheduled=scheduled)
    )


def title_of(manuscript: Manuscript | None, slug: str, phrases: Phrases) -> str:
    """What the page is called."""
    return (manuscript.title or slug) if manuscript else phrases("editor_new")


def address_of(manuscript: Manuscript | None) -> str:
    """Where the form is and is sent to."""
    return edit_url(manuscript.slug if manuscript else "")


def state_key(manuscript: Manuscript) -> str:
    """The message that says what readers have of it."""
    if manuscript.pending:
        archived = manuscript.shown is Status.ARCHIVED
        return "editor_state_pending_archived" if archived else "editor_state_pending"
    return f"editor_state_{manuscript.status}"


def _options(names: dict[str, str], *chosen: str) -> tuple[Option, ...]:
    """All that may be chosen, and what is chosen although it may not be."""
    known = tuple(Option(value=v, name=n, chosen=v in chosen) for v, n in names.items())
    odd = (Option(value=v, name=v, chosen=True) for v in chosen if v not in names)
    return (*known, *odd)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
