"""Whether a form was sent from a page of this site, and not by another one in its name."""

from urllib.parse import urlsplit

from flask import Request


def is_from_here(request: Request) -> bool:
    """As the browser says, which no page can forge: Sec-Fetch-Site, else Origin.

    Every browser of the last years sends one of them with a form (Origin since 2020 at the
    latest). Hosts are compared, not schemes: a proxy may speak TLS for us. A request with
    neither is refused: nothing but a form of ours is meant to be sent here.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc.casefold() == request.host.casefold()
