"""Who may enter which room of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, request

from kb.accounts import Right, Role
from kb.editors_desk import Actor
from kb.office import Office
from kb.web.desk import kept_form
from kb.web.desk.page import show
from kb.web.desk.visitor import is_signed_in, user
from kb.web.site import Site

__all__ = ["Door", "accepts", "actor", "is_signed_in", "needs", "role_needed", "user"]

P = ParamSpec("P")
MAX_BODY = "_max_body"  # where a view function says how much may be sent to it
RIGHT = "needed_right"  # and what it needs: for tests, which try all of them
_EXTENSION = "kb_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the decorators need of the app that they run in."""

    site: Site
    office: Office

    @classmethod
    def here(cls) -> "Door":
        """The door of the app that answers this request."""
        door = current_app.extensions[_EXTENSION]
        assert isinstance(door, cls)  # noqa: S101 - for the type checker
        return door

    def hang(self, extensions: dict[str, Any]) -> None:
        """Make it the door of an app."""
        extensions[_EXTENSION] = self


def actor() -> Actor:
    """Who is signed in, as the desk takes steps for them."""
    return Actor.of(user())


def needs(right: Right) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Only for users who have the right; stands below the route.

    Who is not signed in is led to the sign-in page and from there back; what they had sent is
    kept (``kb.web.desk.kept_form``). Who has not the right is told which roles have it. A script
    of ours gets an empty 401.
    """

    def guard(view: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            if not is_signed_in():
                return sign_in_first()
            return role_needed(right) or view(*args, **kwargs)

        setattr(guarded, RIGHT, right)
        return guarded

    return guard


def accepts(max_bytes: int) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """How much may be sent to the view by who is signed in; stands below ``needs``."""

    def mark(view: Callable[P, Response]) -> Callable[P, Response]:
        setattr(view, MAX_BODY, max_bytes)
        return view

    return mark


def role_needed(right: Right) -> Response | None:
    """The page that says so where who is signed in has not the right; None where they have.

    For what needs another right than the view that takes it.
    """
    return None if user().role.may(right) else _not_allowed(right)


def sign_in_first() -> Response:
    """To the sign-in page, with what was sent."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":  # a script asks, which shows no page
        return Response(status=401)
    return kept_form.sign_in_first(Door.here().site)


def _not_allowed(right: Right) -> Response:
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return Response(status=403)
    site = Door.here().site
    phrases = site.phrases()
    roles = [phrases(f"desk_role_{role}") for role in Role if role.may(right)]
    return show(
        site,
        "desk/not_allowed.html",
        status=403,
        own=phrases(f"desk_role_{user().role}"),
        roles=phrases("desk_role_join").join(roles),
    )
