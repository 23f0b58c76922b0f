"""`kb new`, `kb publish` and the other steps of an article: the editors' desk from the shell."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from kb.cli.folders import Folders, with_folders
from kb.cli.office import at_the_shell, desk_of, git_option
from kb.cli.output import json_option, print_json
from kb.editorial.desk import Desk
from kb.editors_desk import ConflictError, Manuscript, RefusedError
from kb.manuscript_form import new_text
from kb.model import Kind
from kb.workflow import Step

note_option = click.option(
    "--note", default="", metavar="TEXT", help="Why; it is kept in the article's history."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a step made of an article, as ``--json`` tells it.

    ``path`` is relative to the corpus folder. ``behind`` says why the index or the git
    repository does not have it yet, "" where they have.
    """

    slug: str
    path: str
    status: str
    pending: bool
    version: str
    behind: str

    @classmethod
    def of(cls, now: Manuscript, behind: str) -> "Done":
        return cls(
            slug=now.slug,
            path=now.path,
            status=now.status,
            pending=now.pending,
            version=now.version,
            behind=behind,
        )


@contextmanager
def opened(folders: Folders, git: str) -> Iterator[Desk]:
    """The desk, its refusals told as sentences."""
    with closing(folders.engine()) as engine:
        desk = desk_of(folders, engine, git=git)
        desk.catch_up()
        try:
            yield desk
        except RefusedError as error:
            told = [str(finding.problem) for finding in error.findings]
            raise click.ClickException("\n  ".join([str(error), *told])) from None
        except ConflictError as error:
            raise click.ClickException(_conflict(error)) from None
        except OSError as error:
            what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            raise click.ClickException(f"nothing was changed: {what}") from None


def _conflict(error: ConflictError) -> str:
    conflict = error.conflict
    where = conflict.theirs.path
    places = f", {conflict.clashes} places by both" if conflict.clashes else ""
    return (
        f"{conflict.theirs.slug}: the article was changed as a file while a change of it was "
        f"pending{places}. Put both together in {where}, then publish again"
    )


def tell(now: Manuscript, desk: Desk, words: str, *, as_json: bool) -> None:
    """Say what was done."""
    behind = desk.behind()
    if as_json:
        print_json(Done.of(now, behind))
    else:
        click.echo(f"{words}: {now.path} ({now.status})")
    if behind:
        click.echo(f"Not everything has followed yet, it is tried again: {behind}", err=True)


@click.command(
    epilog='\b\nExample:\n  kb new --title "May I pay for two people?" --topic contributions\n'
    '  kb new --kind guide --lang zh --title "怎样补缴社保？" --topic contributions'
)
@click.option("--title", required=True, help="The question as a reader would ask it.")
@click.option("--topic", default="other", show_default=True, help="The topic's id.")
@click.option(
    "--lang",
    default="",
    metavar="[en|zh]",
    type=click.Choice(["", "en", "zh"]),
    help="The language [default: the title's].",
)
@click.option(
    "--kind",
    default="qa",
    show_default=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="A guide walks through a task, a qa answers one question.",
)
@click.option("--slug", default="", help="The address [default: made from the title].")
@note_option
@json_option
@with_folders
def new(
    folders: Folders,
    title: str,
    topic: str,
    lang: str,
    kind: str,
    slug: str,
    note: str,
    as_json: bool,
) -> None:
    """Begin an article from a template, as a draft, and print its file's path."""
    topics = [known.id for known in folders.taxonomy().topics]
    if topic not in topics:
        raise click.UsageError(f"--topic {topic!r} is none of: {', '.join(topics)}")
    if not title.strip():
        raise click.UsageError("--title must not be empty")
    lang = lang or ("zh" if any("\u4e00" <= c <= "\u9fff" for c in title) else "en")
    text = new_text(Kind(kind), lang, title=title, topic=topic)
    with opened(folders, "auto") as desk:
        made = desk.create(text, slug, at_the_shell(), note)
        if as_json:
            print_json(Done.of(made, desk.behind()))
        else:
            click.echo(folders.corpus / made.path)


def _step(step: Step, words: str, about: str, example: str) -> click.Command:
    """A command that takes one step with one article."""

    @click.argument("slug")
    @note_option
    @git_option
    @json_option
    @with_folders
    def command(folders: Folders, slug: str, note: str, git: str, as_json: bool) -> None:
        with opened(folders, git) as desk:
            now = desk.take(step, slug, at_the_shell(), note=note)
            tell(now, desk, words, as_json=as_json)

    command.__doc__ = about
    made: Callable[[Callable[..., Any]], click.Command] = click.command(
        step.value, epilog=f"\b\nExample:\n  {example}"
    )
    return made(command)


submit = _step(
    Step.SUBMIT,
    "Submitted",
    "Hand a draft, or a pending change, in for review.",
    'kb submit may-i-pay-for-two --note "please look at the law"',
)
return_ = _step(
    Step.RETURN,
    "Returned",
    "Give what is in review back to its author.",
    'kb return may-i-pay-for-two --note "the second step is missing"',
)
archive = _step(
    Step.ARCHIVE,
    "Archived",
    "Keep an article at its address, with a notice, and nowhere else.\n\n"
    "No search, list or feed has it any longer. `kb publish` brings it back.",
    'kb archive retirement-age-2014 --note "the law of 2025"',
)
review = _step(
    Step.REVIEW,
    "Reviewed",
    "Say that a published article was read and holds: sets its review days.",
    "kb review retirement-age",
)
discard = _step(
    Step.DISCARD,
    "Discarded",
    "Give up the pending change of a published article.\n\nIts text stays in the history.",
    "kb discard retirement-age",
)


@click.command(
    epilog='\b\nExample:\n  kb publish may-i-pay-for-two --note "checked with the law"\n'
    "  kb publish retirement-age --at 2027-01-01T08:00+08:00"
)
@click.argument("slug")
@note_option
@click.option(
    "--at",
    metavar="TIME",
    help="Publish it then, such as 2027-01-01T08:00+08:00 (without a zone: this machine's).",
)
@click.option(
    "--override", is_flag=True, help="In spite of what keeps it from readers; needs --note."
)
@git_option
@json_option
@with_folders
def publish(
    folders: Folders, slug: str, note: str, at: str | None, override: bool, git: str, as_json: bool
) -> None:
    """Show a draft, or the pending change of an article, to readers.

    Refused where the article would mislead: an unresolved citation, words that
    the law does not have, a link that leads nowhere. A time given with --at is
    kept by any running server.
    """
    when = _time(at) if at else None
    if when is not None and override:
        raise click.UsageError("--override is for what is published now, without --at")
    with opened(folders, git) as desk:
        actor = at_the_shell()
        if when is None:
            now = desk.take(Step.PUBLISH, slug, actor, note=note, override=override)
            tell(now, desk, "Published", as_json=as_json)
            return
        scheduled = desk.schedule(slug, when, actor, based_on="", note=note)
        if as_json:
            print_json(scheduled)
        else:
            local = scheduled.at.astimezone()
            click.echo(f"{scheduled.slug} will be published at {local:%Y-%m-%d %H:%M %Z}")


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{text!r} is no time; write it as 2027-01-01T08:00+08:00"
        raise click.BadParameter(message, param_hint="--at") from None
