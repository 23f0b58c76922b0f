"""Where the templates and the default corpus are: in the wheel, or in the checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    bundled = PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else PACKAGE.parent / name


def templates() -> Path:
    """The folder of the site's templates."""
    return _find("templates")


def corpus() -> Path:
    """The corpus that comes with the project."""
    return _find("corpus")
