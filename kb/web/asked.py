"""The request as Flask gives it, with one thing mended: a query string that is not UTF-8."""

from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property


class Asked(Request):
    """A request whose parameters can always be read.

    Flask's own raises on raw bytes that are not UTF-8 and leaves encoded ones as
    ``%FF``, so that a reader's garbled question would be searched for. Here both
    become U+FFFD, which ``kb.web.parameters`` refuses.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the address, in order."""
        return _pairs(self.query_string)


def fields_sent(request: Request) -> MultiDict[str, str]:
    """The fields of a form that was sent urlencoded, read like the parameters of an address.

    Raises ``RequestEntityTooLarge`` beyond the request's limit.
    """
    return _pairs(request.get_data())


def _pairs(encoded: bytes) -> MultiDict[str, str]:
    text = encoded.decode("utf-8", errors="replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True, errors="replace"))
