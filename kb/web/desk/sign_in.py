"""Signing in and out, and one's own account."""

from flask import Blueprint, Flask, Response, current_app, flash, redirect, request, session
from flask_limiter import RateLimitExceeded
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from kb.accounts import AccountError, Right, User
from kb.office import Office
from kb.web.desk import attempts, kept_form
from kb.web.desk.access import actor, is_signed_in, needs, user
from kb.web.desk.own_address import DESK, SIGN_IN, own_address
from kb.web.desk.page import redirect_to, show
from kb.web.desk.visitor import Visitor
from kb.web.site import Site

_ACCOUNT = "/desk/account"
_LONGEST = 1_000  # characters of a name or a password that are looked at


def sign_in_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_sign_in", __name__)
    limiter = attempts.limiter()

    @routes.record_once
    def limit(state: object) -> None:
        app: Flask = state.app  # type: ignore[attr-defined]
        limiter.init_app(app)

    @routes.get(DESK)
    @needs(Right.WRITE)
    def first() -> Response:
        return redirect_to("/desk/articles")

    @routes.get(SIGN_IN)
    def form() -> AnyResponse:
        back = own_address(request.args.get("next", ""))
        if is_signed_in():
            return redirect(back, 303)
        return kept_form.sign_in_page(site, site_next=back)

    @routes.post(SIGN_IN)
    @attempts.limited(limiter)
    def sign_in() -> Response:
        name, password = _field("name"), _field("password")
        found = office.accounts.sign_in(name, password)
        if found is None:
            current_app.logger.warning("somebody at %s could not sign in", request.remote_addr)
            return _again(site, attempts.FAILED, "desk_sign_in_wrong")
        _begin(found)
        office.audit.record(found.name, "sign-in", found.name)
        back, fields = own_address(request.form.get("next", "")), kept_form.carried()
        return kept_form.go_on(site, back, fields) if fields else redirect_to(back)

    @routes.errorhandler(RateLimitExceeded)
    def too_often(_error: RateLimitExceeded) -> Response:
        answer = _again(site, 429, "desk_sign_in_often")
        answer.headers["Retry-After"] = str(attempts.seconds_to_wait(limiter))
        return answer

    @routes.post("/desk/sign-out")
    @needs(Right.WRITE)
    def sign_out() -> Response:
        logout_user()
        session.clear()
        return redirect_to(SIGN_IN)

    @routes.post("/desk/sign-out-everywhere")
    @needs(Right.WRITE)
    def sign_out_everywhere() -> Response:
        office.accounts.sign_out_everywhere(user().name)
        office.audit.record(actor().name, "sign-out-everywhere", user().name)
        logout_user()
        session.clear()
        return redirect_to(SIGN_IN)

    @routes.get(_ACCOUNT)
    @needs(Right.WRITE)
    def account() -> Response:
        return _account(site)

    @routes.post(_ACCOUNT)
    @needs(Right.WRITE)
    @attempts.limited(limiter, of=lambda: user().name)
    def change_password() -> Response:
        me = user()
        if _field("new") != _field("again"):
            return _account(site, "desk_password_differs", 422)
        if office.accounts.sign_in(me.name, _field("password")) is None:
            return _account(site, "desk_password_wrong", attempts.FAILED)
        try:
            office.accounts.set_password(me.name, _field("new"))
        except AccountError as error:
            return _account(site, "desk_password_refused", 422, reason=str(error))
        office.audit.record(me.name, "set-password", me.name)
        changed = office.accounts.user(me.name)
        if changed is not None:
            _begin(changed)  # the new password ended this session too
        flash(site.phrases()("desk_password_changed"))
        return redirect_to(_ACCOUNT)

    return routes


def _begin(found: User) -> None:
    """A session of its own: nothing that anybody put into the one before goes on in it."""
    session.clear()
    session.permanent = True
    login_user(Visitor(found))


def _field(name: str) -> str:
    return request.form.get(name, "")[:_LONGEST]


def _again(site: Site, status: int, key: str) -> Response:
    """The sign-in form once more: the same words whether there is such a user or not."""
    if request.path != SIGN_IN:
        return _account(site, key, status)
    return kept_form.sign_in_page(
        site,
        site_next=request.form.get("next", ""),
        name=_field("name"),
        fields=kept_form.carried(),
        status=status,
        sentence=site.phrases()(key),
    )


def _account(site: Site, key: str = "", status: int = 200, **values: object) -> Response:
    phrases = site.phrases()
    sentence = phrases(key, **values) if key else ""
    return show(site, "desk/account.html", status=status, sentence=sentence)
