"""A page cut at its markers: answer, summary, legal basis, further material, related titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from ingest.legal_basis import basis_starts
from ingest.lines import Line
from ingest.markers import Marker, Part, marker, named
from ingest.outline import Style, ordinal
from ingest.related_titles import unmarked
from ingest.sequence import steps, sure
from ingest.step_line import step_line


class Origin(Enum):
    """Why a region starts where it does."""

    MARKER = "a marker says so"
    GUESS = "its lines look like it"
    REST = "the region above ended"


@dataclass(slots=True)
class Region:
    """Consecutive lines of one part; ``words`` are its marker's, "" where it has none."""

    part: Part
    words: str = ""
    number: int = 1
    lines: list[Line] = field(default_factory=list)
    origin: Origin = Origin.MARKER
    steps: set[int] = field(default_factory=set)
    sure: bool = True  # that the steps are steps

    def cut(self, at: int, part: Part, origin: Origin, words: str = "") -> "Region":
        """Take the lines from ``at`` on out of this region, as one of their own."""
        number = self.lines[at].number
        rest = Region(part, words, number, self.lines[at:], origin)
        del self.lines[at:]
        return rest


@dataclass(frozen=True, slots=True)
class Regions:
    """All regions in order, and the navigation that stood between them."""

    regions: tuple[Region, ...]
    dropped: tuple[str, ...] = ()


# What a page says about itself, below the article.
_COLOPHON = re.compile(
    r"(?:(?:tags?|key ?words?|sources?|editors?|authors?|publish(?:ed|er)|disclaimer|reprinted"
    r"|标签|关键词|来源|责任?编辑|作者|免责声明|声明)\s?[:：])"
    r"|copyright\b|©|all rights reserved|版权所有",
    re.IGNORECASE,
)
_TEXT = (Part.ANSWER, Part.SUMMARY)


def regions_of(lines: Sequence[Line]) -> Regions:
    """Cut the lines below the title into regions and find the steps in them."""
    dropped: list[str] = []
    regions = list(_marked(lines, dropped))
    regions = list(_without_lists(regions))
    regions = [piece for region in regions for piece in _basis_ended(region)]
    _find_steps(regions)
    regions = list(_summaries_settled(regions))
    _find_steps(regions)
    if not any(region.part is Part.BASIS for region in regions):
        regions = list(_basis_found(regions))
    if not any(region.part is Part.SUMMARY for region in regions):
        regions = list(_summary_found(regions))
    return Regions(tuple(regions), tuple(dropped))


def _marked(lines: Sequence[Line], dropped: list[str]) -> Iterator[Region]:
    """Cut at the markers that are sure; what stands before the first is an answer."""
    region = Region(Part.ANSWER, origin=Origin.REST)
    for line in lines:
        found = marker(line.text) or _counted(line.text)
        if found is None or found.loose or found.part is Part.STEPS:
            region.lines.append(line)
        elif found.part is Part.AROUND:
            dropped.append(line.text)
        else:
            yield region
            region = Region(found.part, found.words, line.number)
            if found.rest:
                region.lines.append(Line(line.number, found.rest))
    yield region


def _counted(text: str) -> Marker | None:
    """A marker that counts with the steps: "V. Summary", 六、法律依据."""
    counted = ordinal(text)
    if counted is None or counted.style is Style.STEP:
        return None
    part = named(text[len(counted.text) :])
    return Marker(part, text) if part in (Part.SUMMARY, Part.BASIS, Part.RELATED) else None


def _without_lists(regions: Sequence[Region]) -> Iterator[Region]:
    """Cut off related titles that end the page without a marker."""
    yield from regions
    last = regions[-1]
    if last.part is not Part.RELATED:
        at = unmarked(last.lines, after_basis=last.part is Part.BASIS)
        if at is not None:
            yield last.cut(at, Part.RELATED, Origin.GUESS)


def _basis_ended(region: Region) -> Iterator[Region]:
    """A legal basis ends where steps start, somebody asks, sums up or names the source.

    No provision does.
    """
    yield region
    if region.part is not Part.BASIS:
        return
    counts = [at for at, line in enumerate(region.lines) if _never_quoted(line.text)]
    ends = counts[:1] if len(counts) > 1 else []
    for at, line in enumerate(region.lines):
        found = marker(line.text)
        if found is not None and found.loose and min([at, *ends]) == at:
            yield region.cut(at, Part.SUMMARY, Origin.REST, found.words)
            return
        if at and (line.text.endswith(("?", "？")) or _COLOPHON.match(line.text)):
            ends.append(at)
            break
    if ends:
        yield region.cut(min(ends), Part.ANSWER, Origin.REST)


def _never_quoted(text: str) -> bool:
    """Quoted provisions have lists of their own, but none that counts like this."""
    found = ordinal(text)
    styles = (Style.WORD, Style.STEP, Style.HAN)
    return found is not None and found.style in styles and found.number is not None


def _find_steps(regions: Sequence[Region]) -> None:
    """Find the steps among the lines of all ordinary text, then those of further material."""
    for parts in (_TEXT, (Part.FURTHER,)):
        chosen = [region for region in regions if region.part in parts]
        joined = [line for region in chosen for line in region.lines]
        found = steps(joined)
        places, certain = set(found), not found or sure(joined, found)
        offset = 0
        for region in chosen:
            region.steps = {n for n in range(len(region.lines)) if n + offset in places}
            region.sure = certain
            offset += len(region.lines)
        if places:
            return


def _summaries_settled(regions: Sequence[Region]) -> Iterator[Region]:
    """A summary ends where the steps start; amid the steps its words are part of the text."""
    last = _last_with_steps(regions)
    started = False
    for n, region in enumerate(regions):
        if region.part is Part.SUMMARY and started and n <= last:
            line = Line(region.number, f"{region.words}:")
            yield replace(region, part=Part.ANSWER, words="", lines=[line, *region.lines])
        elif region.part is Part.SUMMARY and region.steps:
            rest = region.cut(min(region.steps), Part.ANSWER, Origin.REST)
            yield region
            yield rest
        else:
            yield region
        started = started or bool(region.steps)


def _basis_found(regions: Sequence[Region]) -> Iterator[Region]:
    """A statute's name and its provision, below the steps, are a legal basis without marker."""
    last = _last_with_steps(regions)
    for n, region in enumerate(regions):
        yield region
        below = max(region.steps, default=-1) + 1
        if region.part in (*_TEXT, Part.FURTHER) and n >= last:
            below_text = bool(region.steps) and _below_steps(region) == below
            at = basis_starts(region.lines[below:], below_text=below_text)
            if at is not None and (at or region.part is not Part.SUMMARY):
                yield region.cut(below + at, Part.BASIS, Origin.GUESS)


def _last_with_steps(regions: Sequence[Region]) -> int:
    return max((n for n, region in enumerate(regions) if region.steps), default=-1)


def _summary_found(regions: Sequence[Region]) -> Iterator[Region]:
    """ "In short, …" is the summary if it closes the text: no step and little else follows."""
    texts = [region for region in regions if region.part is Part.ANSWER]
    last = next((region for region in reversed(texts) if region.lines), None)
    for region in regions:
        yield region
        if region is not last:
            continue
        first = _below_steps(region) if region.steps else int(region is texts[0])
        for at in range(max(first, len(region.lines) - 2), len(region.lines)):
            found: Marker | None = marker(region.lines[at].text)
            if found is not None and found.loose:
                yield region.cut(at, Part.SUMMARY, Origin.REST, found.words)
                break


def _below_steps(region: Region) -> int:
    """The first line that need not be the last step's text."""
    last = max(region.steps)
    counted = ordinal(region.lines[last].text)
    has_text = counted is not None and step_line(region.lines[last].text, counted).text
    bare = last - min(region.steps) < len(region.steps)  # none of them has text
    return last + 1 if has_text or bare else last + 2
