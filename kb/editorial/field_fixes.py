"""Front matter that is missing, misspelt or out of date: the value that was probably meant."""

import ast
import difflib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.article import FIELDS
from kb.editorial.case import Case, lang_of_text
from kb.editorial.front_lines import Edit, quoted, values_of
from kb.editors_desk import Fix
from kb.model import Kind, Problem

MOST = 3
FEW = 4  # values of which all are offered
A_YEAR = timedelta(days=365)
_ABOUT = re.compile(r"`(?P<name>[^`]+)`: (?P<rest>.*)", re.DOTALL)
_BAD_VALUE = re.compile(r"(?P<value>'.*'|\".*\") is not allowed", re.DOTALL)
_NOT_A_DAY = re.compile(r"(?P<value>.*) is not a day", re.DOTALL)
_ALLOWED = re.compile(r"(?:allowed|one of): (?P<all>.*)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<title>.*?)[ \t#]*$", re.MULTILINE)
_ISO = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D?")
_EUROPEAN = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_LINE = re.compile(r"(?P<key>[ \t]*(?:-[ \t]+|[A-Za-z_][\w-]*:[ \t]+))(?P<value>.*?)[ \t]*$")


def field_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """Ways to mend one field that is wrong."""
    told = _ABOUT.match(problem.message)
    if told is None:
        return
    name, rest = told["name"], told["rest"]
    match problem.code:
        case "missing-field":
            yield from _missing(case, name, problem)
        case "unknown-field":
            yield from _unknown(case, name)
        case "bad-value":
            yield from _bad_value(case, name, rest, problem)
        case "bad-date":
            yield from _bad_date(case, name, rest)


def _missing(case: Case, name: str, problem: Problem) -> Iterator[Fix]:
    if name == "title":
        values = [_title(case, problem.path)]
    elif name == "kind":
        values = [str(kind) for kind in Kind]
    else:
        values = _topics(case, problem)
    for value in values:
        edit = case.front.with_value(name, quoted(value)) if value else None
        yield from case.fix("set", f"{name}: {value}", edit)


def _title(case: Case, path: str) -> str:
    """The first heading, else what the address says."""
    body = case.text[case.front.end or 0 :]
    heading = _HEADING.search(body)
    if heading and heading["title"].strip():
        return heading["title"].strip()[:300]
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ")
    return stem[:1].upper() + stem[1:]


def _topics(case: Case, problem: Problem) -> list[str]:
    """The topics of the articles with the nearest titles, then "other"."""
    allowed = _allowed(problem)
    title = str(case.front.values.get("title") or "")
    near = case.shelf.wordings.nearest((title,), limit=2 * MOST)
    topics = [found.article.topic for found in near]
    return [t for t in dict.fromkeys([*topics, "other"]) if t in allowed][:MOST]


def _allowed(problem: Problem) -> list[str]:
    found = _ALLOWED.search(problem.hint)
    return found["all"].split(", ") if found else []


def _unknown(case: Case, name: str) -> Iterator[Fix]:
    if name not in case.front.spans:
        return
    start = case.front.spans[name][0]
    free = [field for field in FIELDS if field not in case.front.spans]
    for other in difflib.get_close_matches(name, free, 1):
        edit = Edit(start, start + len(name), other)
        if _reads_as(case, edit, other):
            yield from case.fix("rename-field", f"{name} is {other}", edit)
    yield from case.fix("take-out", f"take {name} out", case.front.without(name))


def _reads_as(case: Case, edit: Edit, name: str) -> bool:
    text = case.text[: edit.start] + edit.replacement + case.text[edit.end :]
    return values_of(text).get(name) is not None


def _bad_value(case: Case, name: str, rest: str, problem: Problem) -> Iterator[Fix]:
    if re.match(r"(?:True|False) is not text", rest):
        yield from _as_text(case, name)
        return
    told = _BAD_VALUE.match(rest)
    if told is None:
        return
    value, allowed = ast.literal_eval(told["value"]), _allowed(problem)
    near = difflib.get_close_matches(value.casefold(), allowed, MOST, 0.5)
    if not near and len(allowed) <= FEW:
        near = allowed
    if name == "lang":
        near = [lang_of_text(case.text)]
    if not near and name == "topic":
        near = _topics(case, problem)
    for other in near:
        edit = case.front.entry(name, value, other) if value else None
        if edit is None and not isinstance(case.front.values.get(name), list):
            edit = case.front.with_value(name, other)
        yield from case.fix("set", f"{name}: {other}", edit)


def _as_text(case: Case, name: str) -> Iterator[Fix]:
    """A word that YAML takes for true or false, in quotation marks."""
    start, end = case.front.spans.get(name, (0, 0))
    word = r"(?<![\w\"'])(?:true|false|yes|no|on|off)(?=[ \t]*(?:[\],\n#]|\Z))"
    at = case.text.find(":", start, end) + 1
    found = re.compile(word, re.IGNORECASE).search(case.text, at, end)
    if found and at:
        edit = Edit(*found.span(), f'"{found[0]}"')
        yield from case.fix("quote-value", f"put {found[0]} in quotation marks", edit)


def _bad_date(case: Case, name: str, rest: str) -> Iterator[Fix]:
    told = _NOT_A_DAY.match(rest)
    meant = _day(told["value"]) if told else None
    if meant is not None:
        yield from case.fix("set", f"{name}: {meant}", case.front.with_value(name, str(meant)))
    yield from case.fix("take-out", f"take {name} out", case.front.without(name))


def _day(text: str) -> date | None:
    """A day as people write it: 2026/11/5, 2026年11月5日, 5.11.2026."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_EUROPEAN, (3, 2, 1))):
        found = pattern.fullmatch(text.strip())
        if found:
            try:
                return date(*(int(found[n]) for n in order))
            except ValueError:
                return None
    return None


def review_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """Reviewed today; where a review was due, the next one in a year."""
    today = case.shelf.today
    if problem.code != "review-due":
        edit = case.front.with_value("reviewed", str(today))
        yield from case.fix("set", f"reviewed: {today}", edit)
        return
    due = today + A_YEAR
    yield from case.fix("set", f"review_by: {due}", case.front.with_value("review_by", str(due)))


def bet_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """The question out of the field that it cannot stand in."""
    told = re.match(r"`(?P<name>\w+)`: (?P<value>'.*?'|\".*?\") ", problem.message)
    if told is None:
        return
    name, value = told["name"], ast.literal_eval(told["value"])
    rest = tuple(v for v in case.front.listed(name) if " ".join(v.split()) != value)
    yield from case.fix("take-out", f"take {value!r} out", case.front.with_list(name, rest))


def readable_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """Front matter that YAML cannot read: the line's value in quotation marks, if that helps."""
    lines = case.text.split("\n")
    for number in (problem.line, problem.line - 1):
        found = _LINE.match(lines[number - 1]) if 1 < number <= len(lines) else None
        if found is None or not found["value"]:
            continue
        start = sum(len(line) + 1 for line in lines[: number - 1]) + found.start("value")
        bare = found["value"].strip("\"'")
        edit = Edit(start, start + len(found["value"]), quoted(bare.replace("\\", "")))
        if values_of(case.text[: edit.start] + edit.replacement + case.text[edit.end :]):
            yield from case.fix("quote-value", "put the value in quotation marks", edit)
            return


def begin_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """Front matter for a text that has none."""
    lang = lang_of_text(case.text)
    title = quoted(_title(case, problem.path))
    front = f"---\ntitle: {title}\nkind: guide\ntopic: other\nlang: {lang}\nstatus: draft\n---\n\n"
    if not case.text.startswith("---"):
        yield from case.fix("begin", "begin with front matter", Edit(0, 0, front))
