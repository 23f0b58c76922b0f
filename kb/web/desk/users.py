"""Who works at the desk: for admins."""

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, request

from kb.accounts import AccountError, Right, Role, User
from kb.office import Office
from kb.web.desk.access import actor, needs
from kb.web.desk.kept_form import Fields, kept, written
from kb.web.desk.page import redirect_to, show
from kb.web.parameters import BadParametersError, Parameters
from kb.web.site import Site

USERS = "/desk/users"
_ROLES = tuple(role.value for role in Role)
ROLE, DISABLE, ENABLE, PASSWORD, SIGN_OUT = "role", "disable", "enable", "password", "sign-out"
_DOINGS = (ROLE, DISABLE, ENABLE, PASSWORD, SIGN_OUT)
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """A new password, shown once to the admin who hands it on."""

    name: str
    password: str


def users_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_users", __name__)

    @routes.get(USERS)
    @needs(Right.ADMINISTER)
    def users() -> Response:
        return _list(site, office, kept())

    @routes.post(USERS)
    @needs(Right.ADMINISTER)
    def add() -> Response:
        parameters = Parameters(request.form)
        name = (parameters.once("name") or "").strip()
        role = parameters.chosen("role", _ROLES, blank=True)
        if len(role) != 1:
            parameters.refuse("role", "bad_one_of", _ROLES)
        if len(name) > _LONGEST_NAME:
            parameters.refuse("name", "bad_long", length=len(name), most=_LONGEST_NAME)
        try:
            parameters.check()
        except BadParametersError as error:
            sentence = " ".join(problem.sentence(site.phrases()) for problem in error.problems)
            return _list(site, office, request.form, sentence)
        password = _new_password()
        try:
            made = office.accounts.add(name, password, Role(role[0]))
        except AccountError as error:
            return _list(site, office, request.form, str(error))
        office.audit.record(actor().name, "add-user", made.name, made.role)
        return _list(site, office, None, new=Password(name=made.name, password=password))

    @routes.get(f"{USERS}/<name>")
    @needs(Right.ADMINISTER)
    def one(name: str) -> Response:
        return _one(site, _known(office, name))

    @routes.post(f"{USERS}/<name>")
    @needs(Right.ADMINISTER)
    def change(name: str) -> Response:
        found = _known(office, name)
        parameters = Parameters(request.form)
        chosen = parameters.chosen("do", _DOINGS, blank=True)
        if len(chosen) != 1:
            parameters.refuse("do", "bad_one_of", _DOINGS)
        role = parameters.chosen("role", _ROLES, blank=True)
        if chosen == (ROLE,) and len(role) != 1:
            parameters.refuse("role", "bad_one_of", _ROLES)
        parameters.check()
        try:
            new = _change(office, found, chosen[0], role[0] if role else "")
        except AccountError as error:
            return _one(site, found, sentence=str(error))
        office.audit.record(actor().name, _ACTIONS[chosen[0]], found.name, *role[:1])
        if new:
            # Of an admin's own new password the session ended: what is shown is all there is.
            return _one(site, found, new=Password(name=found.name, password=new))
        flash(site.phrases()("desk_user_changed", name=found.name))
        return redirect_to(f"{USERS}/{quote(found.name, safe='')}")

    return routes


# As ``kb user`` writes them into the log.
_ACTIONS = {
    ROLE: "set-role",
    DISABLE: "disable-user",
    ENABLE: "enable-user",
    PASSWORD: "set-password",
    SIGN_OUT: "sign-out-everywhere",
}


def _change(office: Office, found: User, doing: str, role: str) -> str:
    """Do it; answers the new password, where there is one."""
    accounts = office.accounts
    match doing:
        case "role":
            accounts.set_role(found.name, Role(role))
        case "disable" | "enable":
            accounts.set_disabled(found.name, doing == DISABLE)
        case "sign-out":
            accounts.sign_out_everywhere(found.name)
        case _:
            password = _new_password()
            accounts.set_password(found.name, password)
            return password
    return ""


def _new_password() -> str:
    """120 random bits; an admin hands it on, and its user sets another."""
    return secrets.token_urlsafe(15)


def _known(office: Office, name: str) -> User:
    return office.accounts.user(name) or abort(404)


def _list(
    site: Site,
    office: Office,
    fields: Fields | None,
    sentence: str = "",
    new: Password | None = None,
) -> Response:
    return show(
        site,
        "desk/users.html",
        status=422 if sentence else 200,
        users=office.accounts.all(),
        roles=_ROLES,
        name=written(fields, "name"),
        role=written(fields, "role", otherwise=Role.EDITOR),
        sentence=sentence,
        new=new,
    )


def _one(site: Site, found: User, sentence: str = "", new: Password | None = None) -> Response:
    return show(
        site,
        "desk/user.html",
        status=422 if sentence else 200,
        found=found,
        roles=_ROLES,
        sentence=sentence,
        new=new,
    )
