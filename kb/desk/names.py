"""What a user may be called, and when two names are one."""

import unicodedata

from kb.accounts import AccountError

SHORTEST = 2
LONGEST = 40
_ALSO = frozenset("._-")
_RESERVED = frozenset({"clock"})  # who is told in the log for what is done at a time
RULE = (
    f"a name has {SHORTEST} to {LONGEST} letters, digits, dots, hyphens or underscores, and "
    "begins with a letter or digit"
)


def checked(name: str) -> str:
    """The name as it is kept; raises ``AccountError`` where it is none."""
    kept = unicodedata.normalize("NFC", name)
    fits = SHORTEST <= len(kept) <= LONGEST and all(_is_of_names(char) for char in kept)
    if not fits or kept[0] in _ALSO or unicodedata.category(kept[0])[0] == "M":
        raise AccountError(f"{name[: 2 * LONGEST]!r} cannot be a name: {RULE}")
    if folded(kept) in _RESERVED:
        raise AccountError(f"{name!r} is what the program calls itself; take another name")
    return kept


def folded(name: str) -> str:
    """The same for names that differ in case or width alone; "" for what is far too long."""
    if len(name) > 4 * LONGEST:
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _is_of_names(char: str) -> bool:
    """A letter of any script, the marks that go with letters there, a digit, or ``._-``."""
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd" or char in _ALSO
