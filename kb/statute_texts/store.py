"""Official texts read from the database: implements ``kb.official.OfficialTexts``."""

import os
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.codec import CodecError, decode
from kb.official import Place, Version, in_force
from kb.provision import Provision
from kb.statute_texts import words as wording
from kb.statute_texts.database import read_only, unusable
from kb.statutes import ProvisionText, Statute

Today = Callable[[], date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A version as it is held: what is told of it, and the numbers of its provisions."""

    version: Version
    digest: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Register:
    """What is read once after each change: entries and versions, without texts."""

    fingerprint: str
    entries: tuple[Statute, ...]
    held: Mapping[str, tuple[Held, ...]]
    firsts: tuple[int, ...]  # the number of each version's first provision, ascending
    by_first: tuple[tuple[str, Held], ...]  # the statute and the version, in that order

    def of(self, number: int) -> tuple[str, Held | None]:
        """The statute and the version that hold the provision with this number."""
        at = bisect_right(self.firsts, number) - 1
        if at < 0 or number > self.by_first[at][1].last:
            return "", None  # it was removed since the words were entered
        return self.by_first[at]

    def holds(self, number: int) -> bool:
        """Whether there is a provision with this number."""
        return self.of(number)[1] is not None


_NOTHING = _Register("", (), {}, (), ())


class SqliteTexts:
    """A connection for each thread. Before the first import there is no file, and no text."""

    def __init__(self, path: Path, today: Today = date.today) -> None:
        self._path = path
        self.today = today
        self._own = threading.local()
        self._register = _NOTHING

    def statutes(self) -> tuple[Statute, ...]:
        with self._open() as database:
            return self._read(database).entries if database else ()

    def versions(self, statute: str) -> tuple[Version, ...]:
        return tuple(held.version for held in self.held(statute))

    def held(self, statute: str) -> tuple[Held, ...]:
        """The versions, with where their provisions stand."""
        with self._open() as database:
            return self._read(database).held.get(statute, ()) if database else ()

    def entries(self) -> dict[tuple[str, date], Statute]:
        """What each version tells of its statute, by the statute's id and the version's day."""
        with self._open() as database:
            if database is None:
                return {}
            rows = database.execute("SELECT statute, adopted, entry FROM version")
            return {
                (statute, date.fromisoformat(adopted)): decode(entry, Statute)
                for statute, adopted, entry in rows
            }

    def text(self, provision: Provision, version: date | None = None) -> ProvisionText | None:
        with self._open() as database:
            held = self._chosen(database, provision.statute, version)
            if database is None or held is None:
                return None
            row = database.execute(
                "SELECT text FROM provision WHERE number BETWEEN ? AND ?"
                " AND article = ? AND inserted = ?",
                (held.first, held.last, provision.article, provision.inserted),
            ).fetchone()
            return decode(row[0], ProvisionText) if row else None

    def provisions(self, statute: str, version: date | None = None) -> tuple[ProvisionText, ...]:
        with self._open() as database:
            held = self._chosen(database, statute, version)
            if database is None or held is None:
                return ()
            rows = database.execute(
                "SELECT text FROM provision WHERE number BETWEEN ? AND ? ORDER BY number",
                (held.first, held.last),
            )
            return tuple(decode(text, ProvisionText) for (text,) in rows)

    def numbers(self, statute: str, version: date | None = None) -> tuple[Provision, ...]:
        with self._open() as database:
            held = self._chosen(database, statute, version)
            if database is None or held is None:
                return ()
            rows = database.execute(
                "SELECT article, inserted FROM provision WHERE number BETWEEN ? AND ?"
                " ORDER BY number",
                (held.first, held.last),
            )
            return tuple(Provision(statute, article, inserted) for article, inserted in rows)

    def containing(self, words: str, statute: str = "", most: int = 5) -> tuple[Place, ...]:
        sought = wording.folded(words)[: wording.MOST_WORDS]
        with self._open() as database:
            if database is None or not sought:
                return ()
            register = self._read(database)
            within = [(held.first, held.last) for held in register.held.get(statute, ())]
            if statute and not within:
                return ()
            numbers = wording.candidates(database, sought, register.holds, within)
            best: dict[Provision, Place] = {}
            for place in self._places(database, register, numbers, sought):
                other = best.get(place.provision)
                if other is None or _rank(place) > _rank(other):
                    best[place.provision] = place
        found = sorted(best.values(), key=lambda place: (-place.likeness, place.provision))
        return tuple(found[:most])

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        with self._open() as database:
            if database is None:
                return ()
            register = self._read(database)
            found: set[Provision] = set()
            for number, article, inserted in database.execute(
                "SELECT citing, provision.article, provision.inserted FROM citation"
                " JOIN provision ON provision.number = citing WHERE citation.statute = ?"
                " AND citation.article = ? AND citation.inserted = ?",
                (provision.statute, provision.article, provision.inserted),
            ):
                statute, held = register.of(number)
                if held is not None and held is self._current(register, statute):
                    found.add(Provision(statute, article, inserted))
        return tuple(sorted(found - {provision.whole}))

    def state(self, statute: str) -> str:
        with self._open() as database:
            held = self._chosen(database, statute, None)
            return f"{held.version.adopted} {held.digest[:16]}" if held else ""

    def fingerprint(self) -> str:
        with self._open() as database:
            return _fingerprint(database) if database else ""

    def told_of(self, files: str) -> bytes | None:
        """What was told of these files, by their hash, if they were the last ones imported."""
        with self._open() as database:
            if database is None:
                return None
            row = database.execute("SELECT told FROM source WHERE files = ?", (files,)).fetchone()
            return bytes(row[0]) if row else None

    def _places(
        self,
        database: sqlite3.Connection,
        register: _Register,
        numbers: Sequence[int],
        sought: str,
    ) -> Iterator[Place]:
        marks = ", ".join("?" * len(numbers))
        for number, text in database.execute(
            f"SELECT number, text FROM provision WHERE number IN ({marks})",  # noqa: S608
            tuple(numbers),
        ):
            _, held = register.of(number)
            if held is None:
                continue
            found = decode(text, ProvisionText)
            like = wording.likeness(sought, wording.folded(found.text))
            if like >= wording.LIKE_ENOUGH:
                yield Place(provision=found.provision, version=held.version.adopted, likeness=like)

    def _chosen(
        self, database: sqlite3.Connection | None, statute: str, version: date | None
    ) -> Held | None:
        if database is None:
            return None
        register = self._read(database)
        if version is None:
            return self._current(register, statute)
        held = register.held.get(statute, ())
        return next((each for each in held if each.version.adopted == version), None)

    def _current(self, register: _Register, statute: str) -> Held | None:
        """The version in force today, else the newest."""
        held = register.held.get(statute, ())
        current = in_force((each.version for each in held), self.today())
        return next((h for h in held if h.version is current), held[-1] if held else None)

    def _read(self, database: sqlite3.Connection) -> _Register:
        """The register as it is now; read anew only where something was written."""
        fingerprint = _fingerprint(database)
        if self._register.fingerprint != fingerprint:
            self._register = _register(database, fingerprint)
        return self._register

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """This thread's connection, in one transaction; None where nothing was imported."""
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            yield None
            return
        except OSError as error:
            raise unusable(self._path, error) from error
        which = (status.st_dev, status.st_ino)
        own = self._own
        if getattr(own, "which", None) != which:  # the first time, or another file by now
            database = read_only(self._path)
            if database is None:
                yield None
                return
            own.database, own.which = database, which
        try:
            own.database.execute("BEGIN")  # all that one answer is made of is of one state
            try:
                yield own.database
            finally:
                own.database.execute("ROLLBACK")
        except (sqlite3.Error, CodecError) as error:
            raise unusable(self._path, error) from error


def _fingerprint(database: sqlite3.Connection) -> str:
    row = database.execute("SELECT value FROM state WHERE name = 'fingerprint'").fetchone()
    return str(row[0]) if row else ""


def _register(database: sqlite3.Connection, fingerprint: str) -> _Register:
    held: dict[str, list[Held]] = {}
    by_first: list[tuple[int, str, Held]] = []
    for statute, facts, digest, first, last in database.execute(
        "SELECT statute, facts, digest, first, last FROM version ORDER BY statute, adopted"
    ):
        each = Held(version=decode(facts, Version), digest=digest, first=first, last=last)
        held.setdefault(statute, []).append(each)
        by_first.append((first, statute, each))
    by_first.sort(key=lambda row: row[0])
    entries = database.execute("SELECT entry FROM statute ORDER BY id")
    return _Register(
        fingerprint,
        tuple(decode(entry, Statute) for (entry,) in entries),
        {statute: tuple(versions) for statute, versions in held.items()},
        tuple(first for first, _, _ in by_first),
        tuple((statute, each) for _, statute, each in by_first),
    )


def _rank(place: Place) -> tuple[float, date]:
    """Of several versions of a provision the one that is most alike, then the newest."""
    return place.likeness, place.version
