"""Who this request comes from, as its session tells."""

from flask import has_request_context
from flask_login import UserMixin, current_user

from kb.accounts import User
from kb.office import Office


class Visitor(UserMixin):  # type: ignore[misc]
    """A user, as Flask-Login knows one.

    The session holds the name and the epoch: whatever counts up the epoch ends it.
    """

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        return f"{self.user.epoch}:{self.user.name}"

    @classmethod
    def of_session(cls, session_id: str, office: Office) -> "Visitor | None":
        """Who a session is of, if it still counts; raises ``DeskUnusableError``."""
        epoch, _, name = session_id.partition(":")
        user = office.accounts.user(name)
        if user is None or user.disabled or str(user.epoch) != epoch:
            return None
        return cls(user)


def is_signed_in() -> bool:
    """Whether the request has a session that still counts; raises ``DeskUnusableError``."""
    return has_request_context() and bool(current_user.is_authenticated)


def user() -> User:
    """Who is signed in; only for views that need a right."""
    found = current_user.user
    assert isinstance(found, User)  # noqa: S101 - for the type checker
    return found
