"""One file to one document: a dated version of a statute, or a part of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.statutes import body
from ingest.statutes.days import History, history
from ingest.statutes.naming import clean_title, is_statute, issuer_of, kind_of
from ingest.statutes.numbering import Numbering
from kb.model import Problem, Source
from kb.statutes import ProvisionText

# Raised when the same file becomes something else: what was imported is then read again.
VERSION = 1
END_OF_FACTS = "<!-- INFO END -->"
CASES = "案例"  # a folder of what courts decided
MAX_TITLE = 300
LAST_WORDS = 4  # so many provisions at the end may tell when the statute came into force

_TITLE = re.compile(r"#[ \t]*([^#\s].*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file says. ``part`` is the book of a code that it holds, else empty.

    ``provisions`` belong to a statute called ``x``: only all titles together say its id.
    """

    path: str
    title: str
    part: str
    kind: str
    issuer: str
    history: History
    numbering: Numbering
    provisions: tuple[ProvisionText, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The document, None where the file is no statute or no sound one, and what is wrong.

    ``is_other`` says that it is something else than a statute, which is no fault.
    """

    document: Document | None
    problems: tuple[Problem, ...] = ()
    is_other: bool = False


def parse(source: Source) -> Result:
    """Read the file's facts and its provisions. Whatever it holds, nothing is raised."""
    if source.text.lstrip("\ufeff").startswith("---\n"):
        return Result(None, is_other=True)  # a page of the collection's own site
    facts, mark, text = source.text.partition(END_OF_FACTS)
    if not mark:
        return _unsound(source, 1, "no-facts", f"there is no line {END_OF_FACTS}", _FORM)
    titles = [match[1] for line in facts.split("\n") if (match := _TITLE.fullmatch(line.strip()))]
    if not titles or not clean_title(titles[0]):
        return _unsound(source, 1, "no-title", "there is no title", _FORM)
    title, part = clean_title(titles[0])[:MAX_TITLE], clean_title("".join(titles[1:2]))
    folders = source.path.split("/")[:-1]
    if not is_statute(title) or CASES in folders:
        return Result(None, is_other=True)
    first_line = facts.count("\n") + 1
    found = body.read(source.path, text, first_line, (part,) if part else ())
    lines = tuple(_facts(facts))
    last_words = "\n".join(text.text for text in found.provisions[-LAST_WORDS:])
    told = history(lines, source.path, last_words)
    if told is None:
        hint = "write a line such as 2018年12月29日 … 通过, or the day into the file's name"
        return _unsound(source, 1, "no-day", "no day of adoption is told", hint)
    if not found.provisions:
        hint = "the text stands below the facts, its provisions as 第一条 …"
        return _unsound(source, first_line, "no-text", "it has no provisions", hint)
    document = Document(
        path=source.path,
        title=title,
        part=part,
        kind=kind_of(title, folders, facts),
        issuer=issuer_of(title, folders, lines),
        history=told,
        numbering=found.numbering,
        provisions=found.provisions,
    )
    return Result(document, found.problems)


_FORM = "a file has `# title`, lines of its adoption, <!-- INFO END -->, then the text"


def _facts(facts: str) -> Iterator[str]:
    for line in facts.split("\n"):
        if line.strip() and not line.startswith("#"):
            yield line.strip()[:MAX_TITLE]


def _unsound(source: Source, line: int, code: str, message: str, hint: str) -> Result:
    problem = Problem(path=source.path, line=line, code=code, message=message, hint=hint)
    return Result(None, (problem,))
