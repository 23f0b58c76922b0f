"""Users: who is added, who signs in, whose sessions end, and that one admin always stays."""

import contextlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kb.accounts import AccountError, Role, User
from kb.desk.accounts import StoredAccounts
from kb.desk.database import FILE, Database
from kb.desk.names import checked, folded
from kb.desk.passwords import Cost, check
from kb.desk.tables import users

CHEAP = Cost(passes=1, memory=8, lanes=1)
GOOD = "wheat barley and oats"
OTHER = "rye, millet and maize"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def accounts(desk_database: Database) -> StoredAccounts:
    return StoredAccounts(desk_database, CHEAP, lambda: START)


def kept_hash(database: Database, name: str) -> str:
    with database.reading() as connection:
        assert connection is not None
        wanted = select(users.c.password).where(users.c.folded == folded(name))
        return str(connection.execute(wanted).scalar_one())


def test_a_user_is_added_and_signs_in(accounts: StoredAccounts) -> None:
    added = accounts.add("Wang.Fang", GOOD, Role.EDITOR)
    assert added == User(
        name="Wang.Fang", role=Role.EDITOR, epoch=1, disabled=False, created=START, last_seen=None
    )
    assert accounts.sign_in("wang.fang", "wheat barley and rye") is None
    assert accounts.user("Wang.Fang") == added
    signed_in = accounts.sign_in("WANG.FANG", GOOD)
    assert signed_in is not None
    assert (signed_in.name, signed_in.last_seen) == ("Wang.Fang", START)
    assert accounts.all() == (signed_in,)


def test_nobody_signs_in_before_there_are_users(tmp_path: Path) -> None:
    accounts = StoredAccounts(Database.open(tmp_path / FILE), CHEAP)
    assert accounts.sign_in("wang", GOOD) is None
    assert accounts.user("wang") is None
    assert accounts.all() == ()
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("name", ["WANG", "ｗａｎｇ", "wang"])
def test_a_name_is_given_once(accounts: StoredAccounts, name: str) -> None:
    accounts.add("Wang", GOOD, Role.EDITOR)
    with pytest.raises(AccountError, match="there is a user Wang already"):
        accounts.add(name, OTHER, Role.ADMIN)
    assert accounts.sign_in("wang", GOOD) is not None


@pytest.mark.parametrize(
    "name", ["王芳", "José", "user_1", "a-b.c", "9lives", "Ольга", "नेहा", "a" * 40]
)
def test_names_that_are_taken(name: str) -> None:
    assert checked(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "x", "a" * 41, "a b", "a\nb", "a\0b", "<b>", "a:b", "a/b", ".hidden", "-rf",
        "clock", "Clock", "\u202eabc", "\u0301a", "a\ud800b", "😀😀", "a" * 100_000,
    ],
)  # fmt: skip
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(AccountError):
        checked(name)


@given(st.text(max_size=60))
def test_folding_ends(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "password",
    [
        GOOD, "correct horse battery staple", "麦子与大麦与燕麦与小米和稻", "kX9$mQ2vL7!p",
        "x" * 5 + "y1z2w3v" + "q" * 988, "qwerty is not all of it, 42",
    ],
)  # fmt: skip
def test_passwords_that_are_taken(password: str) -> None:
    check("wang", password)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "0 characters"),
        ("elevenchars", "11 characters"),
        ("ab3 " * 251, "1,004 characters"),
        ("wheat" * 200_000, "1,000,000 characters"),
        ("wang.fang.lin", "is the name"),
        ("WANG.FANG.LIN2026!", "is the name"),
        ("13800138000138", "is a number"),
        ("ababababababab", "fewer than 5 different"),
        ("password1234", "tried first"),
        ("P@ssw0rd123456", "tried first"),
        ("passwordpassword", "tried first"),
        ("qwertyuiop[]", "tried first"),
        ("1qaz2wsx3edc", "tried first"),
        ("admin123456789", "tried first"),
        ("abcdefghijklmn", "tried first"),
        ("zyxwvutsrqponm", "tried first"),
        ("this is my password", "tried first"),
        ("wheat barley \ud800 oats", "half a character"),
    ],
)
def test_passwords_that_are_refused(password: str, said: str) -> None:
    with pytest.raises(AccountError, match=said):
        check("wang.fang.lin", password)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_password_is_taken_or_refused(name: str, password: str) -> None:
    with contextlib.suppress(AccountError):
        check(name, password)
        assert len(password) > 1  # some characters become several


def test_a_password_is_the_same_however_it_is_composed(accounts: StoredAccounts) -> None:
    accounts.add("wang", "cafe\u0301 au lait et brioche", Role.EDITOR)
    assert accounts.sign_in("wang", "caf\u00e9 au lait et brioche") is not None


def test_only_a_hash_is_kept(accounts: StoredAccounts, desk_database: Database) -> None:
    accounts.add("wang", GOOD, Role.EDITOR)
    accounts.add("li", GOOD, Role.EDITOR)
    one, other = kept_hash(desk_database, "wang"), kept_hash(desk_database, "li")
    assert one.startswith("$argon2id$")
    assert one != other


def test_a_hash_of_another_cost_is_made_anew(
    accounts: StoredAccounts, desk_database: Database
) -> None:
    accounts.add("wang", GOOD, Role.EDITOR)
    dearer = StoredAccounts(desk_database, Cost(passes=2, memory=16, lanes=1))
    assert dearer.sign_in("wang", "wheat barley and rye") is None
    assert "m=8,t=1" in kept_hash(desk_database, "wang")
    signed_in = dearer.sign_in("wang", GOOD)
    assert signed_in is not None
    assert signed_in.epoch == 1  # nobody is signed out by it
    assert "m=16,t=2" in kept_hash(desk_database, "wang")
    assert dearer.sign_in("wang", GOOD) is not None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("wang", GOOD + " "), ("wang", ""), ("wang", "x" * 2_000_000), ("wang", "\ud800"),
        ("nobody", GOOD), ("", GOOD), ("a\0b", GOOD), ("\ud800", GOOD), ("w" * 100_000, GOOD),
    ],
)  # fmt: skip
def test_a_wrong_name_or_password_costs_a_hash(
    accounts: StoredAccounts, name: str, password: str
) -> None:
    """The same work, whether the user is there or not: seen by the hasher that is asked."""
    accounts.add("wang", GOOD, Role.EDITOR)
    hasher = accounts._passwords._hasher
    asked: list[str] = []

    class Counting:
        """The real one, and a list of what it verified."""

        def verify(self, kept: str, given: bytes) -> bool:
            asked.append(kept)
            return hasher.verify(kept, given)

        def __getattr__(self, name: str) -> object:
            return getattr(hasher, name)

    accounts._passwords._hasher = Counting()  # type: ignore[assignment]
    assert accounts.sign_in(name, password) is None
    (kept,) = asked
    assert kept.split("$")[:4] == hasher.hash("x").split("$")[:4]  # of the same parameters


Change = Callable[[StoredAccounts], object]


@pytest.mark.parametrize(
    ("change", "epoch"),
    [
        (lambda accounts: accounts.set_password("LI", OTHER), 2),
        (lambda accounts: accounts.set_disabled("Li", True), 2),
        (lambda accounts: accounts.sign_out_everywhere("li"), 2),
        (lambda accounts: accounts.set_role("li", Role.PUBLISHER), 1),
    ],
)
def test_what_ends_sessions(accounts: StoredAccounts, change: Change, epoch: int) -> None:
    accounts.add("Li", GOOD, Role.EDITOR)
    change(accounts)
    changed = accounts.user("li")
    assert changed is not None
    assert changed.epoch == epoch


def test_a_new_password_takes_the_old_ones_place(accounts: StoredAccounts) -> None:
    accounts.add("li", GOOD, Role.EDITOR)
    accounts.set_password("li", OTHER)
    assert accounts.sign_in("li", GOOD) is None
    assert accounts.sign_in("li", OTHER) is not None
    with pytest.raises(AccountError, match="tried first"):
        accounts.set_password("li", "password1234")
    assert accounts.sign_in("li", OTHER) is not None


def test_who_is_disabled_cannot_sign_in(accounts: StoredAccounts) -> None:
    accounts.add("li", GOOD, Role.EDITOR)
    accounts.set_disabled("li", True)
    assert accounts.sign_in("li", GOOD) is None
    accounts.set_disabled("li", False)
    assert accounts.sign_in("li", GOOD) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_password("nobody", GOOD),
        lambda accounts: accounts.set_disabled("nobody", True),
        lambda accounts: accounts.sign_out_everywhere("nobody"),
        lambda accounts: accounts.set_role("nobody", Role.ADMIN),
    ],
)
def test_who_is_not_there_cannot_be_changed(accounts: StoredAccounts, change: Change) -> None:
    with pytest.raises(AccountError, match="there is no user nobody"):
        change(accounts)


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_disabled("li", True),
        lambda accounts: accounts.set_role("li", Role.PUBLISHER),
    ],
)
def test_the_last_admin_stays(accounts: StoredAccounts, change: Change) -> None:
    li = accounts.add("li", GOOD, Role.ADMIN)
    accounts.add("wang", GOOD, Role.ADMIN)
    accounts.set_disabled("wang", True)
    with pytest.raises(AccountError, match="li is the last admin who can sign in"):
        change(accounts)
    assert accounts.user("li") == li
    accounts.set_disabled("wang", False)
    change(accounts)
    assert accounts.user("li") != li


def test_two_admins_cannot_disable_each_other_at_once(accounts: StoredAccounts) -> None:
    names = [f"admin{number}" for number in range(4)]
    for name in names:
        accounts.add(name, GOOD, Role.ADMIN)
    together = threading.Barrier(len(names))
    refused: list[str] = []

    def disable(name: str) -> None:
        together.wait()
        try:
            accounts.set_disabled(name, True)
        except AccountError:
            refused.append(name)

    threads = [threading.Thread(target=disable, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert [each.name for each in accounts.all() if not each.disabled] == refused


def test_a_password_that_changes_meanwhile_is_not_overwritten(
    accounts: StoredAccounts, desk_database: Database
) -> None:
    """A sign-in makes an old hash anew while an admin sets another password."""
    accounts.add("li", GOOD, Role.EDITOR)

    def during() -> datetime:
        accounts.set_password("li", OTHER)
        return START + timedelta(days=1)

    dearer = StoredAccounts(desk_database, Cost(passes=2, memory=16, lanes=1), during)
    dearer.sign_in("li", GOOD)
    assert accounts.sign_in("li", GOOD) is None
    assert accounts.sign_in("li", OTHER) is not None
