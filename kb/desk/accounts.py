"""Who works at the editors' desk: a table of the desk's database."""

from sqlalchemy import Connection, Row, func, select, update

from kb.accounts import AccountError, Role, User
from kb.desk import counters, passwords
from kb.desk.database import Database, insert_into
from kb.desk.names import checked, folded
from kb.desk.passwords import Cost, Passwords, check
from kb.desk.tables import users
from kb.desk.times import Now, now

_COUNTER = "accounts"
_EVERYBODY = select(users).order_by(users.c.folded)


class StoredAccounts:
    """Implements ``kb.accounts.Accounts``. ``cost`` is what a guess at a password takes."""

    def __init__(self, database: Database, cost: Cost | None = None, now: Now = now) -> None:
        self._database = database
        self._passwords = Passwords(cost or passwords.USUAL)
        self._now = now

    def add(self, name: str, password: str, role: Role) -> User:
        """Make an account; raises ``AccountError`` where the name is taken."""
        kept = checked(name)
        check(kept, password)
        new = {
            "folded": folded(kept),
            "name": kept,
            "role": role.value,
            "password": self._passwords.hashed(password),
            "epoch": 1,
            "disabled": False,
            "created": self._now(),
        }
        with self._database.writing() as connection:
            once = insert_into(connection, users).values(new).on_conflict_do_nothing()
            if connection.execute(once.returning(users.c.folded)).first() is None:
                raise AccountError(f"there is a user {_known(connection, kept).name} already")
            return _user(_known(connection, kept))

    def sign_in(self, name: str, password: str) -> User | None:
        """The user, if the password is theirs; takes as long where there is no such user.

        A hash that was made at another cost is made anew.
        """
        with self._database.reading() as connection:
            row = _found(connection, name) if connection else None
        kept = None if row is None else row.password
        fits = self._passwords.fits(kept, password)
        if row is None or not fits or row.disabled:
            return None
        seen = update(users).where(users.c.folded == row.folded, users.c.password == kept)
        changed = {"last_seen": self._now()}
        if self._passwords.is_outdated(row.password):
            changed["password"] = self._passwords.hashed(password)  # type: ignore[assignment]
        with self._database.writing() as connection:
            connection.execute(seen.values(changed))
            row = _found(connection, name)
        return None if row is None or row.disabled else _user(row)

    def user(self, name: str) -> User | None:
        with self._database.reading() as connection:
            row = _found(connection, name) if connection else None
        return None if row is None else _user(row)

    def all(self) -> tuple[User, ...]:
        """Everybody, by name."""
        with self._database.reading() as connection:
            return tuple(map(_user, connection.execute(_EVERYBODY))) if connection else ()

    def set_password(self, name: str, password: str) -> None:
        """Ends all of the user's sessions too."""
        check(name, password)
        self._change(name, password=self._passwords.hashed(password), epoch=users.c.epoch + 1)

    def set_role(self, name: str, role: Role) -> None:
        """Refused for the last admin who can sign in."""
        self._change(name, role=role.value)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Ends all of the user's sessions too; refused for the last admin."""
        self._change(name, disabled=disabled, epoch=users.c.epoch + 1)

    def sign_out_everywhere(self, name: str) -> User:
        """The user, of a new epoch: no session of theirs counts any longer."""
        return self._change(name, epoch=users.c.epoch + 1)

    def _change(self, name: str, **values: object) -> User:
        """Change an account, but never so that no admin is left who can sign in."""
        with self._database.writing() as connection:
            # One after the other: two admins must not disable each other at once.
            counters.raised(connection, _COUNTER)
            before = _known(connection, name)
            wanted = users.c.folded == before.folded
            connection.execute(update(users).where(wanted).values(values))
            if _is_admin(before) and not _admins(connection):
                raise AccountError(
                    f"{before.name} is the last admin who can sign in; make another user an "
                    "admin first"
                )
            return _user(_known(connection, name))


def _found(connection: Connection, name: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(users).where(users.c.folded == folded(name))).first()


def _known(connection: Connection, name: str) -> Row[tuple[object, ...]]:
    row = _found(connection, name)
    if row is None:
        raise AccountError(f"there is no user {name}; `kb user list` tells who there is")
    return row


def _is_admin(row: Row[tuple[object, ...]]) -> bool:
    return bool(row.role == Role.ADMIN and not row.disabled)


def _admins(connection: Connection) -> int:
    """How many admins can sign in."""
    wanted = select(func.count()).where(users.c.role == Role.ADMIN, users.c.disabled.is_(False))
    return int(connection.execute(wanted).scalar_one())


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(
        name=row.name,
        role=Role(row.role),
        epoch=row.epoch,
        disabled=row.disabled,
        created=row.created,
        last_seen=row.last_seen,
    )
