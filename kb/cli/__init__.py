"""The `kb` command: the one place that wires corpus, index and site together."""

import click

from kb import __version__
from kb.cli.asking import search, show, stats
from kb.cli.editing import check, import_
from kb.cli.serving import index, serve

EPILOG = """\b
Exit status:
  0  done
  1  done, but something in the corpus must be mended, or nothing was found
  2  the command was not understood
  3  the corpus or the index cannot be used

\b
Example:
  kb serve
  kb search "Where can I pay my own social security?"
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
def main() -> None:
    """A search-backed knowledge base for questions about social security."""


for command in (serve, index, check, import_, search, show, stats):
    main.add_command(command)
