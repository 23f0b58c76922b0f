"""Where the desk's pages about an article are."""

from urllib.parse import quote, urlencode

from kb.workflow import Step

NEW = "/desk/articles/new"
REMOVED = "/desk/removed"
EXAMINE = "/desk/api/examine"


def edit_url(slug: str, part: str = "") -> str:
    """The editor of an article, or a page beside it such as its history; of a new one for ""."""
    address = f"/desk/articles/{quote(slug, safe='')}" if slug else NEW
    return f"{address}/{part}" if part else address


def step_url(slug: str, step: Step) -> str:
    """Where a step is confirmed; publishing has its gate."""
    return edit_url(slug, f"steps/{step}")


def revision_url(slug: str, number: int) -> str:
    """The text that a revision left."""
    return edit_url(slug, f"revisions/{number}")


def compare_url(slug: str, older: int, newer: int) -> str:
    """Two revisions compared; 0 is the text as it is now."""
    return f"{edit_url(slug, 'compare')}?{urlencode([('from', older), ('to', newer)])}"
