"""Passwords: which are strong enough, and how they are kept (Argon2id)."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kb.accounts import AccountError
from kb.desk.names import folded

SHORTEST = 12
LONGEST = 1_000
RULE = (
    f"a password has {SHORTEST} to {LONGEST:,} characters, is neither the name nor a "
    "number, and is none of those that are tried first (password123456, rows of keys, one "
    "character again and again)"
)
_FEWEST = 5  # different characters
# What is tried first, once signs that stand for letters are read as these.
_WORDS = (
    "password", "passwort", "passphrase", "qwerty", "qwertz", "letmein", "welcome", "iloveyou",
    "administrator", "admin", "root", "login", "secret", "changeme", "default", "monkey", "dragon",
    "football", "baseball", "sunshine", "princess", "woaini", "socialsecurity", "knowledgebase",
    "mima", "shebao", "abc", "test", "user", "editor", "publisher", "my", "the", "is", "this",
)  # fmt: skip
_ROWS = (
    "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "!@#$%^&*()",
)  # fmt: skip
_SHORTEST_RUN = 3
_READ_AS = str.maketrans("@4310$5!7", "aaeiossit")
_TRIED = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_AROUND = "0123456789._-!"
_AT_ONCE = 2  # so much memory that several at once could make a small machine swap


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash takes. The defaults are the second choice of RFC 9106 (section 4)."""

    passes: int = 3
    memory: int = 65_536  # KiB
    lanes: int = 4


USUAL = Cost()


class Passwords:
    """Hashes and verifies. Safe to share between threads."""

    def __init__(self, cost: Cost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes
        )
        self._turn = threading.BoundedSemaphore(_AT_ONCE)

    def hashed(self, password: str) -> str:
        """The hash of a password, with its salt and parameters."""
        with self._turn:
            return self._hasher.hash(_bytes(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the password of the hash; as much work where there is no hash."""
        known = kept is not None and len(password) <= LONGEST
        with self._turn:
            try:
                self._hasher.verify(kept if known and kept else self._nobody, _bytes(password))
            except (Argon2Error, InvalidHashError):
                return False
        return known

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made at another cost than one would be now."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody's")


def check(name: str, password: str) -> None:
    """Raise ``AccountError`` where the password is too weak for the user of this name."""
    said = unicodedata.normalize("NFKC", password[: LONGEST + 1]).casefold()
    if not SHORTEST <= len(said) <= LONGEST or len(password) > LONGEST:
        raise AccountError(f"the password has {len(password):,} characters; {RULE}")
    if any(unicodedata.category(char) == "Cs" for char in said):
        raise AccountError("the password has half a character in it; type it anew")
    if said.strip(_AROUND) == folded(name).strip(_AROUND):
        raise AccountError(f"the password is the name; {RULE}")
    if said.isdecimal():
        raise AccountError(f"the password is a number; {RULE}")
    if len(set(said)) < _FEWEST:
        raise AccountError(f"the password has fewer than {_FEWEST} different characters; {RULE}")
    if len(set(_own(said))) < 2:
        raise AccountError(f"the password is one of those that are tried first; {RULE}")


def _own(said: str) -> str:
    """The letters of a password that belong to no common word and no row of keys."""
    left = list(said)
    for found in _TRIED.finditer(said.translate(_READ_AS)):
        left[slice(*found.span())] = " " * len(found[0])
    return "".join(char for char in _without_rows("".join(left)) if char.isalpha())


def _without_rows(plain: str) -> str:
    """The text without runs of neighbours on a keyboard, in the alphabet or among digits."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    left = []
    start = 0
    while start < len(plain):
        end = start + 1
        while end < len(plain) and any(plain[start : end + 1] in row for row in rows):
            end += 1
        left.append(plain[start:end] if end - start < _SHORTEST_RUN else " ")
        start = end
    return "".join(left)


def _bytes(password: str) -> bytes:
    """What is hashed: the same however a keyboard composes a character."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "replace")
