"""`kb statutes`: the official texts of statutes, imported from files of the operator's."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.exceptions import Exit

from ingest.pipeline import register_of
from ingest.script import HAN_SIGN
from kb.cli.folders import Folders, with_folders
from kb.cli.impacting import clear, impact
from kb.cli.output import Progress, json_option, plural, print_json, print_problems
from kb.cli.serving import indexed
from kb.cli.statute_import import Report, import_statutes, remove_statute
from kb.numerals import chinese, number
from kb.official import Version, in_force
from kb.provision import Provision
from kb.statute_texts.store import SqliteTexts
from kb.statutes import ProvisionText, Register, Statute, name_key, names

Command = TypeVar("Command", bound=Callable[..., Any])
MOST_ALIKE = 5

_EXAMPLES = """\b
Example:
  kb statutes import ~/laws
  kb statutes show 社会保险法 60
  kb statutes impact
"""


@click.group(epilog=_EXAMPLES)
def statutes() -> None:
    """Official texts of statutes, with their versions. They lie in the data folder."""


@statutes.command(
    "import",
    epilog="\b\nExample:\n  kb statutes import laws\n"
    "  kb statutes import --dry-run laws/社会法/*.md",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@json_option
@with_folders
def import_(folders: Folders, paths: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Import Markdown files of statutes, or whole folders of them.

    Several dated texts of one statute become its versions. What is imported already and is the
    same stays as it is. Files that are no statutes are passed over; exit status 1 means
    that some file could not be taken in. Provisions are searchable when it is done.
    """
    with Progress("Importing") as progress:
        report = import_statutes(folders, paths, progress, dry=dry_run)
    if not dry_run:  # also where nothing is new: an earlier import may have been ended halfway
        _index(folders)
    if as_json:
        print_json(report)
    else:
        print_problems(report.problems, to_stderr=True)
        click.echo(_summary(report, dry=dry_run))
    raise Exit(1 if report.errors else 0)


def _index(folders: Folders) -> None:
    """Let the search find what was imported; a server that runs sees it at once."""
    with closing(folders.engine()) as engine:
        indexed(folders, engine)


def _summary(report: Report, *, dry: bool) -> str:
    versions = plural(report.versions, "version")
    held = f"{plural(report.statutes, 'statute')} in {versions}"
    did = f"{report.new:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged"
    skipped = f", {report.skipped:,} of them no statutes" if report.skipped else ""
    told = (
        f"{plural(report.files, 'file')}{skipped}: {held}, "
        f"{plural(report.provisions, 'provision')}.\n"
        f"Versions: {did}{' (nothing was written)' if dry else ''}."
    )
    if report.amended and not dry:
        told += "\n`kb statutes impact` tells which articles that concerns."
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One statute as `kb statutes list --json` tells it."""

    id: str
    title: str
    kind: str
    last_article: int
    versions: tuple[Version, ...]


@statutes.command("list", epilog="\b\nExample:\n  kb statutes list 保险\n  kb statutes list --json")
@click.argument("query", default="")
@json_option
@with_folders
def list_(folders: Folders, query: str, as_json: bool) -> None:
    """List the imported statutes, or those with a name or id that has QUERY in it."""
    texts = folders.texts()
    key = name_key(query)
    found = [
        Listed(
            id=statute.id,
            title=statute.title_zh,
            kind=statute.kind,
            last_article=statute.last_article,
            versions=texts.versions(statute.id),
        )
        for statute in texts.statutes()
        if query in statute.id or (key and any(key in name_key(name) for name in names(statute)))
    ]
    if as_json:
        print_json(found)
        raise Exit(0 if found else 1)
    for each in found:
        days = ", ".join(str(version.adopted) for version in each.versions)
        click.echo(f"{each.id}  {each.title} ({plural(each.last_article, 'article')}; {days})")
    if not found:
        click.echo("No imported statute is called so." if query else _NOTHING, err=True)
        raise Exit(1)


_NOTHING = "Nothing was imported yet: kb statutes import PATH"


def _version_option(meaning: str) -> Callable[[Command], Command]:
    day = click.DateTime(["%Y-%m-%d"])
    return click.option("--version", "day", type=day, metavar="DATE", help=meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What `kb statutes show --json` tells: the statute, its versions, provisions of one."""

    statute: Statute
    versions: tuple[Version, ...]
    version: date
    provisions: tuple[ProvisionText, ...]


@statutes.command(
    epilog="\b\nExample:\n  kb statutes show 社会保险法\n"
    "  kb statutes show prc-sil-2010 60 --version 2018-12-29"
)
@click.argument("statute")
@click.argument("article", default="")
@_version_option("The version of this day of adoption; default: the one in force.")
@json_option
@with_folders
def show(folders: Folders, statute: str, article: str, day: datetime | None, as_json: bool) -> None:
    """Show a STATUTE's text, or one ARTICLE of it (60, 274-1 or 第二百七十四条之一).

    The statute is named by its id or any of its names.
    """
    texts = folders.texts()
    entry = _named(folders, statute)
    versions = texts.versions(entry.id)
    adopted = _day(versions, day)
    provisions: tuple[ProvisionText, ...]
    if article:
        one = texts.text(_provision(entry, article), adopted)
        provisions = (one,) if one else ()
    else:
        provisions = texts.provisions(entry.id, adopted)
    current = in_force(versions, texts.today()) or versions[-1]
    version = next((v for v in versions if v.adopted == adopted), current)
    if not provisions:
        raise click.UsageError(_no_article(texts, entry, article, version))
    if as_json:
        print_json(
            Shown(statute=entry, versions=versions, version=version.adopted, provisions=provisions)
        )
    else:
        _print(entry, version, provisions, texts.today())


def _no_article(texts: SqliteTexts, entry: Statute, article: str, version: Version) -> str:
    """What to say of a number that the version does not have; which versions have it."""
    told = f"the version of {version.adopted} of {entry.title_zh} has no Article {article}"
    one = _provision(entry, article)
    others = [v.adopted for v in texts.versions(entry.id) if texts.text(one, v.adopted)]
    if others:
        return f"{told}; --version {others[-1]} has it"
    return f"{told}; it ends with Article {version.last_article}"


def _print(
    entry: Statute, version: Version, provisions: tuple[ProvisionText, ...], today: date
) -> None:
    click.secho(entry.title_zh, bold=True)
    word = "from" if version.in_force > today else "since"
    since = f"in force {word} {version.in_force}"
    click.secho(f"{entry.id}, version of {version.adopted}, {since}", dim=True)
    chapter: tuple[str, ...] = ()
    for text in provisions:
        if text.chapter != chapter:
            chapter = text.chapter
            click.secho("\n" + " / ".join(chapter), bold=True)
        one = text.provision
        inserted = f"之{chinese(one.inserted)}" if one.inserted else ""
        click.echo(f"\n第{chinese(one.article)}条{inserted}  {text.text}")


@statutes.command(
    epilog="\b\nExample:\n  kb statutes remove prc-sil-2010 --version 2018-12-29\n"
    "  kb statutes remove 社会保险法 --yes"
)
@click.argument("statute")
@_version_option("Only the version of this day of adoption; default: all of them.")
@click.option("--yes", is_flag=True, help="Don't ask whether it is meant.")
@json_option
@with_folders
def remove(folders: Folders, statute: str, day: datetime | None, yes: bool, as_json: bool) -> None:
    """Remove all imported texts of a STATUTE, or one version of them.

    Articles and what was cleared stay; the texts can be imported again from their files.
    """
    entry = _named(folders, statute)
    adopted = _day(folders.texts().versions(entry.id), day)
    if not yes:
        what = f"the version of {adopted}" if adopted else "all versions"
        click.confirm(f"Remove {what} of {entry.title_zh}?", abort=True, err=True)
    gone = remove_statute(folders, entry.id, adopted)
    _index(folders)
    if as_json:
        print_json({"removed": gone})
    else:
        click.echo(f"{plural(gone, 'version')} removed.")


def _named(folders: Folders, name: str) -> Statute:
    """The imported statute with this id or name; a usage error says what there is instead."""
    entries = folders.texts().statutes()
    if not entries:
        raise click.UsageError(_NOTHING)
    held = {entry.id: entry for entry in entries}
    corpus = [statute for statute in register_of(folders.corpus) if statute.id in held]
    register = Register.of((*corpus, *(e for e in entries if e.id not in {s.id for s in corpus})))
    found = [held[name]] if name in held else [held[s.id] for s in register.named(name)]
    if len(found) == 1:
        return found[0]
    near = found or [
        entry
        for entry in entries
        if HAN_SIGN.search(name) and name_key(name) in name_key(entry.title_zh)
    ]
    what = f"{len(found)} imported statutes are" if found else "no imported statute is"
    listed = "; ".join(f"{each.id} ({each.title_zh})" for each in near[:MOST_ALIKE])
    hint = f": did you mean {listed}?" if listed else "; kb statutes list shows them"
    raise click.UsageError(f"{what} called {name!r}{hint}")


def _day(versions: tuple[Version, ...], day: datetime | None) -> date | None:
    """The chosen version's day; None for the one in force."""
    if day is None:
        return None
    if all(version.adopted != day.date() for version in versions):
        held = ", ".join(str(version.adopted) for version in versions)
        raise click.UsageError(f"there is no version of {day.date()}; there are: {held}")
    return day.date()


_CHINESE = re.compile(r"第?([^第条之]+)条(?:之([^第条之]+))?")


def _provision(entry: Statute, article: str) -> Provision:
    if chinese_form := _CHINESE.fullmatch(article):
        numbers = [number(digits) for digits in chinese_form.groups() if digits]
        article = "-".join(map(str, numbers))
    try:
        return Provision.parse(f"{entry.id}/art-{article}")
    except ValueError:
        raise click.UsageError(
            f"{article!r} is no article's number: write 60, 274-1 or 第六十条"
        ) from None


statutes.add_command(impact)
statutes.add_command(clear)
