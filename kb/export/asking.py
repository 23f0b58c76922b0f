"""Asks the site for its pages, in this process and without a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from kb.export.places import LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The status, the type of content and the body of a response."""

    status: int
    content_type: str
    body: bytes

    @property
    def is_there(self) -> bool:
        return self.status == HTTPStatus.OK

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people, and no feed or file."""
        return self.is_there and self.content_type.partition(";")[0].strip() == "text/html"


def ask(site: WSGIApplication, path: str, lang: str = "") -> Answer:
    """The answer to a GET of a path, with ``lang`` in that language of the interface."""
    environ: dict[str, Any] = {
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": urlencode({LANGUAGE: lang}) if lang else "",
        "REQUEST_URI": quote(path),
    }
    setup_testing_defaults(environ)
    told: list[str] = []
    types: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        told.append(status)
        types.extend(value for name, value in headers if name.lower() == "content-type")

    body: Iterable[bytes] = site(environ, start)
    try:
        whole = b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    return Answer(
        status=int(told[-1].split()[0]), content_type=types[-1] if types else "", body=whole
    )
