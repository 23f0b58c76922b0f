"""Headers that every response carries, whatever it is."""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing inline runs, nothing loads from elsewhere, nobody frames us. The pages need no script;
# our own one may ask our own server.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # A question is nobody else's business: links to other sites say nothing of it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
}


def protected(app: WSGIApplication) -> WSGIApplication:
    """The app, its every response with the headers that it does not carry itself."""
    ours = [(name, name.lower(), value) for name, value in HEADERS.items()]

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            carried = {name.lower() for name, _ in headers}
            added = [(name, value) for name, lower, value in ours if lower not in carried]
            return start_response(status, headers + added, exc_info)

        return app(environ, start)

    return wrapped
