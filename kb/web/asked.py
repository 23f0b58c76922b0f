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
        query = self.query_string.decode("utf-8", errors="replace")
        return ImmutableMultiDict(parse_qsl(query, keep_blank_values=True, errors="replace"))
