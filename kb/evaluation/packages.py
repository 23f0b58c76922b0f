"""Packages that only the evaluation needs, and what to say where one is missing."""

from importlib import import_module
from typing import Any

EXTRA = "eval"


class MissingPackageError(Exception):
    """A package is not installed; the message says how to get it."""


def package(module: str, name: str) -> Any:
    """Import a module of a package that is not always installed.

    Raises ``MissingPackageError``.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise MissingPackageError(
            f"this needs the package {name}: pip install 'social-security-kb[{EXTRA}]', "
            f"in a checkout pip install -e '.[{EXTRA}]'"
        ) from None
