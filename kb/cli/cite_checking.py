"""`kb cite-check`: hold the citations of any files against the law."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import click
from click.exceptions import Exit

from ingest.checked_forms import decoded, with_line_feeds
from ingest.cite_checker import Checker
from ingest.source_lines import lines_of
from kb.cite_check import MAX_WORD_BYTES, CheckedText, TextForm, UnreadableTextError
from kb.cli.checkers import checker_for
from kb.cli.folders import Folders, with_folders
from kb.cli.output import json_option, plural, print_json
from kb.library import Library
from kb.model import Citation
from kb.web.cite_check_input import form_of
from kb.web.cite_check_views import CiteCheckAnswer
from kb.web.law import Law
from kb.web.messages import Phrases, load_messages
from kb.web.standing import Judged, Standing
from kb.web.statute_book import StatuteBook

STDIN = "-"
_ERRORS = (Standing.WRONG, Standing.MISMATCH)
_DOUBTS = (Standing.UNKNOWN, Standing.SUPERSEDED, Standing.UNCHECKED)
_COLOURS = {
    **dict.fromkeys(_ERRORS, "red"),
    **dict.fromkeys(_DOUBTS, "yellow"),
    **dict.fromkeys((Standing.VERBATIM, Standing.MINOR, Standing.PARAPHRASE), "green"),
}
_SHOWN = 80  # characters of a citation in a line


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """What came of one file, for programs. ``lines`` are those of its citations.

    ``problem`` says why the file could not be read; then there is nothing else.
    """

    path: str
    problem: str | None = None
    lines: tuple[int, ...] = ()
    checked: CiteCheckAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A file as checked, or why it was not."""

    path: str
    lines: tuple[int, ...] = ()
    text: CheckedText | None = None
    problem: str = ""


@click.command(
    "cite-check",
    epilog="\b\nExample:\n"
    "  kb cite-check answer.txt\n"
    "  kb cite-check draft.docx --on 2017-06-30\n"
    "  cat page.html | kb cite-check - --form html --json",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option(
    "--form",
    type=click.Choice([form.value for form in TextForm]),
    help="The files' form [default: by their names; txt for standard input].",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Hold them against the law of this day [default: today].",
)
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@click.option("--all", "everything", is_flag=True, help="Print good citations too.")
@json_option
@with_folders
def cite_check(
    folders: Folders,
    files: tuple[Path, ...],
    form: str | None,
    on: datetime | None,
    quiet: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Check the citations of .txt, .md, .html and .docx FILES, - for standard input.

    Prints `path:line: outcome 'citation': why (hint)` for each that is wrong or in doubt. Lines
    of a .docx are those of its text. Exit status 1 when a statute has no such provision, a
    quotation does not match, or a file cannot be read. Nothing is written.
    """
    if quiet and everything:
        raise click.UsageError("--quiet and --all exclude each other")
    forms = [_form(path, form) for path in files]
    checker = checker_for(folders)
    law = _law(checker)
    day = on.date() if on else None
    done = [_check(path, chosen, checker, day) for path, chosen in zip(files, forms, strict=True)]
    errors = sum(1 if file.text is None else file.text.errors for file in done)
    if as_json:
        print_json([_answer(file, law) for file in done])
    else:
        for file in done:
            _print(file, law, quiet=quiet, everything=everything)
        if not quiet:
            _summary(done, errors)
    raise Exit(1 if errors else 0)


def _form(path: Path, chosen: str | None) -> TextForm:
    if chosen is not None:
        return TextForm(chosen)
    form = TextForm.TEXT if str(path) == STDIN else form_of(path.name)
    if form is None:
        forms = ", ".join(form.value for form in TextForm)
        raise click.UsageError(f"{path}: its name does not tell its form; --form is one of {forms}")
    return form


def _law(checker: Checker) -> Law:
    library = Library(register=checker.register)
    book = StatuteBook(checker.texts)
    return Law(library, checker.texts, book, Phrases("en", load_messages()), date.today())


def _check(path: Path, form: TextForm, checker: Checker, on: date | None) -> _Checked:
    shown = "<stdin>" if str(path) == STDIN else str(path)
    try:
        content = _content(path)
        checked = checker.check_file(content, form, on=on)
        # Only what is not the text itself has lines of its own.
        marked_up = form in (TextForm.MARKDOWN, TextForm.HTML)
        source = with_line_feeds(decoded(content)) if marked_up else checked.text
    except UnreadableTextError as error:
        return _Checked(path=shown, problem=str(error))
    except OSError as error:
        return _Checked(path=shown, problem=f"it cannot be read: {error.strerror or error}")
    lines = tuple(at.citation for at in lines_of(checked.citations, source))
    return _Checked(path=shown, text=checked, lines=lines)


def _content(path: Path) -> bytes:
    """The file's bytes, one more than may be at most: the checker says what is too much."""
    if str(path) == STDIN:
        return sys.stdin.buffer.read(MAX_WORD_BYTES + 1)
    with path.open("rb") as file:
        return file.read(MAX_WORD_BYTES + 1)


def _print(file: _Checked, law: Law, *, quiet: bool, everything: bool) -> None:
    if file.text is None:
        click.echo(f"{file.path}:1: {click.style('unreadable', fg='red')} {file.problem}")
        return
    for line, citation in zip(file.lines, file.text.citations, strict=True):
        judged = Judged.of(citation, law.phrases)
        wanted = (
            everything or judged.standing in _ERRORS or (judged.standing in _DOUBTS and not quiet)
        )
        if wanted:
            click.echo(f"{file.path}:{line}: {_told(citation, judged, law)}")


def _told(citation: Citation, judged: Judged, law: Law) -> str:
    """The outcome, the citation, why, and what may be meant."""
    words = " ".join(citation.text.split())
    short = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    code = click.style(judged.standing.value, fg=_COLOURS.get(judged.standing))
    told = " ".join((*judged.sentences, "; ".join(judged.differences))).strip()
    why = " ".join((told or judged.label).split())  # the words of several paragraphs, on one line
    hint = "; ".join(_hints(citation, judged, law))
    return f"{code} {short!r}: {why}" + (f" ({hint})" if hint else "")


def _hints(citation: Citation, judged: Judged, law: Law) -> Iterator[str]:
    for statute, provisions in groupby(judged.found_in, lambda found: found.statute):
        entry = law.statute(statute)
        names = ", ".join(law.link(provision).name for provision in provisions)
        yield f"see {entry.short_title() if entry else statute}, {names}"
    if citation.candidates:
        yield f"did you mean {' or '.join(citation.candidates)}?"
    if citation.resolved:
        yield ", ".join(map(str, citation.targets))


def _summary(done: Sequence[_Checked], errors: int) -> None:
    texts = [file.text for file in done if file.text is not None]
    found = sum(len(text.citations) for text in texts)
    quoting = sum(bool(citation.quote) for text in texts for citation in text.citations)
    files = plural(len(done), "file")
    click.echo(
        f"{files}, {plural(found, 'citation')}, {quoting:,} with a quotation: "
        f"{plural(errors, 'error')}."
    )


def _answer(file: _Checked, law: Law) -> FileAnswer:
    if file.text is None:
        return FileAnswer(path=file.path, problem=file.problem)
    checked = CiteCheckAnswer.of(file.text, law)
    return FileAnswer(path=file.path, lines=file.lines, checked=checked)
