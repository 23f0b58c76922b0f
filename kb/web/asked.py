"""The request as Flask gives it, with two things mended.

They are a query string that is not UTF-8, and files whose upload breaks off.
"""

from typing import IO
from urllib.parse import parse_qsl

from flask import Flask, Request, request
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

    @cached_property
    def _opened(self) -> list[IO[bytes]]:
        return []

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        stream = super()._get_file_stream(
            total_content_length, content_type, filename, content_length
        )
        self._opened.append(stream)
        return stream

    def close(self) -> None:
        """Close what was uploaded: also the file amid which it broke off, which no form has."""
        super().close()
        for stream in self._opened:
            stream.close()


def let_go_of_uploads(app: Flask) -> None:
    """Close the files of each request when it is answered, and not when they are noticed."""
    app.teardown_request(lambda _error: request.close())


def fields_sent(request: Request) -> MultiDict[str, str]:
    """The fields of a form that was sent urlencoded, read like the parameters of an address.

    Raises ``RequestEntityTooLarge`` beyond the request's limit.
    """
    return _pairs(request.get_data())


def _pairs(encoded: bytes) -> MultiDict[str, str]:
    text = encoded.decode("utf-8", errors="replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True, errors="replace"))
