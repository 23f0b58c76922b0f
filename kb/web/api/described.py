"""The description of the API: as OpenAPI for programs, as a page for people who try it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from kb import codec
from kb.codec import JsonSchema
from kb.web.api.answering import JSON_TYPE, state
from kb.web.api.description import described
from kb.web.api.operation import Operation
from kb.web.api.page import operation_views
from kb.web.api.problems import KINDS
from kb.web.parameters import read_nothing
from kb.web.site import Site

OPENAPI = "/api/v1/openapi.json"
PAGE = "/api"


def described_api(site: Site, operations: tuple[Operation, ...]) -> Blueprint:
    """The routes. The document is made once for each state of what may be asked for."""
    routes = Blueprint("described_api", __name__)
    kept = _Kept(lambda: described(operations, site.filter_values, site.address.configured))

    @routes.get(OPENAPI)
    def openapi() -> Response:
        read_nothing(request.args)
        response = Response(kept.of(state(site)), content_type=JSON_TYPE)
        response.headers["Cache-Control"] = "public, no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    @routes.get(PAGE)
    def page() -> Response:
        phrases = site.phrases()
        views = operation_views(operations, site.filter_values)
        head = site.head(PAGE, description=phrases("api_about"))
        return site.show(
            "api.html", phrases, head=head, operations=views, openapi=OPENAPI, problems=KINDS
        )

    return routes


@dataclass(slots=True)
class _Kept:
    """The document as it was last made, and of which state it is."""

    make: Callable[[], JsonSchema]
    state: str = ""
    document: bytes = b""

    def of(self, state: str) -> bytes:
        if state != self.state:
            self.document = codec.encode(self.make())
            self.state = state
        return self.document
