"""A request and its answer over HTTP: sent again where that does no harm, kept while it holds."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

import httpx

from kb import __version__, codec
from kb.client.kept_answers import Kept, KeptAnswers
from kb.client.patience import Patience, seconds_of
from kb.client.problem import BadAnswerError, ProblemError, UnreachableError, problem_of

MAX_BYTES = 64 * 1024 * 1024
"""The most that one answer, or one line of an export, may have."""
_MAX_PROBLEM = 1024 * 1024  # bytes of an error that are read
_LATER = (429, 503)
# The site cannot be reached, or hung up without an answer.
_BROKEN = (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError)

T = TypeVar("T")
Query = Sequence[tuple[str, str]]


class Answered(NamedTuple):
    """The body of a 200, and where it came from with its ``Link`` header."""

    body: bytes
    url: httpx.URL
    link: str

    def of(self, type: type[T]) -> T:
        """The answer; raises ``BadAnswerError``."""
        return decoded(self.body, type)

    @property
    def next(self) -> str:
        """The address of the next page, "" on the last one; raises ``BadAnswerError``.

        It is on the same site: a token must not go elsewhere.
        """
        links = httpx.Response(200, headers={"Link": self.link}).links
        target = links.get("next", {}).get("url", "")
        if not target:
            return ""
        url = self.url.join(target)
        if _origin(url) != _origin(self.url):
            raise BadAnswerError(f"{self.url} has its next page on another site: {url}")
        return str(url)


class Exchange:
    """Sends requests of a client to one site. Safe to share between threads."""

    def __init__(self, base_url: str, *, timeout: float, patience: Patience, token: str) -> None:
        """Raises ``ValueError`` for what is no address of a site."""
        self.base = _base(base_url)
        self.patience = patience
        headers = {"Accept": "application/json", "User-Agent": f"kb-client/{__version__}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            headers=headers, timeout=timeout, follow_redirects=True, max_redirects=5
        )
        self._kept = KeptAnswers()

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, query: Query = ()) -> Answered:
        """The answer, from memory where the site says that nothing has changed.

        ``path`` may be a full address of the site. Raises ``ClientError``.
        """
        url = self.base.join(path)
        url = url.copy_merge_params(list(query)) if query else url
        address = str(url)
        kept = self._kept.get(address)
        headers = {"If-None-Match": kept.etag} if kept else {}
        with self._answered(self._http.build_request("GET", url, headers=headers)) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and kept:
                return Answered(kept.body, response.url, kept.link)
            link = response.headers.get("Link", "")
            body = _whole(response)
            self._kept.keep(address, Kept(response.headers.get("ETag", ""), link, body))
            return Answered(body, response.url, link)

    def post(self, path: str, value: object, *, reads: bool) -> Answered:
        """The answer to a JSON body. Only what ``reads`` is ever sent twice.

        Raises ``ClientError``.
        """
        request = self._http.build_request(
            "POST",
            self.base.join(path),
            content=codec.encode(value),
            headers={"Content-Type": "application/json"},
        )
        with self._answered(request, again=reads) as response:
            return Answered(_whole(response), response.url, response.headers.get("Link", ""))

    def lines(self, path: str, query: Query = ()) -> Iterator[bytes]:
        """The lines of a stream, as they come. Raises ``ClientError``, also amid the lines."""
        url = self.base.join(path).copy_merge_params(list(query))
        with self._answered(self._http.build_request("GET", url)) as response:
            rest = b""
            for chunk in _chunks(response):
                # Text lines would end at U+2028 and the like too, which JSON leaves as they are.
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
                if len(rest) > MAX_BYTES:
                    raise BadAnswerError(f"a line of {url} has more than {MAX_BYTES:,} bytes")
        if rest:
            raise BadAnswerError(f"{url} ends amid a line")

    @contextmanager
    def _answered(self, request: httpx.Request, *, again: bool = True) -> Iterator[httpx.Response]:
        """A good answer, its body still to be read; bad ones are raised, or tried again."""
        response = self._sent(request, again=again)
        try:
            yield response
        finally:
            response.close()

    def _sent(self, request: httpx.Request, *, again: bool) -> httpx.Response:
        attempt = 0
        while True:
            attempt += 1
            later = None
            failed: Exception
            try:
                response = self._http.send(request, stream=True)
            except httpx.TooManyRedirects as error:
                raise BadAnswerError(f"{request.url} leads in circles") from error
            except httpx.HTTPError as error:
                failed = UnreachableError(f"{request.url} cannot be reached: {_told(error)}")
                failed.__cause__ = error
                tried = again and isinstance(error, _BROKEN)
            else:
                if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
                    return response
                later = seconds_of(response.headers.get("Retry-After", ""))
                failed = _refused(response, later)
                tried = again and response.status_code in _LATER
            wait = self.patience.wait(attempt, later) if tried else None
            if wait is None:
                raise failed
            time.sleep(wait)


def decoded(body: bytes, type: type[T]) -> T:
    """A value of the API from its JSON; raises ``BadAnswerError``."""
    try:
        return codec.decode(body, type)
    except codec.CodecError as error:
        raise BadAnswerError(f"this is no {type.__name__} of the API: {error}") from None


def _refused(response: httpx.Response, later: float | None) -> ProblemError:
    try:
        body = _whole(response, _MAX_PROBLEM)
    except (UnreachableError, BadAnswerError):  # the status says enough
        body = b""
    finally:
        response.close()
    return ProblemError(problem_of(response.status_code, body), later)


def _whole(response: httpx.Response, most: int = MAX_BYTES) -> bytes:
    """The body, packed or not, while it is not too large."""
    body = bytearray()
    for chunk in _chunks(response):
        body += chunk
        if len(body) > most:
            raise BadAnswerError(f"{response.url} answers more than {most:,} bytes")
    return bytes(body)


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except httpx.HTTPError as error:
        broke = f"{response.url} broke off amid its answer: {_told(error)}"
        raise UnreachableError(broke) from error


def _told(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__


def _base(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, TypeError):
        url = httpx.URL("")
    bare = not url.query and not url.fragment and url.path in ("", "/")
    if url.scheme not in ("http", "https") or not url.host or not bare:
        raise ValueError(f"{text!r} is not a site's address, such as https://answers.example")
    return url


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
