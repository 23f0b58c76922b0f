"""The door of the desk: sessions, tokens, what may be sent, what every page of it says."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect

from kb.office import Office
from kb.web.desk import kept_form
from kb.web.desk.access import MAX_BODY, Door, sign_in_first
from kb.web.desk.own_address import DESK, SIGN_IN
from kb.web.desk.session import set_up
from kb.web.desk.visitor import Visitor, is_signed_in
from kb.web.site import Site

# Blueprints whose forms have no token, since it would need a cookie and readers get none. Each
# checks for itself: /ask and readers' votes ask the browser where the form came from
# (kb.web.origin); what is sent to the citation checker and to the API changes
# nothing, and what programs write has a token in a header, which no page of another site can send.
PUBLIC_FORMS = ("ask", "cite_check", "feedback", "api", "api_writing")
# Of a form at the desk: the longest manuscript, every character of it %-encoded Chinese.
MAX_FORM_BYTES = 4 * 1024 * 1024


class _Visitors(LoginManager):  # type: ignore[misc]
    """Flask-Login without its other cookie, for which it would look into every session."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def open_door(app: Flask, site: Site, office: Office) -> None:
    """Everything that the rooms rely on."""
    set_up(app, office.secret, site.address)
    Door(site=site, office=office).hang(app.extensions)
    app.before_request(_stay_uncompressed)
    app.before_request(_widen)  # before the token is looked for in what was sent
    visitors = _Visitors()
    # An address in the session ends it whenever a phone changes its network.
    visitors.session_protection = None
    visitors.init_app(app, add_context_processor=False)
    visitors.user_loader(lambda session_id: Visitor.of_session(session_id, office))
    tokens = CSRFProtect()
    # A token lasts as long as its session, as long as an article takes. And it stands alone:
    # a Referer is what careful browsers leave out.
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, WTF_CSRF_CHECK_DEFAULT=False
    )
    tokens.init_app(app)
    for name in PUBLIC_FORMS:
        if name in app.blueprints:
            tokens.exempt(app.blueprints[name])
    app.before_request(lambda: _checked(tokens, site))
    app.after_request(_keep_to_ourselves)


def _is_ours() -> bool:
    return request.path == DESK or request.path.startswith(DESK + "/")


def _stay_uncompressed() -> None:
    """The length of a compressed page tells its token to who can put words beside it (BREACH)."""
    if _is_ours():
        request.environ.pop("HTTP_ACCEPT_ENCODING", None)


def _widen() -> None:
    """Let more be sent than readers may: a long form to all, what a view accepts to users.

    Whose session has expired must not lose a text, so who is not signed in may send one too.
    """
    if request.method != "POST" or not _is_ours():
        return
    view: Any = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, MAX_BODY, 0) if is_signed_in() else 0
    request.max_content_length = max(most, MAX_FORM_BYTES)
    request.max_form_memory_size = MAX_FORM_BYTES


def _checked(tokens: CSRFProtect, site: Site) -> Response | None:
    """What is answered in place of the view: where the token does not fit, or a form is to be
    filled in again. Flask-WTF would check too, but what answers its error cannot fail kindly."""
    try:
        tokens.protect(apply_exemptions=True)
    except CSRFError:
        return _without_token(site)
    return kept_form.shown_again() if _is_ours() else None


def _without_token(site: Site) -> Response:
    if not _is_ours():
        return Response(status=400)
    if request.path == SIGN_IN:
        # Its session was too old, or cookies are off; nobody was signed in.
        return kept_form.sign_in_page(
            site,
            site_next=request.form.get("next", ""),
            name=request.form.get("name", ""),
            fields=kept_form.carried(),
            status=400,
            sentence=site.phrases()("desk_sign_in_token"),
        )
    return kept_form.wrong_token(site) if is_signed_in() else sign_in_first()


def _keep_to_ourselves(response: Response) -> Response:
    """No page of the desk is kept by a cache, nor found by a search engine."""
    if _is_ours():
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
