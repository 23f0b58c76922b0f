"""Documents to statutes: versions of one title together, parts of one version merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ingest.statutes.document import Document
from ingest.statutes.naming import clean_title, ids, title_key
from kb.imported import ImportedVersion
from kb.model import Problem, Severity
from kb.official import Version
from kb.provision import Provision
from kb.statutes import Amendment, ProvisionText, Register, Statute


def gather(
    documents: Iterable[Document],
    register: Register,
    held: Iterable[Statute] = (),
    today: date | None = None,
) -> tuple[tuple[ImportedVersion, ...], tuple[Problem, ...]]:
    """The versions that the documents make up, and where two of them contradict one another.

    ``register`` is the corpus's, ``held`` what was imported before. The order of the
    documents does not matter: they are taken by path.
    """
    by_title: defaultdict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=lambda document: document.path):
        by_title[title_key(document.title)].append(document)
    known = {title_key(statute.title_zh): statute.id for statute in held}
    named = ids((same[0].title for same in by_title.values()), register, known)
    problems: list[Problem] = []
    versions = [
        version
        for key, same in sorted(by_title.items())
        for version in _versions(named[key], same, today or date.today(), problems)
    ]
    return tuple(_as_registered(version, register) for version in versions), tuple(problems)


def _as_registered(imported: ImportedVersion, register: Register) -> ImportedVersion:
    """With the day in force that the corpus's register tells, where the text does not."""
    statute, version = register.get(imported.entry.id), imported.version
    if statute is None or version.in_force > version.adopted:
        return imported
    told = {each.adopted: each.in_force for each in statute.amendments}
    in_force = {statute.adopted: statute.in_force, **told}.get(version.adopted)
    if in_force is None or in_force < version.adopted:
        return imported
    return replace(imported, version=replace(version, in_force=in_force))


def _versions(
    statute: str, documents: Sequence[Document], today: date, problems: list[Problem]
) -> Iterable[ImportedVersion]:
    by_day: defaultdict[date, list[Document]] = defaultdict(list)
    for document in documents:
        by_day[document.history.adopted].append(document)
    for _, same in sorted(by_day.items()):
        yield _version(statute, same, today, problems)


def _version(
    statute: str, documents: Sequence[Document], today: date, problems: list[Problem]
) -> ImportedVersion:
    """One version from its document, from copies of it, or from its parts."""
    parts = _parts(documents, problems)
    taken: dict[Provision, tuple[ProvisionText, Document]] = {}
    for document in parts:
        for text in document.provisions:
            other = taken.setdefault(text.provision, (text, document))
            if other[1] is not document:
                message = f"第{text.provision.number}条 stands in {other[1].path} too"
                problems.append(_told(document, "duplicate-article", message))
    provisions = tuple(_renamed(taken[provision][0], statute) for provision in sorted(taken))
    # Where one part says when the statute came into force, that is so for all.
    told = next((d for d in parts if d.history.in_force_is_known), parts[0])
    history, first = told.history, parts[0]
    last = provisions[-1].provision.article
    return ImportedVersion(
        entry=Statute(
            id=statute,
            title_en="",
            title_zh=clean_title(first.title),
            kind=first.kind,
            issuer=first.issuer,
            adopted=history.first,
            in_force=history.first_in_force,
            amendments=_amendments(parts),
            last_article=last,
            lang="zh",
        ),
        version=Version(
            adopted=history.adopted,
            in_force=history.in_force,
            last_article=last,
            imported=today,
            note=history.note,
        ),
        provisions=provisions,
        is_part=bool(first.part),
    )


def _parts(documents: Sequence[Document], problems: list[Problem]) -> list[Document]:
    """One document a part: of copies that differ the one with most provisions."""
    parts: dict[str, Document] = {}
    for document in documents:
        held = parts.setdefault(document.part, document)
        if held is document or held.provisions == document.provisions:
            continue
        kept, left = (
            (document, held)
            if len(document.provisions) > len(held.provisions)
            else (held, document)
        )
        parts[document.part] = kept
        message = f"{kept.path} has another text of the version of {kept.history.adopted}"
        problems.append(_told(left, "differing-copy", message))
    return list(parts.values())


def _amendments(parts: Sequence[Document]) -> tuple[Amendment, ...]:
    found: Mapping[date, Amendment] = {
        each.adopted: each for document in parts for each in document.history.amendments
    }
    return tuple(found[day] for day in sorted(found))


def _renamed(text: ProvisionText, statute: str) -> ProvisionText:
    return replace(text, provision=replace(text.provision, statute=statute))


def _told(document: Document, code: str, message: str) -> Problem:
    return Problem(
        path=document.path,
        line=1,
        code=code,
        message=message,
        hint="remove one of the two",
        severity=Severity.WARNING,
    )
