"""How the API answers: JSON, its fields picked, with validators that follow the index."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.http import quote_etag

from kb import codec
from kb.request import MAX_HITS_DEEP
from kb.web.api.fields import fields_of, picked
from kb.web.api.operation import NDJSON, Operation
from kb.web.api.parameter import Parameter
from kb.web.errors import NotHereError
from kb.web.parameters import Parameters
from kb.web.site import Site

JSON_TYPE = "application/json; charset=utf-8"
# Everybody may keep an answer, and has to ask whether it still holds: a 304 costs next to nothing.
_CACHE = "public, no-cache"
_READS = ("GET", "HEAD")


class Unchanged(Exception):  # noqa: N818 - it is no error
    """The asker has the newest answer already."""


def state(site: Site) -> str:
    """Differs whenever any answer may: with index, taxonomy, official texts, and the day."""
    texts = site.texts.fingerprint()
    return f"{site.engine.generation()}-{site.taxonomy_digest}-{texts}-{site.today()}"


def etag(site: Site) -> str:
    """The validator of this address's answer, weak: equal in meaning, not byte for byte."""
    asked = f"{state(site)} {request.path}?".encode("utf-8", "replace") + request.query_string
    return quote_etag(hashlib.sha256(asked).hexdigest()[:20], weak=True)


@dataclass(frozen=True, slots=True)
class Answering:
    """Reads the parameters of one operation and answers it."""

    operation: Operation
    site: Site

    def begin(self) -> None:
        """Raises ``Unchanged`` where the asker's copy still holds.

        The validator is that of now, before anything is read: were it made afterwards, an
        answer of before a commit could be given the validator of after it.
        """
        if request.method not in _READS:
            return
        g.etag = etag(self.site)
        known = request.headers.get("If-None-Match", "")
        ours = g.etag.removeprefix("W/")
        named = [each.strip().removeprefix("W/") for each in known.split(",")]
        if known.strip() == "*" or ours in named:
            raise Unchanged

    def parameters(self, given: MultiDict[str, str] | None = None) -> Parameters:
        """For reading them; unknown ones are refused already."""
        parameters = Parameters(request.args if given is None else given)
        parameters.only(self.operation.names)
        return parameters

    def fields(self, parameters: Parameters) -> tuple[str, ...]:
        """Which fields of the answer are wanted; empty for all."""
        return fields_of(self.operation.answer).read(parameters)

    def answer(self, value: object, fields: tuple[str, ...] = ()) -> Response:
        """A 200 with the value as JSON."""
        body = codec.encode(picked(value, fields) if fields else value)
        return _validated(Response(body, content_type=JSON_TYPE))

    def lines(self, values: Iterable[object]) -> Response:
        """A 200 with a line of JSON for each value, sent while they are made."""
        body = (codec.encode(value) + b"\n" for value in values)
        return _validated(Response(body, content_type=NDJSON))


def not_modified() -> Response:
    """A 304, without a body."""
    return _validated(Response(status=304))


def _validated(response: Response) -> Response:
    """With the validator that the request began with."""
    if request.method in _READS:
        response.headers["Cache-Control"] = _CACHE
        response.headers["ETag"] = g.etag
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A page of a list of ``total``: where it begins, which pages there are beside it."""

    page: int
    per_page: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.per_page)

    @property
    def last(self) -> int:
        """The last one that can be asked for."""
        return min(self.count, deepest(self.per_page))

    @property
    def slice(self) -> slice:
        return slice((self.page - 1) * self.per_page, self.page * self.per_page)

    @property
    def previous(self) -> int | None:
        return self.page - 1 if 1 < self.page <= self.last + 1 else None

    @property
    def next(self) -> int | None:
        return self.page + 1 if self.page < self.last else None

    @property
    def previous_address(self) -> str | None:
        return address_of_page(self.previous) if self.previous else None

    @property
    def next_address(self) -> str | None:
        return address_of_page(self.next) if self.next else None

    def link(self) -> str:
        """The ``Link`` header (RFC 8288): this address with other page numbers."""
        wanted = {
            "first": 1 if self.last else None,
            "prev": self.previous,
            "next": self.next,
            "last": self.last or None,
        }
        return ", ".join(
            f'<{address_of_page(number)}>; rel="{relation}"'
            for relation, number in wanted.items()
            if number is not None
        )


def deepest(per_page: int) -> int:
    """The number of the last page that can be asked for."""
    return MAX_HITS_DEEP // per_page


def must_exist(page: int, per_page: int) -> None:
    """Refuse a page beyond what can be asked for, whatever there is on it."""
    if page > deepest(per_page):
        raise NotHereError(
            f"There is no page {page} of {per_page} each: pages end with the "
            f"{MAX_HITS_DEEP:,}th entry, on page {deepest(per_page)}.",
            code="page-too-deep",
        )


def address_of_page(number: int) -> str:
    """This request's address with another page number."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*pairs, ('page', number)])}"


def with_fields(parameters: tuple[Parameter, ...], answer: type) -> tuple[Parameter, ...]:
    """Parameters of an operation whose answer's fields can be picked."""
    return (*parameters, fields_of(answer))
