"""`kb explain`: why an article ranks where it does, or is missing."""

from contextlib import closing

import click
from click.exceptions import Exit

from kb.cli.explained import print_explanation
from kb.cli.folders import Folders, with_folders
from kb.cli.narrowing import Narrowing, query_of, ready, with_narrowing
from kb.cli.output import json_option, print_json

_ADDRESSES = ("/articles/", "/statutes/")


@click.command(
    epilog="\b\nExample:\n"
    '  kb explain "Where can I pay my own social security?" pay-your-own-social-security\n'
    "  kb explain 养老金 pay-your-own-social-security --lang zh\n"
    '  kb explain "SIL art. 60(2)" prc-sil-2010/art-60\n'
    "  kb explain 'pension -rural' pension-contribution-years --json"
)
@click.argument("query")
@click.argument("slug")
@with_narrowing
@json_option
@with_folders
def explain(folders: Folders, query: str, slug: str, narrowing: Narrowing, as_json: bool) -> None:
    """Tell why an article ranks where it does for a query, or why it is missing.

    SLUG is an article's, a provision's id, or the address of either. The parts of a score are
    shown as a sum, and beside those of the hit above it (of the first one, where the article is
    missing; the first is shown beside the second). Exit status 1 when it is not among the hits.
    """
    request = narrowing.request(query_of([query]), folders)
    with closing(folders.engine()) as engine:
        narrowing.check(ready(folders, engine))
        explanation = engine.explain(request, _slug(slug))
    if as_json:
        print_json(explanation)
    else:
        print_explanation(explanation, request)
    raise Exit(0 if explanation.rank else 1)


def _slug(typed: str) -> str:
    """The slug or id in an address of the site; what is no address is one itself."""
    address = query_of([typed]).partition("#")[0]
    for beginning in _ADDRESSES:
        address = address.rpartition(beginning)[2]
    return address.strip("/")
