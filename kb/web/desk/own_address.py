"""Addresses of the desk's own, where a page may lead that was told where to."""

import re
from urllib.parse import quote, urlsplit

DESK = "/desk"
SIGN_IN = "/desk/sign-in"
_LONGEST = 2_000  # characters of an address that is carried along
# Printable ASCII without what browsers read as a slash, or what ends an attribute.
_PLAIN = re.compile(r"[!#-;=?-\[\]-~]+", re.ASCII)


def own_address(given: str) -> str:
    """The address, if it is one of the desk's, else that of the desk.

    Whatever else stands there, such as another site's address, leads nowhere: what is
    answered begins with ``/desk`` and nothing after it can make it another host's.
    """
    if len(given) > _LONGEST or not _PLAIN.fullmatch(given):
        return DESK
    path = urlsplit(given).path
    if urlsplit(given).netloc or ".." in path or "//" in path:
        return DESK
    if path == SIGN_IN or not (given.startswith((DESK + "/", DESK + "?")) or given == DESK):
        return DESK
    return given


def asked_address(path: str, query: bytes) -> str:
    """A request's path and query string, as they can be asked for again."""
    asked = query.decode("ascii", "replace")
    return f"{quote(path)}?{asked}" if asked else quote(path)
