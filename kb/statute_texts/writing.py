"""Writing official texts: what an import changes, and one transaction that changes it."""

import hashlib
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kb.codec import decode, encode
from kb.imported import Changes, Citing, ImportedVersion
from kb.official import TextsUnusableError
from kb.statute_texts import words
from kb.statute_texts.database import writing
from kb.statute_texts.store import SqliteTexts
from kb.statutes import ProvisionText, Statute

# Gives the register's entries the names that they can have beside one another.
Named = Callable[[Sequence[Statute]], Sequence[Statute]]
Progress = Callable[[int, int], None]


def changes(texts: SqliteTexts, imported: Iterable[ImportedVersion], named: Named) -> Changes:
    """How the imported versions differ from what is held."""
    versions: list[ImportedVersion] = []
    added: list[tuple[str, date]] = []
    updated: list[tuple[str, date]] = []
    unchanged = 0
    for each in imported:
        statute, adopted = each.entry.id, each.version.adopted
        held = texts.held(statute)
        other = next((h for h in held if h.version.adopted == adopted), None)
        if other is None:
            versions.append(replace(each, version=replace(each.version, first=not held)))
            added.append((statute, adopted))
            continue
        first, day = other.version.first, other.version.imported
        each = replace(each, version=replace(each.version, first=first, imported=day))
        if each.is_part:
            each = _joined(each, texts.provisions(statute, adopted))
        if digest(each) == other.digest:
            unchanged += 1
            continue
        versions.append(each)
        updated.append((statute, adopted))
    return Changes(
        versions=tuple(versions),
        entries=tuple(named(_entries(texts, versions))),
        added=tuple(added),
        updated=tuple(updated),
        unchanged=unchanged,
    )


def digest(imported: ImportedVersion) -> str:
    """What differs where the text, its dates, or what is told of the statute does."""
    version = imported.version
    told = (imported.entry, version.in_force, version.last_article, version.note)
    return hashlib.sha256(encode((told, imported.provisions))).hexdigest()


def write(
    path: Path,
    what: Changes,
    citing: Iterable[Citing],
    before: str,
    files: tuple[str, bytes] | None,
    progress: Progress | None = None,
) -> None:
    """Write the changes in one transaction: whatever ends it, nothing or all is there.

    ``citing`` replaces all citations; ``before`` is the fingerprint of what the changes were
    made for; ``files`` is the hash of the files that it all comes from, if it does, and what
    is to be told when they are imported again. Raises ``TextsUnusableError``, also where
    somebody else wrote since.
    """
    total = sum(len(each.provisions) for each in what.versions)
    with writing(path) as database:
        _same(database, before, path)
        for statute, adopted in what.removed:
            _remove(database, statute, adopted)
        entered: list[tuple[int, str]] = []
        for each in what.versions:
            _remove(database, each.entry.id, each.version.adopted)
            entered += _insert(database, each)
            if progress is not None:
                progress(len(entered), total)
        words.enter(database, entered)
        _sweep(database)
        _finish(database, what.entries, citing)
        database.execute("DELETE FROM source")
        if files is not None:
            database.execute("INSERT INTO source (files, told) VALUES (?, ?)", files)


def removal(texts: SqliteTexts, gone: Sequence[tuple[str, date]], named: Named) -> Changes:
    """The changes that remove these versions."""
    return Changes(
        versions=(), entries=tuple(named(_entries(texts, (), gone))), removed=tuple(gone)
    )


def _joined(part: ImportedVersion, held: Sequence[ProvisionText]) -> ImportedVersion:
    """The part with the provisions of the other parts, which are held already."""
    together = {text.provision: text for text in (*held, *part.provisions)}
    provisions = tuple(together[provision] for provision in sorted(together))
    last = provisions[-1].provision.article
    return replace(
        part,
        provisions=provisions,
        entry=replace(part.entry, last_article=last),
        version=replace(part.version, last_article=last),
    )


def _entries(
    texts: SqliteTexts,
    versions: Iterable[ImportedVersion],
    gone: Iterable[tuple[str, date]] = (),
) -> tuple[Statute, ...]:
    """The register's entries, each as its newest version tells it."""
    told = texts.entries()
    for each in versions:
        told[each.entry.id, each.version.adopted] = each.entry
    for key in gone:
        told.pop(key, None)
    by_statute: defaultdict[str, list[Statute]] = defaultdict(list)
    for (statute, _), entry in sorted(told.items()):
        by_statute[statute].append(entry)
    return tuple(
        replace(
            entries[-1],
            adopted=min(entry.adopted for entry in entries),
            in_force=min(entry.in_force for entry in entries),
        )
        for _, entries in sorted(by_statute.items())
    )


def _same(database: sqlite3.Connection, before: str, path: Path) -> None:
    row = database.execute("SELECT value FROM state WHERE name = 'fingerprint'").fetchone()
    if (row[0] if row else "") != before:
        raise TextsUnusableError(f"{path}: another import was made meanwhile; try again")


def _remove(database: sqlite3.Connection, statute: str, adopted: date) -> None:
    key = (statute, adopted.isoformat())
    row = database.execute(
        "DELETE FROM version WHERE statute = ? AND adopted = ? RETURNING first, last", key
    ).fetchone()
    if row is not None:
        database.execute("DELETE FROM provision WHERE number BETWEEN ? AND ?", row)


def _insert(database: sqlite3.Connection, each: ImportedVersion) -> Iterator[tuple[int, str]]:
    """Insert the version; yields the provisions' numbers with their folded texts."""
    (last,) = database.execute("SELECT coalesce(max(number), 0) FROM provision").fetchone()
    row = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'provision'").fetchone()
    first = max(last, row[0] if row else 0) + 1
    database.executemany(
        "INSERT INTO provision (number, article, inserted, text) VALUES (?, ?, ?, ?)",
        (
            (number, text.provision.article, text.provision.inserted, encode(text))
            for number, text in enumerate(each.provisions, first)
        ),
    )
    database.execute(
        "INSERT INTO version (statute, adopted, facts, entry, digest, first, last)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            each.entry.id,
            each.version.adopted.isoformat(),
            encode(each.version),
            encode(each.entry),
            digest(each),
            first,
            first + len(each.provisions) - 1,
        ),
    )
    for number, text in enumerate(each.provisions, first):
        yield number, words.folded(text.text)


def _sweep(database: sqlite3.Connection) -> None:
    """Enter all words anew once more of the provisions that were entered are gone than held."""
    (held,) = database.execute("SELECT count(*) FROM provision").fetchone()
    row = database.execute("SELECT value FROM state WHERE name = 'swept'").fetchone()
    (last,) = database.execute("SELECT coalesce(max(number), 0) FROM provision").fetchone()
    since = int(row[0]) if row else 0
    if last - since <= 2 * held:
        return
    database.execute("DELETE FROM shingle")
    texts = database.execute("SELECT number, text FROM provision ORDER BY number")
    words.enter(
        database,
        ((number, words.folded(decode(text, ProvisionText).text)) for number, text in texts),
    )
    database.execute(
        "INSERT OR REPLACE INTO state (name, value) VALUES ('swept', ?)", (str(last - held),)
    )


def _finish(
    database: sqlite3.Connection, entries: Iterable[Statute], citing: Iterable[Citing]
) -> None:
    """What depends on all statutes: the register, and who cites whom."""
    database.execute("DELETE FROM statute")
    database.executemany(
        "INSERT INTO statute (id, entry) VALUES (?, ?)",
        ((entry.id, encode(entry)) for entry in entries),
    )
    database.execute("DELETE FROM citation")
    database.executemany(
        "INSERT OR IGNORE INTO citation (statute, article, inserted, citing) VALUES (?, ?, ?, ?)",
        _citations(database, citing),
    )
    database.execute(
        "INSERT OR REPLACE INTO state (name, value) VALUES ('fingerprint', ?)",
        (secrets.token_hex(16),),
    )


def _citations(
    database: sqlite3.Connection, citing: Iterable[Citing]
) -> Iterator[tuple[str, int, int, int]]:
    for each in citing:
        row = database.execute(
            "SELECT first, last FROM version WHERE statute = ? AND adopted = ?",
            (each.statute, each.adopted.isoformat()),
        ).fetchone()
        if row is None:
            continue
        numbers = {
            (article, inserted): number
            for number, article, inserted in database.execute(
                "SELECT number, article, inserted FROM provision WHERE number BETWEEN ? AND ?",
                row,
            )
        }
        for provision, cited in each.cited:
            number = numbers[provision.article, provision.inserted]
            for target in cited:
                yield target.statute, target.article, target.inserted, number
