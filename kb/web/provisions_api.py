"""``/api/v1/provisions/ID``: one provision, its words, its versions, and who cites it."""

import difflib

from flask import Blueprint, Response

from kb.library import Library
from kb.provision import Provision
from kb.statutes import ProvisionText, Statute
from kb.web.api.answering import Answering, with_fields
from kb.web.api.operation import Operation
from kb.web.api.parameter import PathPart
from kb.web.errors import NotHereError
from kb.web.parameters import Parameters
from kb.web.provision_parameters import ADOPTED, INCLUDE, ON, read_provision
from kb.web.provision_views import Held, ProvisionAnswer, pinpointed, provision_answer
from kb.web.site import Site

_SHOWN = 80  # characters of an id that are repeated to its sender
PROVISION = Operation(
    id="getProvision",
    path="/api/v1/provisions/{id}",
    summary="One provision of a statute",
    about="Its words, its versions, and who cites it. The slashes of the id may stay as they are.",
    parameters=with_fields(
        (
            PathPart(
                name="id",
                about="The provision's id, perhaps with a pinpoint.",
                example="prc-sil-2010/art-60/para-2",
            ),
            INCLUDE,
            ADOPTED,
            ON,
        ),
        ProvisionAnswer,
    ),
    answer=ProvisionAnswer,
    example="/api/v1/provisions/prc-sil-2010/art-60/para-2?include=text,cited_by",
    errors=(404,),
    picks=True,
)


def provisions_api(site: Site) -> Blueprint:
    """The route, bound to what it reads from."""
    routes = Blueprint("provisions_api", __name__)
    answering = Answering(PROVISION, site)

    @routes.get("/api/v1/provisions/<path:provision_id>")
    def provision(provision_id: str) -> Response:
        answering.begin()
        named = parsed(provision_id)
        parameters = answering.parameters()
        fields = answering.fields(parameters)
        return answering.answer(answer_of(named, parameters, site), fields)

    return routes


def answer_of(named: Provision, parameters: Parameters, site: Site) -> ProvisionAnswer:
    """What is told of a provision; raises ``NotHereError`` and ``BadParametersError``."""
    library = site.library()
    statute = _statute(named, library, site)
    asked = read_provision(parameters, site.book.versions(statute.id), site.today())
    held = Held(statute, site.book, asked.chosen)
    _must_exist(named, held, library)
    return provision_answer(named, asked, held, library)


def parsed(provision_id: str) -> Provision:
    """The provision that an id names; raises ``NotHereError``."""
    try:
        return Provision.parse(provision_id[:_SHOWN])
    except ValueError as error:
        raise NotHereError(f"{error}.") from None


def _statute(named: Provision, library: Library, site: Site) -> Statute:
    """The register's entry, else that of the import."""
    found = site.book.statute(named.statute, library)
    if found is not None:
        return found
    known = [statute.id for statute in (*library.register, *site.book.imported_only(library))]
    near = difflib.get_close_matches(named.statute, known, n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else "; /statutes lists them."
    raise NotHereError(f"There is no statute {named.statute!r} here{hint}")


def _must_exist(named: Provision, held: Held, library: Library) -> None:
    """Refuse a provision that the statute does not have, or a pinpoint that it has not.

    One that was inserted later is known only by its text or by who cites it.
    """
    texts = [t for t in (held.official(named), held.statute.provision(named)) if t is not None]
    title = held.statute.title("en")
    last = max([held.statute.last_article, *(version.last_article for version in held.versions)])
    if not texts:
        if named.article > last:
            raise NotHereError(f"{title} has no Article {named.number}: it ends at {last}.")
        in_another = any(held.book.text(named, v) for v in held.versions)
        if in_another and held.current is not None:
            raise NotHereError(
                f"{title} has no Article {named.number} in the version of {held.current.adopted}; "
                "include=versions of a neighbour tells of the others."
            )
        if named.inserted and not library.cited_by(named):
            raise NotHereError(f"{title} has no Article {named.number} that is known here.")
    if named.pinpoint and texts and not any(_has(named, text) for text in texts):
        raise NotHereError(f"Article {named.number} of {title} has no {named.pinpoint}.")


def _has(named: Provision, text: ProvisionText) -> bool:
    return pinpointed(named, text) is not None
