"""Addresses that are nearly right: with a slash at the end, or with capital letters."""

from kb.provision import Provision
from kb.web import addresses
from kb.web.site import Site

_LONGEST = 300  # characters; nothing of ours has a longer address


def right_address(path: str, site: Site) -> str | None:
    """The address of what the path nearly names; None where it names nothing, or is right.

    Raises ``IndexUnusableError`` and ``TextsUnusableError``.
    """
    if len(path) > _LONGEST:
        return None
    folder, *names = path.strip("/").casefold().split("/")
    right = _right(folder, names, site)
    return right if right and right != path else None


def _right(folder: str, names: list[str], site: Site) -> str | None:
    match folder, names:
        case (("topics" | "statutes" | "wanted" | "search" | "cite-check"), []):
            return f"/{folder}"
        case "topics", [topic] if site.taxonomy.topic(topic):
            return addresses.topic_url(topic)
        case "articles", [slug] if site.library().article(slug):
            return addresses.article_url(slug)
        case "statutes", [statute_id, *rest] if site.book.statute(statute_id, site.library()):
            return _in_statute(statute_id, rest)
    return None


def _in_statute(statute_id: str, rest: list[str]) -> str | None:
    """A page of the statute; what is no page of it is left to be not found."""
    match rest:
        case []:
            return addresses.statute_url(statute_id)
        case ["compare"]:
            return addresses.statute_comparison_url(statute_id)
        case ["feed.atom"]:
            return f"{addresses.statute_url(statute_id)}/feed.atom"
        case [anchor] | [anchor, "feed.atom"]:
            try:
                provision = Provision.parse(f"{statute_id}/{anchor}")
            except ValueError:
                return None
            return "/".join((addresses.provision_url(provision), *rest[1:]))
    return None
