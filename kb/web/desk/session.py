"""The cookie that says who works at the desk."""

from datetime import timedelta

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from kb.web.site_address import SiteAddress

COOKIE = "kb_desk"
IDLE = timedelta(hours=12)  # without a request, until one has to sign in again


class DeskSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, kept to the desk.

    Only addresses below ``/desk`` are sent it: readers' pages, their caches and logs never see
    it. It is Secure where the site is reached by TLS, as its address or the request says.
    """

    def __init__(self, address: SiteAddress) -> None:
        self._tls = address.configured.startswith("https:")

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether browsers may send it by TLS alone."""
        return self._tls or request.is_secure


def set_up(app: Flask, secret: bytes, address: SiteAddress) -> None:
    """Let the app keep sessions, signed with the secret."""
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_HTTPONLY=True,
        # Strict would show the sign-in page to who follows a link in a mail or a calendar. Lax
        # sends the cookie with no form of another site, and every form has a token besides.
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_REFRESH_EACH_REQUEST=True,
    )
    app.session_interface = DeskSessions(address)
