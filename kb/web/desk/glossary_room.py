"""`/desk/glossary`: concepts and the words for them, tried before they are kept."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, request
from werkzeug.datastructures import MultiDict

from kb.accounts import DeskUnusableError, Right
from kb.editors_desk import RefusedError
from kb.engine import IndexUnusableError
from kb.glossary import Concept
from kb.office import Office
from kb.search_tuning import MAX_REASON_CHARS, MAX_TERM_CHARS, Terms, Tried
from kb.web.desk.access import actor, needs
from kb.web.desk.kept_form import kept
from kb.web.desk.page import redirect_to, show
from kb.web.desk.refusals import told
from kb.web.site import Site

GLOSSARY = "/desk/glossary"
_NO_ID = re.compile(r"[^a-z0-9]+")
_MOST = 50  # concepts that are listed at once
_FIELD_CHARS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TermForm:
    """An entry as it was typed; ``was`` is the id of the one that it changes, "" of a new one."""

    was: str = ""
    id: str = ""
    en: str = ""
    zh: str = ""
    also_en: str = ""
    also_zh: str = ""
    query: str = ""
    reason: str = ""
    based_on: str = ""

    @classmethod
    def typed(cls, fields: "MultiDict[str, str]") -> "TermForm":
        return cls(**{name: fields.get(name, "")[:_FIELD_CHARS] for name in cls.__slots__})

    @classmethod
    def of(cls, concept: Concept, terms: Terms) -> "TermForm":
        return cls(
            was=concept.id,
            id=concept.id,
            en=concept.en,
            zh=concept.zh,
            also_en="\n".join(concept.also_en),
            also_zh="\n".join(concept.also_zh),
            based_on=terms.version,
        )

    @property
    def concept(self) -> Concept:
        """The entry; its id is made from the English term where none was typed."""
        made = _NO_ID.sub("-", self.en.casefold()).strip("-")
        return Concept(
            id=" ".join(self.id.split()) or made,
            en=" ".join(self.en.split()),
            zh=" ".join(self.zh.split()),
            also_en=_lines(self.also_en),
            also_zh=_lines(self.also_zh),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t for line in text.splitlines() if (t := " ".join(line.split()))))


def glossary_room(site: Site, office: Office) -> Blueprint:
    """The list, and one form: for an entry, or a new one."""
    routes = Blueprint("desk_glossary", __name__)
    tuning = office.tuning
    if tuning is None:
        return routes

    def page(
        form: TermForm | None, tried: Tried | None = None, status: int = 200, sentence: str = ""
    ) -> Response:
        phrases = site.phrases()
        sought = " ".join(request.args.get("q", "").split())[:MAX_TERM_CHARS]
        try:
            terms = tuning.terms()
        except RefusedError as error:  # somebody broke the file
            terms, status, sentence = Terms(concepts=(), version="", reasons={}), 422, str(error)
        found = [c for c in terms.concepts if _has(c, sought)]
        return show(
            site,
            "desk/glossary.html",
            phrases=phrases,
            status=status,
            address=GLOSSARY,
            form=form or TermForm(based_on=terms.version),
            opened=form is not None,
            tried=tried,
            concepts=found[:_MOST],
            count=len(found),
            sought=sought,
            reasons=terms.reasons,
            most_reason=MAX_REASON_CHARS,
            sentences=(sentence,) if sentence else (),
        )

    @routes.get(GLOSSARY)
    @needs(Right.PUBLISH)
    def glossary() -> Response:
        typed = kept()
        if typed is not None:
            return page(TermForm.typed(typed))
        wanted = request.args.get("id", "")
        if not wanted:
            return page(None)
        terms = tuning.terms()
        concept = next((c for c in terms.concepts if c.id == wanted), None)
        if concept is None:
            return page(None, status=404, sentence=site.phrases()("terms_none_of_id", id=wanted))
        return page(TermForm.of(concept, terms))

    @routes.post(GLOSSARY)
    @needs(Right.PUBLISH)
    def change() -> Response:
        phrases = site.phrases()
        form = TermForm.typed(request.form)
        do = request.form.get("do", "try")
        concept = None if do == "remove" else form.concept
        try:
            if do == "try":
                return page(form, tuning.try_concept(form.was, concept, form.query))
            tuning.set_concept(form.was, concept, actor(), form.reason, based_on=form.based_on)
        except RefusedError as error:
            return page(form, status=422, sentence=told(error, phrases))
        except (DeskUnusableError, IndexUnusableError, OSError) as error:
            current_app.logger.error("the glossary could not be changed: %s", error)
            return page(form, status=503, sentence=phrases("step_failed", reason=str(error)))
        name = form.concept.id or form.was
        flash(phrases("terms_removed" if concept is None else "terms_kept", id=name))
        return redirect_to(GLOSSARY)

    return routes


def _has(concept: Concept, sought: str) -> bool:
    words = (concept.id, *(term for term, _ in concept.terms()))
    return not sought or any(sought.casefold() in word.casefold() for word in words)
