"""The `kb` command: the one place that wires corpus, index and site together."""

from importlib import import_module

import click

from kb import __version__

# Where each command lives. It is imported when it is run: a search need not wait
# for the parsers, nor a check for the web server.
_HOMES = {
    "archive": "kb.cli.steps",
    "check": "kb.cli.editing",
    "citations": "kb.cli.citing",
    "cite-check": "kb.cli.cite_checking",
    "demand": "kb.cli.demanding",
    "discard": "kb.cli.steps",
    "eval": "kb.cli.evaluating",
    "explain": "kb.cli.explaining",
    "export": "kb.cli.exporting",
    "history": "kb.cli.history",
    "import": "kb.cli.importing",
    "index": "kb.cli.serving",
    "mcp": "kb.cli.assisting",
    "merge": "kb.cli.moving",
    "new": "kb.cli.steps",
    "publish": "kb.cli.steps",
    "remove": "kb.cli.moving",
    "rename": "kb.cli.moving",
    "return": "kb.cli.steps",
    "review": "kb.cli.steps",
    "search": "kb.cli.asking",
    "serve": "kb.cli.serving",
    "show": "kb.cli.asking",
    "stats": "kb.cli.asking",
    "statutes": "kb.cli.statutes",
    "submit": "kb.cli.steps",
    "suggest": "kb.cli.asking",
    "suggest-basis": "kb.cli.basing",
    "token": "kb.cli.tokens",
    "undo": "kb.cli.moving",
    "user": "kb.cli.users",
}
# What a command's function is called where its name is one of Python's, or none for it.
_FUNCTIONS = {
    "cite-check": "cite_check",
    "eval": "evaluate",
    "import": "import_",
    "return": "return_",
    "suggest-basis": "suggest_basis",
}

EPILOG = """\b
Exit status:
  0  done
  1  done, but something in the corpus must be mended, or nothing was found
  2  the command was not understood
  3  the corpus, the index, the imported statutes or the desk's database cannot be used

\b
Example:
  kb serve
  kb search "Where can I pay my own social security?"
"""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        command = getattr(import_module(_HOMES[cmd_name]), _FUNCTIONS.get(cmd_name, cmd_name))
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        return command


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
def main() -> None:
    """A search-backed knowledge base for questions about social security."""
