"""A statute file: the register's facts on top, chapters and provisions below."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from ingest.fields import Fields, day_of
from ingest.front_matter import Field, FrontMatter, FrontMatterError
from ingest.front_matter import read as read_front_matter
from ingest.numerals import NUMBER, fold, number
from ingest.script import HAN_SIGN
from kb.model import Problem, Source
from kb.provision import Provision
from kb.statutes import Amendment, Paragraph, ProvisionText, Statute

FIELDS = (
    "id",
    "title_en",
    "title_zh",
    "aliases",
    "kind",
    "issuer",
    "adopted",
    "in_force",
    "amendments",
    "status",
    "last_article",
    "source",
    "lang",
    "translation",
)
LANGS = ("en", "zh")
MAX_ARTICLE = 9999  # as far as a provision's identity goes

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*")
_ARTICLE = re.compile(
    rf"(?:Article\s+(?P<en>[0-9]{{1,5}})(?:-(?P<after_en>[0-9]{{1,2}}))?"
    rf"|第\s*(?P<zh>{NUMBER})\s*条(?:之(?P<after_zh>{NUMBER}))?)",
    re.IGNORECASE,
)
_LOOKS_LIKE_ARTICLE = re.compile(r"(?:articles?\b|第.{1,9}条)", re.IGNORECASE)
_ITEM = re.compile(rf"\(\s*(?P<n>{NUMBER})\s*\)\s*")


def parse(source: Source) -> tuple[Statute | None, tuple[Problem, ...]]:
    """Read the statute. It is None only where the facts that identify it are missing.

    What is wrong with the provisions is reported, and the others are kept.
    """
    try:
        front = read_front_matter(source)
    except FrontMatterError as error:
        return None, (error.problem,)
    fields = _Facts(source.path, front, FIELDS)
    statute_id = fields.required("id", "the file's name without .md")
    stem = PurePosixPath(source.path).stem
    if statute_id and not _ID.fullmatch(statute_id):
        fields.wrong("id", "bad-value", f"{statute_id!r}", "lower-case words joined by hyphens")
        statute_id = ""
    elif statute_id and statute_id != stem:
        fields.wrong("id", "id-not-name", f"the file is called {stem!r}", "make the two the same")
    title_en = fields.required("title_en", "the official title in English")
    title_zh = fields.required("title_zh", "the official title in Chinese")
    adopted, in_force = fields.required_day("adopted"), fields.required_day("in_force")
    last_article = fields.whole_number("last_article")
    statute = partial(
        Statute,
        aliases=fields.texts("aliases"),
        kind=fields.text("kind", "law"),
        issuer=fields.text("issuer"),
        amendments=fields.amendments("amendments"),
        status=fields.text("status", "in force"),
        source=fields.text("source"),
        lang=fields.choice("lang", LANGS, "en"),
        translation=fields.text("translation"),
    )
    if not (statute_id and title_en and title_zh and adopted and in_force and last_article):
        return None, tuple(fields.problems)
    body = _Body(source.path, statute_id, last_article)
    body.read(front)
    whole = statute(
        id=statute_id,
        title_en=title_en,
        title_zh=title_zh,
        adopted=adopted,
        in_force=in_force,
        last_article=last_article,
        provisions=tuple(body.provisions),
    )
    return whole, (*fields.problems, *body.problems)


class _Facts(Fields):
    """The fields that only statutes have."""

    def required_day(self, name: str) -> date | None:
        """A day that must be there."""
        day = self.day(name)
        if day is None and not any(f"`{name}`" in p.message for p in self.problems):
            self.wrong(name, "missing-field", "it must be given", "write it as 2026-11-20")
        return day

    def whole_number(self, name: str) -> int:
        """A number from 1; 0 where it is missing or wrong."""
        value = self.value(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_ARTICLE:
            return value
        code = "missing-field" if value is None else "bad-value"
        hint = f"the number of the last article, 1 to {MAX_ARTICLE}"
        self.wrong(name, code, "it must be a whole number", hint)
        return 0

    def amendments(self, name: str) -> tuple[Amendment, ...]:
        """The list of amendments, each `{adopted: day, in_force: day, note: "…"}`."""
        value = self.value(name)
        rows = [] if value is None else value if isinstance(value, list) else [value]
        return tuple(filter(None, (self._amendment(name, row) for row in rows)))

    def _amendment(self, name: str, row: object) -> Amendment | None:
        hint = 'write each as {adopted: 2018-12-29, in_force: 2018-12-29, note: "…"}'
        if not isinstance(row, dict):
            self.wrong(name, "bad-value", "an entry is no mapping", hint)
            return None
        for key in row.keys() - {"adopted", "in_force", "note"}:
            self.wrong(name, "unknown-field", f"an entry has no {key!r}", hint)
        adopted, in_force = day_of(row.get("adopted")), day_of(row.get("in_force"))
        if adopted is None or (in_force is None and row.get("in_force") is not None):
            self.wrong(name, "bad-date", "an entry's `adopted` and `in_force` must be days", hint)
            return None
        return Amendment(
            adopted=adopted, in_force=in_force, note=str(row.get("note") or "").strip()
        )

    def value(self, name: str) -> object:
        """The field as YAML gives it; None where it is missing."""
        found = self._fields.get(name)
        return found.value if isinstance(found, Field) else None


@dataclass(slots=True)
class _Draft:
    """A provision while its lines are read; a paragraph is its lines and its items' lines."""

    provision: Provision
    chapter: tuple[str, ...]
    line: int
    paragraphs: list[tuple[list[str], list[list[str]]]] = field(default_factory=list)


class _Body:
    """Reads the text below the front matter, line by line."""

    def __init__(self, path: str, statute_id: str, last_article: int) -> None:
        self._path, self._id, self._last = path, statute_id, last_article
        self._headings: list[tuple[int, str]] = []
        self._draft: _Draft | None = None
        self._skipping = False  # below a heading that is reported, until the next one
        self._open: list[str] | None = None  # the lines that the next line goes on
        self._highest: Provision | None = None
        self.provisions: list[ProvisionText] = []
        self.problems: list[Problem] = []

    def read(self, front: FrontMatter) -> None:
        for n, line in enumerate(front.body.split("\n"), front.body_line):
            heading = _HEADING.fullmatch(line.rstrip())
            if heading is not None:
                self._close()
                self._heading(len(heading["marks"]), heading["text"], n)
            elif not line.strip():
                self._open = None
            elif self._draft is not None:
                self._text(self._draft, line.strip(), n)
            elif not self._skipping:
                self._wrong(
                    n,
                    "text-outside-provision",
                    "this text belongs to no provision",
                    "put it below a heading such as ### Article 1",
                )
                self._skipping = True
        self._close()

    def _heading(self, level: int, text: str, line: int) -> None:
        self._skipping = False
        found = _ARTICLE.fullmatch(fold(text).strip())
        if found is not None:
            self._article(found, text, line)
            return
        if _LOOKS_LIKE_ARTICLE.match(text):
            hint = "a provision's heading is its number alone: ### Article 60, ### Article 274-1"
            self._wrong(line, "bad-article", f"{text!r} is not an article's number", hint)
            self._skipping = True
            return
        self._headings = [*((n, name) for n, name in self._headings if n < level), (level, text)]

    def _article(self, found: re.Match[str], text: str, line: int) -> None:
        article = number(found["en"] or found["zh"]) or 0
        after = found["after_en"] or found["after_zh"]
        inserted = (number(after) or 0) if after else 0
        provision = Provision(self._id, article, inserted)
        reason = self._misplaced(provision, text)
        if (after and not inserted) or reason:
            code, message, hint = reason or ("bad-article", f"{text!r}", "count from 1")
            self._wrong(line, code, message, hint)
            self._skipping = True
            return
        self._highest = provision
        self._draft = _Draft(provision, tuple(name for _, name in self._headings), line)

    def _misplaced(self, provision: Provision, text: str) -> tuple[str, str, str] | None:
        """Code, message and hint where the number cannot stand here."""
        if not 0 < provision.article <= self._last:
            last = f"the last article is {self._last}"
            return "beyond-last-article", f"{text!r}: {last}", "correct it or `last_article`"
        highest = self._highest
        if highest is not None and provision == highest:
            return "duplicate-article", f"{text!r} is given twice", "merge the two"
        if highest is not None and provision < highest:
            message = f"{text!r} stands after Article {highest.number}"
            return "article-order", message, "put the articles in ascending order, each once"
        return None

    def _text(self, draft: _Draft, line: str, n: int) -> None:
        item = _ITEM.match(fold(line))
        if item is not None and draft.paragraphs:
            items = draft.paragraphs[-1][1]
            if number(item["n"]) != len(items) + 1:
                self._wrong(
                    n,
                    "item-order",
                    f"item {item[0].strip()} follows {len(items)} of its paragraph",
                    "the items of a paragraph are numbered (1), (2), (3) …",
                )
            self._open = [line[item.end() :]]
            items.append(self._open)
        elif item is not None:
            hint = "an item belongs to the paragraph above it"
            self._wrong(n, "item-alone", f"{line[:30]!r} has no paragraph", hint)
        elif self._open is not None:
            self._open.append(line)
        else:
            self._open = [line]
            draft.paragraphs.append((self._open, []))

    def _close(self) -> None:
        """Finish the provision being read."""
        draft, self._draft, self._open = self._draft, None, None
        if draft is None:
            return
        if not draft.paragraphs:
            message = f"Article {draft.provision.number} has no text"
            self._wrong(draft.line, "empty-provision", message, "write its words, or remove it")
            return
        paragraphs = tuple(
            Paragraph(text=_joined(lines), items=tuple(map(_joined, items)))
            for lines, items in draft.paragraphs
        )
        self.provisions.append(
            ProvisionText(provision=draft.provision, chapter=draft.chapter, paragraphs=paragraphs)
        )

    def _wrong(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(
            Problem(path=self._path, line=line, code=code, message=message, hint=hint)
        )


def _joined(lines: list[str]) -> str:
    """Lines as one: Chinese needs no space between them."""
    text = lines[0]
    for line in lines[1:]:
        between = "" if not text or HAN_SIGN.match(text[-1]) or HAN_SIGN.match(line[0]) else " "
        text += between + line
    return text
