"""taxonomy.toml: the topics and the regions."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.source import ARTICLES, TAXONOMY
from ingest.toml_file import tables
from kb.taxonomy import Region, Taxonomy, Topic

_TOPIC = ("id", "name_en", "name_zh", "about_en", "about_zh")
_REGION = ("id", "name_en", "name_zh", "parent")
_REQUIRED = ("id", "name_en", "name_zh")

Row = Mapping[str, str]


class CorpusError(ValueError):
    """The corpus folder as a whole cannot be used; the message says what to do."""


class TaxonomyError(CorpusError):
    """The taxonomy cannot be used; the message names the file and what to do."""


def taxonomy_of(folder: Path) -> Taxonomy:
    """The corpus folder's taxonomy; raises ``CorpusError``."""
    if not (folder / ARTICLES).is_dir():
        raise CorpusError(
            f"{folder} is not a corpus: it has no folder {ARTICLES!r}; "
            "name one with --corpus or KB_CORPUS"
        )
    return read(folder / TAXONOMY)


def read(path: Path) -> Taxonomy:
    """Read the file; raises ``TaxonomyError``."""
    missing = "; a corpus needs this file with its topics and regions"
    data = tables(path, TaxonomyError, missing)
    for name in data:
        if name not in ("topics", "regions"):
            raise TaxonomyError(f"{path}: unknown table {name!r}; there are topics and regions")
    topics = [Topic(**row) for row in _rows(path, data, "topics", _TOPIC)]
    regions = [Region(**row) for row in _rows(path, data, "regions", _REGION)]
    if not topics:
        raise TaxonomyError(f"{path}: no topics; start each with a line [[topics]]")
    taxonomy = Taxonomy(topics=tuple(topics), regions=tuple(regions))
    _check_parents(path, taxonomy)
    return taxonomy


def _rows(
    path: Path, data: Mapping[str, object], table: str, known: tuple[str, ...]
) -> Iterator[Row]:
    rows = data.get(table, [])
    if not isinstance(rows, list):
        raise TaxonomyError(f"{path}: {table} must be entries that start with [[{table}]]")
    seen: set[str] = set()
    for n, row in enumerate(rows, 1):
        where = f"{path}: {table} entry {n}"
        if not isinstance(row, dict):
            raise TaxonomyError(f"{where}: start it with a line [[{table}]]")
        for name, value in row.items():
            if name not in known:
                raise TaxonomyError(f"{where}: unknown field {name!r}; it has {', '.join(known)}")
            if not isinstance(value, str):
                raise TaxonomyError(f"{where}: {name} must be text in quotes")
        for name in _REQUIRED:
            if not row.get(name):
                raise TaxonomyError(f"{where}: {name} is missing")
        if row["id"] in seen:
            raise TaxonomyError(f"{where}: the id {row['id']!r} is taken; give it another")
        seen.add(row["id"])
        yield row


def _check_parents(path: Path, taxonomy: Taxonomy) -> None:
    for region in taxonomy.regions:
        if region.parent and taxonomy.region(region.parent) is None:
            raise TaxonomyError(
                f"{path}: region {region.id!r} lies in {region.parent!r}, which is not there; "
                "add it or correct `parent`"
            )
        *_, top = taxonomy.regions_above(region.id)
        if top.parent:
            raise TaxonomyError(f"{path}: region {region.id!r} lies in itself by its parents")
