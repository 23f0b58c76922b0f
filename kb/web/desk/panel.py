"""What the editor says of a text: problems first, then what may help; for pages and scripts."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.advice import Advice, BasisHelp, NearArticle, Readability
from kb.editors_desk import Examined, Finding, Fix
from kb.manuscript_form import field_at, split
from kb.model import Severity, Status
from kb.web import addresses
from kb.web.desk.desk_addresses import edit_url
from kb.web.desk.figures_told import figure_told
from kb.web.messages import Phrases

_LABEL = 40  # characters of what a fix writes that stand on its button
_EXCERPT = 120  # characters of a line that are shown with a problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FixView:
    """A change that one click makes. ``key`` names it to the server.

    ``start`` and ``end`` count UTF-16 code units of the body, as a browser does; -1 where it
    changes the front matter, which the server does. ``now`` is what stands there.
    """

    key: str
    label: str
    start: int
    end: int
    now: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the panel. ``line`` is the manuscript's, 0 for none; ``body_line`` the body's.

    ``field`` names the form's field that it is about, "" for the body. ``level`` is how bad it
    is: ``blocks``, ``error``, ``warning`` or ``note``. ``url`` is another page.
    """

    title: str
    level: str = "note"
    detail: str = ""
    hint: str = ""
    place: str = ""
    line: int = 0
    body_line: int = 0
    field: str = ""
    excerpt: str = ""
    url: str = ""
    fixes: tuple[FixView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under a heading; ``nothing`` is said where there are none."""

    id: str
    heading: str
    entries: tuple[Entry, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All of it. ``summary`` is a sentence, ``length`` says how long the text is."""

    summary: str
    ready: bool
    length: str
    groups: tuple[Group, ...]


def panel(
    text: str, slug: str, examined: Examined, advice: Advice | None, phrases: Phrases
) -> Panel:
    """Say what was found, and ask for advice."""
    groups = [findings_group(text, examined.findings, phrases)]
    length = ""
    if advice is not None:
        near = advice.near(text, slug)
        readability = advice.readability(text, slug)
        if near:
            groups.append(_near(near, phrases))
        groups.append(_basis(text, advice.basis(text, slug), phrases))
        if readability is not None:
            groups.append(_reading(text, readability, phrases))
            length = _length(readability, phrases)
    return Panel(
        summary=_summary(examined, phrases),
        ready=not examined.blocking,
        length=length,
        groups=tuple(group for group in groups if group.entries or group.nothing),
    )


def findings_group(text: str, findings: Iterable[Finding], phrases: Phrases) -> Group:
    """Problems, what blocks first, then errors, then by line."""
    ordered = sorted(findings, key=lambda f: (_rank(f), f.problem.line))
    return Group(
        id="problems",
        heading=phrases("editor_problems"),
        entries=tuple(_finding(text, finding, phrases) for finding in ordered),
        nothing=phrases("editor_no_problems"),
    )


def fix_key(text: str, fix: Fix) -> str:
    """Names a fix by what it does, so that it is found again in a text that was edited since."""
    told = "\0".join((fix.code, text[fix.start : fix.end], fix.replacement))
    return f"{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}-{fix.start}"


def chosen_fix(key: str, text: str, fixes: Iterable[Fix]) -> Fix | None:
    """The fix of that name, the nearest to where it was; None where there is none any more."""
    name, _, start = key.partition("-")
    at = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0
    found = [fix for fix in fixes if fix_key(text, fix).startswith(f"{name}-")]
    return min(found, key=lambda fix: abs(fix.start - at), default=None) if name else None


def applied(text: str, fix: Fix) -> str:
    """The text with the fix."""
    return text[: fix.start] + fix.replacement + text[fix.end :]


def _rank(finding: Finding) -> int:
    if finding.blocks:
        return 0
    return 1 if finding.problem.severity is Severity.ERROR else 2


def _finding(text: str, finding: Finding, phrases: Phrases) -> Entry:
    problem = finding.problem
    lines = text.split("\n")
    line = min(max(problem.line, 1), len(lines))
    known = phrases.term("finding", problem.code.replace("-", "_"))
    return Entry(
        title=known if known != problem.code.replace("-", "_") else problem.code,
        level=("blocks", "error", "warning")[_rank(finding)],
        detail=problem.message,
        hint=problem.hint,
        place=phrases("editor_line", line=line),
        line=line,
        body_line=_body_line(text, line),
        field=field_at(text, line),
        excerpt=lines[line - 1].strip()[:_EXCERPT],
        fixes=tuple(_fix(text, fix, phrases) for fix in finding.fixes),
    )


def _body_line(text: str, line: int) -> int:
    front, _ = split(text)
    return max(0, line - front.count("\n"))


def _fix(text: str, fix: Fix, phrases: Phrases) -> FixView:
    front, body = split(text)
    start, end = fix.start - len(front), fix.end - len(front)
    return FixView(
        key=fix_key(text, fix),
        label=_fix_label(text, fix, phrases),
        start=_units(body[:start]) if start >= 0 else -1,
        end=_units(body[:end]) if start >= 0 else -1,
        now=text[fix.start : fix.end],
        replacement=fix.replacement,
    )


def _fix_label(text: str, fix: Fix, phrases: Phrases) -> str:
    """In English a fix says itself what exactly it does; else in our words and the text's."""
    key = f"fix_{fix.code.replace('-', '_')}"
    if phrases.lang == "en" or key not in phrases.messages:
        return fix.label
    words = (fix.replacement.strip() or text[fix.start : fix.end].strip()).split("\n", 1)[0]
    return phrases(key, what=words if len(words) <= _LABEL else f"{words[:_LABEL]}…")


def _units(text: str) -> int:
    """UTF-16 code units: what a browser counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def _near(near: Iterable[NearArticle], phrases: Phrases) -> Group:
    return Group(
        id="near",
        heading=phrases("editor_near"),
        entries=tuple(
            Entry(
                title=article.title,
                level="warning",
                detail=phrases.term("near", article.why.value.replace("-", "_")),
                hint=article.shared,
                place=phrases(f"desk_state_{article.status}"),
                url=_readers_or_desk(article),
            )
            for article in near
        ),
    )


def _readers_or_desk(article: NearArticle) -> str:
    shown = article.status is Status.PUBLISHED
    return addresses.article_url(article.slug) if shown else edit_url(article.slug)


def _basis(text: str, helps: Iterable[BasisHelp], phrases: Phrases) -> Group:
    entries = tuple(
        Entry(
            title=(suggested.title_zh if phrases.lang == "zh" else "") or suggested.title,
            detail=suggested.opening,
            url=addresses.provision_url(suggested.provision),
            fixes=(_fix(text, help.fix, phrases),) if help.fix else (),
        )
        for help in helps
        if not (suggested := help.suggestion).cited
    )
    return Group(id="basis", heading=phrases("editor_basis"), entries=entries)


def _reading(text: str, readability: Readability, phrases: Phrases) -> Group:
    return Group(
        id="reading",
        heading=phrases("editor_reading"),
        entries=tuple(_reading_entries(text, readability, phrases)),
    )


def _reading_entries(text: str, readability: Readability, phrases: Phrases) -> Iterator[Entry]:
    for figure in readability.figures:
        yield Entry(
            title=phrases.term("measure", figure.of.value.replace("-", "_")),
            level="warning" if figure.unusual else "note",
            detail=figure_told(figure, readability.lang, phrases),
        )
    for sentence in readability.longest:
        yield Entry(
            title=phrases("editor_long_sentence"),
            level="warning",
            place=phrases("editor_line", line=sentence.line),
            line=sentence.line,
            body_line=_body_line(text, sentence.line),
            excerpt=sentence.text[:_EXCERPT],
        )


def _length(readability: Readability, phrases: Phrases) -> str:
    if readability.words:
        return phrases("editor_words", count=readability.words)
    return phrases("editor_characters", count=readability.characters)


def _summary(examined: Examined, phrases: Phrases) -> str:
    blocking = len(examined.blocking)
    if blocking:
        return phrases("editor_blocked", count=blocking)
    others = len(examined.findings)
    return phrases("editor_advised", count=others) if others else phrases("editor_fine")
