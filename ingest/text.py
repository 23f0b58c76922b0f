"""Scraped plain text to a draft: masthead, steps, summary, legal basis, related titles."""

import re
from collections.abc import Iterator

from ingest.body import Body
from ingest.draft import Doubt, Draft
from ingest.fields import MAX_TEXTS
from ingest.legal_basis import write_basis
from ingest.lines import Line, lines_of
from ingest.markers import Part, marker, named
from ingest.masthead import asks, masthead
from ingest.outline import number_steps, ordinal
from ingest.regions import Origin, Region, regions_of
from ingest.related_titles import off_topic, related
from ingest.script import HAN_SIGN
from ingest.sequence import STRONG
from ingest.step_line import step_line

_LATIN = re.compile("[A-Za-z]")
_HEADINGS = {
    "en": {
        Part.STEPS: "Steps",
        Part.SUMMARY: "To sum up",
        Part.BASIS: "Legal basis",
        Part.FURTHER: "Further text",
    },
    "zh": {
        Part.STEPS: "步骤",
        Part.SUMMARY: "总结",
        Part.BASIS: "法律依据",
        Part.FURTHER: "其他内容",
    },
}
_MAX_HEADING = 80  # characters of a line that may be a heading without an ordinal


def read(text: str) -> Draft:
    """Read a page that was scraped as plain text.

    Every sentence of it is in the draft: in the body, the title, the breadcrumb,
    the related titles, or ``dropped`` (a repeated title, the words of a marker,
    navigation). Raises ``ValueError`` for text longer than ``lines.MAX_CHARS``.
    """
    page = lines_of(text)
    top = masthead(page.lines)
    found = regions_of(page.lines[top.lines :])
    writer = _Writer(_lang(text))
    doubts = [*top.doubts]
    dropped = [*top.dropped, *found.dropped, *page.rules]
    titles: list[Line] = []
    for region in found.regions:
        if region.part is Part.RELATED:
            listed = related(region.lines, MAX_TEXTS - len(titles))
            titles += listed.titles
            doubts += [*_guessed(region), *listed.doubts]
            dropped.append(region.words)
            if listed.text:
                rest = Region(Part.ANSWER, lines=list(listed.text), origin=Origin.REST)
                doubts += writer.write(rest)
        else:
            doubts += [*_guessed(region), *writer.write(region)]
    once = {line.text: line for line in reversed(titles)}
    dropped += [line.text for line in titles if once[line.text] is not line]
    titles = [line for line in titles if once[line.text] is line]
    doubts += off_topic(top.title, titles)
    if not writer.body:
        doubts.append(Doubt(line=1, message="no text found below the title"))
    return Draft(
        title=top.title,
        body=writer.body.markdown(),
        lang=writer.lang,
        breadcrumb=top.breadcrumb,
        related=tuple(line.text for line in titles),
        dropped=tuple(text for text in (*dropped, *writer.dropped) if text),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


def _lang(text: str) -> str:
    """Chinese where its characters are a good part of all letters."""
    han = len(HAN_SIGN.findall(text))
    return "zh" if 3 * han > len(_LATIN.findall(text)) else "en"


def _guessed(region: Region) -> Iterator[Doubt]:
    if region.origin is Origin.GUESS:
        what = "legal basis" if region.part is Part.BASIS else "related titles"
        yield Doubt(line=region.number, message=f"read as {what}: no marker says so")


class _Writer:
    """Writes regions to the body, each under the heading it needs."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.body = Body()
        self.dropped: list[str] = []
        self._last: Part | None = None  # the part written last, None while there is only a lead

    def write(self, region: Region) -> list[Doubt]:
        """Add the region to the body; the marker's words become its heading or are dropped."""
        if not region.lines:
            self.dropped.append(region.words)
            if region.part in (Part.BASIS, Part.SUMMARY):
                message = f"nothing stands below {region.words!r}"
                return [Doubt(line=region.number, message=message)]
            return []
        heading = self._heading(region)
        if heading:
            self.body.heading(2, heading)
        if region.words != heading:
            self.dropped.append(region.words)
        if region.part is not Part.ANSWER or heading:
            self._last = region.part
        if region.part is Part.BASIS:
            return list(write_basis(self.body, region.lines))
        return list(self._text(region))

    def _heading(self, region: Region) -> str:
        usual = _HEADINGS[self.lang]
        match region.part:
            case Part.BASIS:
                return "" if self._last is Part.BASIS else usual[Part.BASIS]
            case Part.SUMMARY:
                return region.words or usual[Part.SUMMARY]
            case Part.FURTHER:
                return region.words
            case _ if self._last is None:
                return ""  # the lead, or what follows it
            case _:
                opens = 0 in region.steps or self._is_heading(region, 0)
                return region.words or ("" if opens else usual[Part.FURTHER])

    def _text(self, region: Region) -> Iterator[Doubt]:
        """Steps as headings under "Steps", other headings, lists and paragraphs."""
        lines = region.lines
        first, last = min(region.steps, default=len(lines)), max(region.steps, default=-1)
        yield from _slips(region)
        opened = False  # whether a heading "Steps" stands above
        taken = -1  # the line that became part of the heading above it
        for at, line in enumerate(lines):
            if at == taken:
                continue
            if at in region.steps:
                if not opened:
                    self.body.heading(2, _HEADINGS[self.lang][Part.STEPS])
                    opened = True
                    self._last = Part.STEPS
                if _goes_on(region, at):
                    taken = at + 1
                    line = Line(line.number, f"{line.text} {lines[taken].text}")
                yield from self._step(line)
            elif at < first and named(line.text) is Part.STEPS:
                found = marker(line.text)
                self.body.heading(2, found.words if found else line.text)
                opened = True
                self._last = Part.STEPS
            elif not first < at <= last + 1 and self._is_heading(region, at):
                self.body.heading(2, line.text)
                opened = False
                self._last = region.part
            elif line.bullet:
                self.body.bullet(line.text)
            else:
                self.body.paragraph(line.text)

    def _step(self, line: Line) -> Iterator[Doubt]:
        counted = ordinal(line.text)
        if counted is None:
            return
        step = step_line(line.text, counted)
        self.body.heading(3, step.heading)
        if step.text:
            self.body.paragraph(step.text)
        if step.doubt:
            yield Doubt(line=line.number, message=step.doubt)

    def _is_heading(self, region: Region, at: int) -> bool:
        """Whether a line without an ordinal heads the text below it: short, and no sentence."""
        line = region.lines[at]
        after = region.lines[at + 1] if at + 1 < len(region.lines) else None
        before = region.lines[at - 1] if at else None
        return (
            after is not None
            and not line.bullet
            and len(line.text) <= _MAX_HEADING
            and (asks(line.text) if self._last is None and not at else True)
            and (not line.ends or line.text.endswith(("?", "？")))
            and not line.text.endswith((",", "，", "、", ";", "；"))
            and ordinal(line.text) is None
            and line.text[0].isalnum()
            and not line.text[0].islower()
            and (before is None or (before.ends and not before.text.endswith((":", "："))))
            and after.ends
            and not after.bullet
            and len(after.text) > len(line.text)
        )


def _goes_on(region: Region, at: int) -> bool:
    """Whether the line is an ordinal alone, and the next one its heading."""
    lines = region.lines
    counted = ordinal(lines[at].text)
    if counted is None or counted.text != lines[at].text or at + 2 >= len(lines):
        return False
    heading = lines[at + 1]
    return (
        not {at + 1, at + 2} & region.steps
        and not heading.bullet
        and len(heading.text) <= _MAX_HEADING
        and len(heading.text) < len(lines[at + 2].text)
    )


def _slips(region: Region) -> Iterator[Doubt]:
    """Doubts about the steps' order, and about an ordinal that makes no sequence."""
    places = sorted(region.steps)
    if places and not region.sure:
        message = "a numbered list, read as the steps"
        yield Doubt(line=region.lines[places[0]].number, message=message)
    for line in region.lines if not places else ():
        counted = ordinal(line.text)
        if counted and counted.number == 1 and counted.style in STRONG:
            message = f"{counted.text!r} starts no sequence: read as text"
            yield Doubt(line=line.number, message=message)
    for slip in number_steps([region.lines[at].text for at in places]).slips:
        yield Doubt(line=region.lines[places[slip.index]].number, message=slip.message)
