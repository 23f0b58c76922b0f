"""Headers that every response carries, whatever it is."""

from flask import Response

# Nothing runs, nothing loads from elsewhere, nobody frames us. The pages need no script.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'none'",
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


def protect(response: Response) -> Response:
    """Add the headers that the response does not carry yet."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
