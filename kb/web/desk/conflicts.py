"""Somebody else saved meanwhile: both changes are shown, and nothing is overwritten."""

from dataclasses import dataclass, replace

from flask import Response
from werkzeug.datastructures import MultiDict

from kb.clashes import Choice, Clash, clashes, decided, first_mark
from kb.editors_desk import Conflict
from kb.text_changes import TextChanges, text_changes
from kb.web.desk.desk_addresses import edit_url
from kb.web.desk.editor_form import EditorForm
from kb.web.desk.page import show
from kb.web.site import Site

_CLASH = "clash-"  # and its number: the field with the choice


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """What each of the two changed since the text that both began with, and both together.

    ``yours`` and ``theirs`` are None where that text is not known; then ``between`` tells what
    differs between the two.
    """

    conflict: Conflict
    form: EditorForm
    url: str
    clashes: tuple[Clash, ...]
    yours: TextChanges | None
    theirs: TextChanges | None
    between: TextChanges | None


def conflict_page(site: Site, conflict: Conflict, form: EditorForm) -> Response:
    """Both versions, merged where they can be; the form in it saves on top of theirs."""
    theirs = conflict.theirs
    known = bool(conflict.base)
    view = ConflictView(
        conflict=conflict,
        form=form,
        url=edit_url(theirs.slug),
        clashes=clashes(conflict.merged) if conflict.clashes else (),
        yours=text_changes(conflict.base, conflict.yours) if known else None,
        theirs=text_changes(conflict.base, theirs.text) if known else None,
        between=None if known else text_changes(theirs.text, conflict.yours),
    )
    return show(site, "desk/conflict.html", status=409, view=view)


def resolved(form: EditorForm, sent: MultiDict[str, str]) -> EditorForm:
    """The form with its clashes decided as was chosen; those without a choice stay marked."""
    found = clashes(form.text)
    choices = [_choice(sent.get(f"{_CLASH}{number}", "")) for number in range(len(found))]
    text = decided(form.text, choices)
    return replace(form, text=text, source=bool(first_mark(text)))


def _choice(value: str) -> Choice | None:
    return Choice(value) if value in list(Choice) else None
