"""The text of a statute: headings and numbered provisions, with paragraphs and items."""

import re
from dataclasses import dataclass, field

from ingest.numerals import NUMBER, fold, number
from ingest.script import HAN
from ingest.statutes.numbering import (
    ARABIC,
    ARTICLE,
    COUNTED,
    Line,
    Numbering,
    lines_of,
    numbering_of,
)
from kb.model import Problem, Severity
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText

MAX_ARTICLE = 9999  # as far as a provision's identity goes
MAX_INSERTED = 99
MAX_ALIKE = 5  # problems of one kind that are told of one file
MAX_WORDS = 50_000  # characters of a provision; a longer one is a file that lost its numbers

_PLAIN_HEADING = re.compile(rf"第 ?{NUMBER} ?([编章节])(?: [^。；：，]{{1,30}})?")
_LEVELS = {"编": 1, "章": 2, "节": 3}
_ITEM = re.compile(rf"\( ?(?P<n>{NUMBER}) ?\) ?")
_SUB_ITEM = re.compile(r"[0-9]{1,2} ?[、.](?![0-9])")
_ANNEX = re.compile(r"附(?:件|录|表|图)?(?: ?[0-9一二三四五六七八九十]{1,3})? ?(?::.*)?")
_TABLE_RULE = re.compile(r"[|:\- ]+")
_ENDED = re.compile(r"[。；：！？”」）)…;:.!?]\Z")
# 总 则: set wide in print
_SET_WIDE = re.compile(rf"(?:(?<=[编章节] )|\A)[{HAN}](?: [{HAN}])+\Z")


@dataclass(slots=True)
class _Draft:
    provision: Provision
    chapter: tuple[str, ...]
    line: int
    paragraphs: list[tuple[list[str], list[list[str]]]] = field(default_factory=list)
    open: list[str] | None = None  # the lines that the next line goes on
    size: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """The provisions in order, how they were numbered, and what was wrong."""

    provisions: tuple[ProvisionText, ...]
    numbering: Numbering
    problems: tuple[Problem, ...]


def read(path: str, text: str, first_line: int, above: tuple[str, ...] = ()) -> Body:
    """Read the text below the facts. The provisions' statute is ``x``: it is named later.

    ``above`` are headings above all others, such as the book of a code.
    """
    lines = list(lines_of(text, first_line))
    numbering = numbering_of(lines)
    reading = _Reading(path, numbering, above)
    for line in lines:
        reading.line(line)
    reading.close()
    return Body(
        tuple(sorted(reading.provisions, key=lambda text: text.provision)),
        numbering,
        tuple(reading.problems),
    )


class _Reading:
    """A text while it is read, line by line."""

    def __init__(self, path: str, numbering: Numbering, above: tuple[str, ...]) -> None:
        self._path, self._numbering, self._above = path, numbering, above
        self._headings: list[tuple[int, str]] = []
        self._draft: _Draft | None = None
        self._highest = Provision("x", 0)
        self._seen: set[Provision] = set()
        self._ended = False  # below an annex: its text is no provision's
        self.provisions: list[ProvisionText] = []
        self.problems: list[Problem] = []

    def line(self, line: Line) -> None:
        found = self._begins(line)
        if found is not None:
            provision, words = found
            self._begin(provision, line)
            if words and self._draft is not None:
                self._text(self._draft, words, line, starts=True)
        elif line.level:
            self.close()
            self._heading(line.level, line.text)
        elif (plain := _PLAIN_HEADING.fullmatch(line.folded)) and not line.quoted:
            self.close()
            self._heading(_LEVELS[plain[1]], line.text)
        elif self._is_annex(line):
            self.close()
            self._ended = True
        elif self._draft is not None:
            self._text(self._draft, line.text, line)
        elif self._numbering is Numbering.NONE and not self._ended:
            if not self._seen:
                self._begin(Provision("x", 1), line)
            if self._draft is not None:
                self._text(self._draft, line.text, line, starts=True)

    def _begins(self, line: Line) -> tuple[Provision, str] | None:
        """The provision that begins on the line, and its first words."""
        if self._numbering is Numbering.ARTICLES and not line.level:
            found = ARTICLE.match(line.folded)
            if found is None:
                return None
            after = number(found["after"]) if found["after"] else 0
            provision = Provision("x", number(found["n"]) or 0, after or 0)
            # "第十条规定的……" in running text goes on without a space
            spaced = found.end() == len(line.folded) or found[0][-1] in " 、.:"
            follows = provision.article == self._highest.article + 1
            if (line.quoted or not spaced) and not follows:
                return None
            return provision, line.text[found.end() :].strip()
        pattern = {Numbering.COUNTED: COUNTED, Numbering.ARABIC: ARABIC}.get(self._numbering)
        if pattern is not None and not line.level and not line.quoted:
            found = pattern.match(line.folded)
            if found is not None and number(found["n"]) == self._highest.article + 1:
                return Provision("x", self._highest.article + 1), line.text[found.end() :].strip()
        if self._numbering is Numbering.HEADINGS and line.level:
            found = COUNTED.match(line.folded)
            if found is not None and number(found["n"]) == self._highest.article + 1:
                self.close()
                self._headings = [(line.level, line.text)]
                return Provision("x", self._highest.article + 1), ""
        return None

    def _is_annex(self, line: Line) -> bool:
        return bool(self._seen) and not line.quoted and bool(_ANNEX.fullmatch(line.folded))

    def _heading(self, level: int, text: str) -> None:
        self._ended = bool(_ANNEX.fullmatch(fold(text)) or text.startswith("附件"))
        text = _SET_WIDE.sub(lambda found: found[0].replace(" ", ""), " ".join(text.split()))
        kept = [(n, name) for n, name in self._headings if n < level]
        self._headings = [*kept, (level, text)] if text else kept

    def _begin(self, provision: Provision, line: Line) -> None:
        self.close()
        name = f"第{provision.number}条"
        if not 0 < provision.article <= MAX_ARTICLE or provision.inserted > MAX_INSERTED:
            self._warn(line.n, "bad-article", f"{line.text[:12]!r} is no article's number")
        elif provision in self._seen:
            self._warn(line.n, "duplicate-article", f"{name} is given twice; the first counts")
        else:
            if provision < self._highest:
                last = self._highest.number
                self._warn(line.n, "article-order", f"{name} stands after 第{last}条")
            elif self._seen and provision.article > self._highest.article + 1:
                self._warn(line.n, "article-gap", f"{name} follows 第{self._highest.number}条")
            self._highest = max(self._highest, provision)
            self._seen.add(provision)
            names = tuple(text for _, text in self._headings)
            self._draft = _Draft(provision, (*self._above, *names), line.n)

    def _text(self, draft: _Draft, text: str, line: Line, *, starts: bool = False) -> None:
        draft.size += len(text)
        if draft.size > MAX_WORDS:
            return
        goes_on = line.follows and not starts and draft.open is not None
        item = None if starts else _ITEM.match(line.folded)
        if line.folded.startswith("|"):
            self._go_on(draft, _row(text))
        elif item is not None and number(item["n"]) == self._next_item(draft):
            draft.open = [text[item.end() :]]
            if not draft.paragraphs:
                draft.paragraphs.append(([], []))
            draft.paragraphs[-1][1].append(draft.open)
        elif item is not None or (not starts and _SUB_ITEM.match(line.folded)):
            self._go_on(draft, text)
        elif goes_on and draft.open and not _ENDED.search(draft.open[-1]):
            draft.open[-1] += text  # a line that was broken
        else:
            draft.open = [text]
            draft.paragraphs.append((draft.open, []))

    def _next_item(self, draft: _Draft) -> int:
        return len(draft.paragraphs[-1][1]) + 1 if draft.paragraphs else 1

    def _go_on(self, draft: _Draft, text: str) -> None:
        if not text:
            return
        if draft.open is None:
            draft.open = []
            draft.paragraphs.append((draft.open, []))
        draft.open.append(text)

    def close(self) -> None:
        """Finish the provision being read."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        name = f"第{draft.provision.number}条"
        if draft.size > MAX_WORDS:
            message = f"{name} is longer than {MAX_WORDS:,} characters, and left out"
            self._warn(draft.line, "too-long", message)
        elif not draft.paragraphs:
            self._warn(draft.line, "empty-provision", f"{name} has no text")
        else:
            paragraphs = tuple(
                Paragraph(text="\n".join(lines), items=tuple("\n".join(item) for item in items))
                for lines, items in draft.paragraphs
            )
            self.provisions.append(
                ProvisionText(
                    provision=draft.provision, chapter=draft.chapter, paragraphs=paragraphs
                )
            )

    def _warn(self, line: int, code: str, message: str) -> None:
        if sum(problem.code == code for problem in self.problems) >= MAX_ALIKE:
            return
        self.problems.append(
            Problem(
                path=self._path,
                line=line,
                code=code,
                message=message,
                hint="compare the file with its source",
                severity=Severity.WARNING,
            )
        )


def _row(text: str) -> str:
    """A row of a table as words; empty for the rule below its heads."""
    if _TABLE_RULE.fullmatch(text):
        return ""
    return "　".join(cell for part in text.split("|") if (cell := part.strip()))
