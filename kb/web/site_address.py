"""Where the site is: what absolute addresses begin with."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import has_request_context, request

# Names, IPv4 and IPv6, with a port. Nothing in them needs escaping, wherever it is written.
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?",
    re.ASCII | re.IGNORECASE,
)


class SiteAddressError(ValueError):
    """What was given is not the address of a site; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The site's own address, such as ``https://answers.example``.

    ``configured`` is what the operator said. Where that is empty it is the host that the
    request names, and a client can name any: whatever is made with it is made for this
    request and never kept for others.
    """

    configured: str = ""

    @classmethod
    def parse(cls, text: str) -> "SiteAddress":
        """Read the operator's setting, empty for none; raises ``SiteAddressError``."""
        given = text.strip()
        if not given:
            return cls()
        try:
            parts = urlsplit(given)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
            raise SiteAddressError(
                f"{given!r} is not the address of a site; one looks like https://answers.example "
                "(other than ASCII as xn--…)"
            )
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise SiteAddressError(
                f"{given!r} has something after the host; the site must be at the top of its host: "
                f"{parts.scheme}://{parts.netloc}"
            )
        return cls(f"{parts.scheme}://{parts.netloc.lower()}")

    @property
    def origin(self) -> str:
        """Scheme and host; empty where nobody said, or the request names no possible host."""
        if self.configured or not has_request_context():
            return self.configured
        host = request.host
        return f"{request.scheme}://{host.lower()}" if _HOST.fullmatch(host) else ""

    def absolute(self, address: str) -> str:
        """An address of ours, beginning with a slash, in full; as it is where nobody knows."""
        return self.origin + address
