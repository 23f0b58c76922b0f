"""`/desk/import`: bring articles from elsewhere, and see what was understood of them."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MultiDict

from kb.accounts import Right
from kb.incoming import MAX_FILE_BYTES, MAX_FILES
from kb.model import Kind
from kb.office import Office
from kb.web.desk.access import accepts, actor, needs
from kb.web.desk.bringing import (
    MAX_BODY_BYTES,
    TEXT,
    Report,
    brought,
    reports,
    wishes,
)
from kb.web.desk.kept_form import Fields, kept
from kb.web.desk.page import show
from kb.web.messages import LANGUAGES
from kb.web.parameters import BadParametersError
from kb.web.site import Site

IMPORT = "/desk/import"
_ONE = "one"  # a script sends one file and wants its report alone


def import_room(site: Site, office: Office) -> Blueprint:
    """The routes; nothing is there where nobody imports."""
    routes = Blueprint("desk_import", __name__)
    importer = office.importer
    if importer is None:
        return routes

    @routes.get(IMPORT)
    @needs(Right.WRITE)
    def page() -> Response:
        return _page(site, kept())

    @routes.post(IMPORT)
    @needs(Right.WRITE)
    @accepts(MAX_BODY_BYTES)
    def bring() -> Response:
        things = brought(request)
        try:
            wished = wishes(request.form, site)
        except BadParametersError as error:
            phrases = site.phrases()
            sentence = " ".join(problem.sentence(phrases) for problem in error.problems)
            return _page(site, request.form, sentence, status=422)
        if not things:
            return _page(site, request.form, site.phrases()("import_nothing"), status=422)
        if importer is None:  # for the type checker: there is no such route then
            abort(404)
        found = tuple(reports(things, wished, importer, office.desk, actor()))
        return _answer(site, found)

    return routes


def _page(site: Site, fields: Fields | None, sentence: str = "", status: int = 200) -> Response:
    given: Fields = fields if fields is not None else MultiDict()
    return show(
        site,
        "desk/import.html",
        status=status,
        topics=[topic.id for topic in site.taxonomy.topics],
        kinds=tuple(Kind),
        languages=LANGUAGES,
        text=given.get(TEXT, ""),
        chosen={name: given.get(name, "") for name in ("topic", "kind", "lang")},
        sentence=sentence,
        most_bytes=MAX_FILE_BYTES,
        most_files=MAX_FILES,
    )


def _answer(site: Site, found: Sequence[Report]) -> Response:
    template = "desk/_import_reports.html" if _ONE in request.args else "desk/imported.html"
    return show(site, template, reports=found)
