"""What is brought to the desk from elsewhere: files and pasted text that become drafts."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kb.model import Article, Citation, Link, Step
from kb.verdict import VerdictKind

MAX_FILE_BYTES = 10_000_000  # of a .docx or a saved page with its pictures; of text it is half
MAX_FILES = 50  # in one go
MAX_SECONDS = 30.0  # to read one file; a long saved page takes one
_LONGEST_NAME = 100  # characters of a file's name that are shown


class Unfit(StrEnum):
    """Why nothing could be made of a file."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"  # more bytes, or more inside it, than is read
    BINARY = "binary"  # a picture, a PDF, a program: whatever its name says
    LOCKED = "locked"  # an old .doc, or protected by a password
    NOT_WORD = "not-word"  # an archive, but no .docx
    NO_ARTICLE = "no-article"  # text, but none that an article could be made of
    TOO_SLOW = "too-slow"  # reading it took longer than is waited


class UnfitFileError(Exception):
    """No draft could be made of a file; the message is English and says what to do."""

    def __init__(self, why: Unfit, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person who imports has decided; empty: take it from the file."""

    topic: str = ""
    kind: str = ""
    slug: str = ""
    lang: str = ""


FROM_THE_FILE = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One entry of the legal basis: as written, what it resolves to, how its quotation fares.

    ``verdict`` is None where nothing is quoted or nobody judged; ``why`` are its reasons.
    """

    statute: str
    provisions: tuple[str, ...]
    resolved: tuple[str, ...]
    quote: tuple[str, ...]
    reason: str = ""
    verdict: VerdictKind | None = None
    why: tuple[str, ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> "Basis":
        return cls(
            statute=citation.statute,
            provisions=citation.numbers,
            resolved=tuple(map(str, citation.targets)),
            quote=citation.quote,
            reason=citation.reason,
            verdict=citation.verdict.kind if citation.verdict else None,
            why=citation.verdict.why if citation.verdict else (),
        )

    @property
    def flagged(self) -> bool:
        """Whether an editor has to look: it leads nowhere, or the words are not the law's."""
        return not self.resolved or self.verdict is VerdictKind.MISMATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What an import understood, what it was unsure of, and what it left out.

    ``path`` is where the article lies, relative to the corpus folder; ``written`` tells whether
    it does already. ``wanted_slug`` is the address that it would have had and that was taken,
    else "". ``form`` is what the file turned out to be: ``docx``, ``html``, ``md`` or ``txt``.
    """

    path: str
    written: bool
    title: str
    slug: str
    kind: str
    topic: str
    lang: str
    breadcrumb: tuple[str, ...]
    steps: tuple[Step, ...]
    summary: str
    legal_basis: tuple[Basis, ...]
    related: tuple[Link, ...]
    unsure: tuple[str, ...]
    dropped: tuple[str, ...]
    markdown: str
    form: str = ""
    wanted_slug: str = ""

    @classmethod
    def of(
        cls,
        article: Article,
        *,
        path: str,
        markdown: str,
        unsure: tuple[str, ...],
        dropped: tuple[str, ...],
        form: str,
    ) -> "Understood":
        """The report on an article that nobody has written down yet."""
        return cls(
            path=path,
            written=False,
            title=article.title,
            slug=article.slug,
            kind=article.kind,
            topic=article.topic,
            lang=article.lang,
            breadcrumb=article.breadcrumb,
            steps=article.steps,
            summary=article.summary,
            legal_basis=tuple(Basis.of(citation) for citation in article.legal_basis),
            related=article.related,
            unsure=unsure,
            dropped=dropped,
            markdown=markdown,
            form=form,
        )


class Reading(Protocol):
    """Understands files, with the corpus as it is: one after the other, in one go."""

    def understand(self, name: str, content: bytes, wishes: Wishes = FROM_THE_FILE) -> Understood:
        """What an article made of the file would be; nothing is written.

        The bytes say what it is; the name only breaks ties, and never names a file here. An
        address that is taken, also by what was understood before, is not given again: another
        one is. Raises ``UnfitFileError``.
        """
        ...

    def close(self) -> None: ...


class Importer(Protocol):
    """Reads what comes in. Safe to share between threads."""

    def reading(self) -> Reading:
        """For one upload or one command; whoever asks for it closes it."""
        ...


def shown_name(name: str) -> str:
    """A file's name as it may be shown: no folders, nothing unprintable, not too long."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable()).strip()
    if len(kept) <= _LONGEST_NAME:
        return kept
    return f"{kept[: _LONGEST_NAME - 11]}…{kept[-10:]}"
