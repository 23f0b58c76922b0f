"""The way of official texts: files to documents, to versions, to the store, with citations."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.pipeline import register_of
from ingest.source import UnreadableError
from ingest.statutes.cross_citations import CrossCitations
from ingest.statutes.document import VERSION, Document, parse
from ingest.statutes.files import Found, find, sha256, source_of
from ingest.statutes.gathering import gather
from ingest.statutes.naming import with_aliases
from kb import codec
from kb.cli.folders import Folders
from kb.imported import Changes, Citing, ImportedVersion
from kb.model import Problem, Severity
from kb.official import in_force
from kb.statute_texts import writing
from kb.statute_texts.database import FILE
from kb.statute_texts.store import SqliteTexts
from kb.statutes import Register, Statute

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import found and did.

    ``statutes`` and ``provisions`` count what the files hold; ``new``, ``updated`` and
    ``unchanged`` count versions, ``skipped`` files that are no statutes or no sound ones,
    ``amended`` statutes of several versions of which one is new or another one now.
    """

    files: int = 0
    statutes: int = 0
    versions: int = 0
    provisions: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    amended: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> int:
        """How many files could not be taken in."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def import_statutes(
    folders: Folders, paths: tuple[Path, ...], progress: Progress, *, dry: bool = False
) -> Report:
    """Import the files at and below the paths; with ``dry`` only tell what that would do.

    Files that are the same as at the last import are not parsed again. Raises
    ``TextsUnusableError`` and ``CorpusError``.
    """
    texts, register = folders.texts(), register_of(folders.corpus)
    before = texts.fingerprint()
    found = find(paths)
    files = _hash(found, register)
    told = texts.told_of(files)
    if told is not None:
        last = codec.decode(told, Report)
        return Report(
            files=last.files,
            statutes=last.statutes,
            versions=last.versions,
            provisions=last.provisions,
            unchanged=last.versions,
            skipped=last.skipped,
            problems=last.problems,
        )
    documents, problems = _documents(found, progress)
    versions, contradictions = gather(documents, register, texts.statutes())
    what = writing.changes(texts, versions, lambda entries: with_aliases(entries, register))
    report = Report(
        files=len(found.files) + found.passed_over,
        statutes=len({each.entry.id for each in versions}),
        versions=len(versions),
        provisions=sum(len(each.provisions) for each in versions),
        new=len(what.added),
        updated=len(what.updated),
        unchanged=what.unchanged,
        skipped=len(found.files) + found.passed_over - len(documents),
        amended=_amended(texts, what),
        problems=tuple(sorted((*problems, *contradictions), key=lambda p: (p.path, p.line))),
    )
    if what.any and not dry:
        citing = tuple(_citations(texts, what, register, progress))
        told = codec.encode(report)
        writing.write(folders.data / FILE, what, citing, before, (files, told), progress)
    return report


def _amended(texts: SqliteTexts, what: Changes) -> int:
    """How many statutes have a new or changed version beside another."""
    versions = {id: {v.adopted for v in texts.versions(id)} for id, _ in what.added + what.updated}
    for id, adopted in what.added:
        versions[id].add(adopted)
    return sum(len(days) > 1 for days in versions.values())


def remove_statute(folders: Folders, statute: str, adopted: date | None) -> int:
    """Remove the version of the day, or all of the statute's; answers how many there were.

    Raises ``TextsUnusableError``.
    """
    texts, register = folders.texts(), register_of(folders.corpus)
    before = texts.fingerprint()
    gone = tuple(
        (statute, version.adopted)
        for version in texts.versions(statute)
        if adopted in (None, version.adopted)
    )
    if gone:
        what = writing.removal(texts, gone, lambda entries: with_aliases(entries, register))
        citing = tuple(_citations(texts, what, register, lambda done, total: None))
        writing.write(folders.data / FILE, what, citing, before, None)
    return len(gone)


def _documents(found: Found, progress: Progress) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems = list(found.problems)
    for done, path in enumerate(found.files, 1):
        try:
            result = parse(source_of(path))
        except UnreadableError as error:
            problems.append(error.problem)
        else:
            problems += result.problems
            documents += [result.document] if result.document else []
        progress(done, len(found.files))
    return documents, problems


def _citations(
    texts: SqliteTexts, what: Changes, register: Register, progress: Progress
) -> Iterator[Citing]:
    """What the provisions in force cite, of all statutes: new names may resolve old citations."""
    known = {statute.id for statute in register}
    cross = CrossCitations(
        Register.of((*register, *(e for e in what.entries if e.id not in known)))
    )
    written: defaultdict[str, dict[date, ImportedVersion]] = defaultdict(dict)
    for each in what.versions:
        written[each.entry.id][each.version.adopted] = each
    for done, entry in enumerate(what.entries, 1):
        new = written.get(entry.id, {})
        versions = {v.adopted: v for v in texts.versions(entry.id)}
        versions |= {day: each.version for day, each in new.items()}
        kept = [v for day, v in sorted(versions.items()) if (entry.id, day) not in what.removed]
        day = (in_force(kept, texts.today()) or kept[-1]).adopted
        provisions = new[day].provisions if day in new else texts.provisions(entry.id, day)
        yield Citing(statute=entry.id, adopted=day, cited=cross.of(entry, provisions))
        progress(done, len(what.entries))


def _hash(found: Found, register: Register) -> str:
    """Differs where a file, the corpus's register or the parser does."""
    whole = hashlib.sha256(f"{VERSION}\n".encode())
    whole.update(codec.encode([_told(statute) for statute in register]))
    for path in found.files:
        whole.update(f"{path} {sha256(path)}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _told(statute: Statute) -> Sequence[object]:
    return (statute.id, statute.title_zh, statute.aliases, statute.in_force, statute.amendments)
