"""What the knowledge base is made of: articles, sections, steps, links, citations.

Everything here is a frozen value. ``ingest`` makes articles, ``kb.index`` stores
and finds them, ``kb.web`` and ``kb.cli`` show them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kb.provision import Provision
from kb.unresolved import Unresolved
from kb.verdict import Verdict, VerdictKind, Why

T = TypeVar("T")

FEW_CHARACTERS = 20  # of a quotation; a whole sentence of a statute has more
NATIONAL = "national"  # the region of an article that holds everywhere


class Kind(StrEnum):
    """A guide walks through a task; a qa answers one question."""

    GUIDE = "guide"
    QA = "qa"


class Status(StrEnum):
    """Only published articles are found; archived ones stay at their addresses, with a notice."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Form(StrEnum):
    """The form of a source file; its value is the file's extension."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"


class Role(StrEnum):
    """What a section is to the reader."""

    LEAD = "lead"  # before the first heading: it holds the answer
    BODY = "body"
    STEPS = "steps"  # holds the steps, as its sub-sections or as a numbered list
    STEP = "step"  # one step
    SUMMARY = "summary"
    BASIS = "basis"  # the legal basis


class Severity(StrEnum):
    """An error must be mended and sets the exit status; a warning is advice."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something an editor should mend. Prints as ``path:line: code message (hint)``."""

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}: {self.code} {self.message}{hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A corpus file as read: its path inside the corpus, its text and content hash.

    ``sha256`` is hexadecimal, over the file's bytes.
    """

    path: str
    form: Form
    text: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its number (from 1), heading without the ordinal, and text."""

    number: int
    heading: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, up to the next heading.

    ``heading`` is as written ("" for the lead), ``ordinal`` the part of it that
    numbers a step ("Fourth,", "V.", "（三）"); ``level`` is 0 for the lead, else
    2 to 6. ``text`` is plain, paragraphs separated by a blank line. ``html`` is
    safe to show: rendered from Markdown with raw HTML off, its citations marked
    ``<cite data-n="K">`` with K the place in the article's citations.
    ``items`` are the top-level items of its numbered lists, as text.
    """

    heading: str
    anchor: str
    level: int
    role: Role
    text: str
    html: str
    ordinal: str = ""
    number: int = 0
    items: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The heading without its ordinal, its first letter a capital."""
        bare = self.heading.removeprefix(self.ordinal).lstrip()
        return bare[:1].upper() + bare[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A related article as its author wrote it; ``slug`` once resolved, else wanted."""

    text: str
    slug: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A span of an article's text that cites a statute.

    ``anchor`` names the section; ``start`` and ``end`` are offsets in its text.
    ``statute`` is the name as written ("" where only an antecedent names it, and
    then ``antecedent`` is that name, if there is one), ``numbers`` the provisions
    in the form ``60``, ``274-1``, ``60/para-2/item-3``, ``quote`` the paragraphs
    given as the provision's words. ``targets`` are the provisions it resolves to;
    where it does not, ``unresolved`` says why and ``candidates`` lists what it could be.
    ``register_id`` is the statute that the name resolved to, if it did.
    ``quote_spans`` are the places of ``quote`` in the section's text, where it stands there
    word for word; ``verdict`` is what came of holding it against the law, None without a quote.
    """

    text: str
    anchor: str
    start: int
    end: int
    statute: str
    antecedent: str = ""
    numbers: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    quote_spans: tuple[tuple[int, int], ...] = ()
    targets: tuple[Provision, ...] = ()
    register_id: str = ""
    unresolved: Unresolved | None = None
    candidates: tuple[str, ...] = ()
    verdict: Verdict | None = None

    @property
    def resolved(self) -> bool:
        return bool(self.targets)

    @property
    def claims_words(self) -> bool:
        """Whether what it quotes is meant as the provision's words.

        A few words behind a colon that could not be checked may as well be the
        article's own: "Article 14: when it counts".
        """
        if not self.quote or self.verdict is None:
            return bool(self.quote)
        few = sum(map(len, self.quote)) < FEW_CHARACTERS or Why.TOO_SHORT in self.verdict.why
        return self.verdict.kind is not VerdictKind.UNCHECKED or not few

    @property
    def reason(self) -> str:
        """For editors, in English: why it does not resolve; empty where it does."""
        return str(self.unresolved) if self.unresolved else ""

    @property
    def meant(self) -> tuple[Provision, ...]:
        """Its targets; else what it names in a statute that is known and has no such provision."""
        if self.targets or not self.register_id:
            return self.targets
        return unique(Provision.parse(f"{self.register_id}/art-{n}") for n in self.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of the knowledge base.

    ``slug`` is its address and the stem of its file name; ``aliases`` are other
    ways people ask the question; for the questions ``best_for`` its editors want it first,
    for those of ``not_for`` not at all;
    ``reviewed`` and ``review_by`` are days; ``formerly`` are addresses that it had before, or
    that articles had which were merged into it.
    ``path`` names the source file; ``fingerprint`` is a hash of its bytes and of
    all else that parsing depended on, so that an equal one need not be parsed again.
    """

    slug: str
    title: str
    kind: Kind
    topic: str
    regions: tuple[str, ...] = (NATIONAL,)
    lang: str = "en"
    status: Status = Status.DRAFT
    reviewed: date | None = None
    review_by: date | None = None
    aliases: tuple[str, ...] = ()
    best_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    related: tuple[Link, ...] = ()
    translation_of: str = ""
    formerly: tuple[str, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    path: str = ""
    fingerprint: str = ""

    @property
    def answer(self) -> str:
        """The article's first paragraph: by the house rule it answers the question."""
        for section in self.sections:
            if section.role is not Role.BASIS and section.text:
                return section.text.split("\n\n", 1)[0]
        return ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps: the step sections, or else the items of a steps section's list."""
        found = [
            Step(number=s.number, heading=s.title, text=s.text, anchor=s.anchor)
            for s in self.sections
            if s.role is Role.STEP
        ]
        if found:
            return tuple(found)
        items = [(s.anchor, i) for s in self.sections if s.role is Role.STEPS for i in s.items]
        return tuple(
            Step(number=number, heading=text, text="", anchor=anchor)
            for number, (anchor, text) in enumerate(items, 1)
        )

    @property
    def summary(self) -> str:
        """The text under "To sum up", or nothing."""
        return next((s.text for s in self.sections if s.role is Role.SUMMARY), "")

    @property
    def legal_basis(self) -> tuple[Citation, ...]:
        """The citations of its legal basis; where it has no such section, all of them.

        What a quoted provision itself cites is the provision's, not the article's.
        """
        texts = {s.anchor: s.text for s in self.sections}
        anchors = {s.anchor for s in self.sections if s.role is Role.BASIS} or set(texts)
        quoted = [
            (c.anchor, at, at + len(quote))
            for c in self.citations
            for quote in c.quote
            if (at := texts.get(c.anchor, "").find(quote, c.end)) >= 0
        ]
        return tuple(
            c
            for c in self.citations
            if c.anchor in anchors
            and not any(
                anchor == c.anchor and start <= c.start < end for anchor, start, end in quoted
            )
        )

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Every provision it cites, without pinpoints, each once, in order."""
        return unique(p.whole for c in self.citations for p in c.targets)


def unique(things: Iterable[T]) -> tuple[T, ...]:
    """Each thing once, in the order of first appearance."""
    return tuple(dict.fromkeys(things))
