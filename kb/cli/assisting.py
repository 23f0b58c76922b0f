"""`kb mcp`: the knowledge base as tools for AI assistants."""

import logging
import sys
from contextlib import closing
from datetime import date

import click

from ingest.followed import followed_taxonomy
from kb.cli.checkers import checker_of
from kb.cli.folders import Folders, UnusableError, with_folders
from kb.cli.narrowing import ready

_EXTRA = ("mcp", "mcp_types", "anyio", "uvicorn")


@click.command(
    epilog="""\b
Example:
  kb mcp --site-url https://answers.example
  kb mcp --http --port 8765

\b
A desktop assistant starts it by itself. Where it keeps its list of servers (often a file
named mcp.json), add, with the full path of kb:
  {
    "mcpServers": {
      "social-security": {
        "command": "/path/to/.venv/bin/kb",
        "args": ["mcp", "--corpus", "/path/to/corpus", "--data", "/path/to/data"]
      }
    }
  }
"""
)
@click.option("--http", is_flag=True, help="Serve over HTTP, not on standard input and output.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="With --http, the address to listen on."
)
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="With --http, the port; 0 takes a free one.",
)
@click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="With --http, a further host (with its port, if it has one) that requests may name and "
    "pages may come from, such as that of a proxy; may be repeated.",
)
@click.option(
    "--site-url",
    default="",
    envvar="KB_SITE_URL",
    metavar="URL",
    help="Where the public reaches the site: sources are given as full addresses "
    "[env: KB_SITE_URL].",
)
@with_folders
def mcp(
    folders: Folders,
    http: bool,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    site_url: str,
) -> None:
    """Serve search, get_article, get_provision and cite_check to AI assistants.

    Speaks the Model Context Protocol on standard input and output, or over HTTP.
    Reads the index, and follows it as it changes; only an index that was never made is
    made first. What is logged goes to standard error. Needs the package mcp:
    pip install '.[mcp]'
    """
    try:
        from kb.assistant.server import PortTakenError, serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in _EXTRA:
            raise
        raise UnusableError(
            f"this needs the package mcp, and {error.name} is not installed: pip install '.[mcp]'"
        ) from None
    from kb.web.site import Site
    from kb.web.site_address import SiteAddress, SiteAddressError

    try:
        address = SiteAddress.parse(site_url)
    except SiteAddressError as error:
        raise click.BadParameter(str(error), param_hint="--site-url") from None
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    with closing(folders.engine()) as engine:
        site = Site.of(
            ready(folders, engine),
            followed_taxonomy(folders.corpus),
            date.today,
            texts=folders.texts(),
            checker=checker_of(folders, engine),
            address=address,
        )
        if not http:
            serve_stdio(site)
            return
        try:
            serve_http(site, host, port, names=allow_host, ready=_say_where)
        except PortTakenError as error:
            raise UnusableError(str(error)) from None


def _say_where(url: str) -> None:
    click.echo(f"Serving tools on {url} (Ctrl-C stops it)", err=True)
