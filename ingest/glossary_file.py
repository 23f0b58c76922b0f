"""glossary.toml: concepts and the words for them, in both languages."""

from collections.abc import Mapping
from pathlib import Path

from ingest.source import GLOSSARY
from ingest.taxonomy_file import CorpusError
from ingest.toml_file import tables
from kb.glossary import Concept, Glossary

_TEXTS = ("id", "en", "zh")
_LISTS = ("also_en", "also_zh")


class GlossaryError(CorpusError):
    """The glossary cannot be used; the message names the file, the entry and what to do."""


def glossary_of(folder: Path) -> Glossary:
    """The corpus folder's glossary, empty where it has none; raises ``GlossaryError``."""
    path = folder / GLOSSARY
    return read(path) if path.exists() else Glossary()


def read(path: Path) -> Glossary:
    """Read the file; raises ``GlossaryError``."""
    data = tables(path, GlossaryError)
    for name in data:
        if name != "concepts":
            raise GlossaryError(f"{path}: unknown table {name!r}; there are only concepts")
    rows = data.get("concepts", [])
    if not isinstance(rows, list):
        raise GlossaryError(f"{path}: concepts must be entries that start with [[concepts]]")
    concepts = tuple(_concept(f"{path}: entry {n}", row) for n, row in enumerate(rows, 1))
    _check_one_meaning(path, concepts)
    return Glossary(concepts=concepts)


def _concept(where: str, row: object) -> Concept:
    if not isinstance(row, Mapping):
        raise GlossaryError(f"{where}: start it with a line [[concepts]]")
    where = f"{where} ({row.get('id', 'without an id')})"
    for name, value in row.items():
        if name in _TEXTS:
            if not isinstance(value, str) or not value.strip():
                raise GlossaryError(f"{where}: {name} must be text in quotes")
        elif name not in _LISTS:
            allowed = ", ".join((*_TEXTS, *_LISTS))
            raise GlossaryError(f"{where}: unknown field {name!r}; it has {allowed}")
        elif not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise GlossaryError(f"{where}: {name} must be a list of texts in quotes")
    for name in _TEXTS:
        if name not in row:
            raise GlossaryError(f"{where}: {name} is missing")
    return Concept(
        id=row["id"],
        en=row["en"],
        zh=row["zh"],
        also_en=tuple(row.get("also_en", ())),
        also_zh=tuple(row.get("also_zh", ())),
    )


def _check_one_meaning(path: Path, concepts: tuple[Concept, ...]) -> None:
    """A word in two concepts would make a question mean both."""
    owners: dict[str, str] = {}
    ids: set[str] = set()
    for concept in concepts:
        if concept.id in ids:
            raise GlossaryError(f"{path}: the id {concept.id!r} is taken; give one another")
        ids.add(concept.id)
        for term, _ in concept.terms():
            owner = owners.setdefault(term.casefold(), concept.id)
            if owner != concept.id:
                raise GlossaryError(
                    f"{path}: {term!r} stands in two concepts, {owner!r} and {concept.id!r}; "
                    "leave it where people mean it"
                )
