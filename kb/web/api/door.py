"""What all requests of the API have in common: who may ask, how often, under which name."""

import re
import secrets

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from kb.web.api.answering import Unchanged, not_modified
from kb.web.api.pace import PACE, ApiPace

API = "/api/"
REQUEST_ID = "X-Request-Id"
# A client may name its request, so that its log and ours can be laid side by side.
_NAMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DAY = 24 * 3600  # seconds that a browser remembers what it may send
_EXPOSED = f"ETag, Link, Retry-After, RateLimit, RateLimit-Policy, {REQUEST_ID}"
_TAKEN = f"Accept, Accept-Language, Content-Type, If-None-Match, {REQUEST_ID}"
_READING = ("GET", "HEAD", "POST", "OPTIONS")


def open_api(app: Flask, pace: ApiPace) -> None:
    """Add it to the app: any site may read, nobody may ask without end."""
    app.extensions[PACE] = pace

    def begin() -> None:
        if request.path.startswith(API):
            given = request.headers.get(REQUEST_ID, "")
            g.request_id = given if _NAMED.fullmatch(given) else secrets.token_hex(8)
            if request.method != "OPTIONS":
                pace.count()

    def end(response: Response) -> Response:
        if request.path.startswith(API):
            response.headers[REQUEST_ID] = g.get("request_id", "")
            pace.tell(response)
            _allow_other_sites(response)
        return response

    def unchanged(_: Unchanged) -> AnyResponse:
        return not_modified()

    app.before_request(begin)
    app.after_request(end)
    app.register_error_handler(Unchanged, unchanged)


def _allow_other_sites(response: Response) -> None:
    """CORS: pages of any site may read, without cookies; what writes is not for browsers."""
    if "Authorization" in request.headers:
        return
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        allowed = [m for m in _READING if m in (response.allow or ())]
        response.headers["Access-Control-Allow-Methods"] = ", ".join(allowed)
        response.headers["Access-Control-Allow-Headers"] = _TAKEN
        response.headers["Access-Control-Max-Age"] = str(_DAY)
