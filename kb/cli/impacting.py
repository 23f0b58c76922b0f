"""`kb statutes impact` and `kb statutes clear`: what a change of the law does to the articles."""

import difflib
from contextlib import closing
from datetime import date

import click
from click.exceptions import Exit

from kb.changes import ChangeKind
from kb.cli.folders import Folders, with_folders
from kb.cli.named_statute import statute_id
from kb.cli.narrowing import ready
from kb.cli.output import json_option, plural, print_json
from kb.impact import ArticleImpact, Impact, QuoteState, Touch, impacts
from kb.library import Library
from kb.model import unique
from kb.provision import Provision
from kb.review import MAX_NOTE_CHARS, Clearing

_LISTED = 12  # provisions of one kind that a line names


@click.command(
    epilog="\b\nExample:\n  kb statutes impact\n  kb statutes impact prc-sil-2010 --all\n"
    "  kb statutes impact 社会保险法 --json"
)
@click.argument("statute", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Every version, those known at the last review too."
)
@json_option
@with_folders
def impact(folders: Folders, statute: str | None, everything: bool, as_json: bool) -> None:
    """Show what newer versions of statutes changed, and which articles that concerns.

    STATUTE is an id or a name; without it all statutes that articles cite are looked at. For
    each version: the provisions that were added, removed, renumbered and reworded, the articles
    that cite them, and the quotations that no longer hold. Exit status 1 when an article is
    under review.
    """
    library = _library(folders)
    wanted = statute_id(statute, library.register, folders.texts()) if statute else ""
    found = _impacts(folders, library, wanted, everything)
    if as_json:
        print_json(found)
    elif not found:
        _say_nothing(wanted, everything)
    else:
        for each in found:
            _print(each)
        _say_what_to_do(found)
    raise Exit(1 if any(each.under_review for each in found) else 0)


@click.command(
    epilog="\b\nExample:\n"
    '  kb statutes clear pension-contribution-years --note "Article 16 says the same"\n'
    "  kb statutes clear pension-contribution-years --statute prc-sil-2010\n"
    "  kb statutes clear pension-contribution-years --undo"
)
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@click.option("--statute", help="Only the changes of this statute: an id or a name.")
@click.option("--note", default="", help="Why nothing had to be changed; kept with the day.")
@click.option("--undo", is_flag=True, help="Put the articles under review again.")
@json_option
@with_folders
def clear(
    folders: Folders,
    slugs: tuple[str, ...],
    statute: str | None,
    note: str,
    undo: bool,
    as_json: bool,
) -> None:
    """Say that articles are right though the law they cite changed.

    Their banner goes away at once, in a running server too. A version that is imported later puts
    an article under review again. (A review does the same: set `reviewed` in the article's file
    to a day after that of the import on which the version is in force.) Exit status 1 when
    there was nothing to do.
    """
    note = " ".join(note.split())
    if len(note) > MAX_NOTE_CHARS:
        raise click.UsageError(f"--note has {len(note):,} characters; at most {MAX_NOTE_CHARS}")
    if undo and note:
        raise click.UsageError("--undo takes no --note")
    library = _library(folders)
    for slug in slugs:
        _must_exist(slug, library)
    wanted = statute_id(statute, library.register, folders.texts()) if statute else ""
    if undo:
        done = _undo(folders, unique(slugs), wanted, as_json)
    else:
        done = _clear(folders, library, unique(slugs), wanted, note, as_json)
    raise Exit(0 if done else 1)


def _must_exist(slug: str, library: Library) -> None:
    if library.article(slug) is None:
        near = difflib.get_close_matches(slug, (a.slug for a in library.articles), n=1)
        hint = f"did you mean {near[0]!r}?" if near else "`kb search` finds its address"
        raise click.ClickException(f"there is no published article {slug!r}; {hint}")


def _undo(folders: Folders, slugs: tuple[str, ...], statute: str, as_json: bool) -> int:
    clearings = folders.clearings()
    gone = {slug: clearings.undo(slug, statute) for slug in slugs}
    if as_json:
        print_json({"undone": sum(gone.values())})
        return sum(gone.values())
    for slug, count in gone.items():
        undone = f"{plural(count, 'clearing')} of {slug} undone."
        click.echo(undone if count else f"Nothing was cleared of {slug}.")
    return sum(gone.values())


def _clear(
    folders: Folders,
    library: Library,
    slugs: tuple[str, ...],
    statute: str,
    note: str,
    as_json: bool,
) -> int:
    found = _impacts(folders, library, statute, False)
    done = tuple(
        Clearing(
            article=slug, statute=i.statute, version=i.after.adopted, on=date.today(), note=note
        )
        for slug in slugs
        for i in found
        if any(article.slug == slug for article in i.under_review)
    )
    if done:
        folders.clearings().add(done)
    if as_json:
        print_json(done)
        return len(done)
    for each in done:
        click.echo(f"{each.article} cleared of {each.statute} as amended on {each.version}.")
    for slug in slugs:
        if slug not in {each.article for each in done}:
            click.echo(f"{slug} is not under review; nothing to clear.")
    return len(done)


def _library(folders: Folders) -> Library:
    with closing(folders.engine()) as engine:
        return Library.of(ready(folders, engine).contents(), folders.taxonomy())


def _impacts(
    folders: Folders, library: Library, statute: str, everything: bool
) -> tuple[Impact, ...]:
    cleared = folders.clearings().all()
    found = impacts(library, folders.texts(), cleared, statute=statute, everything=everything)
    return tuple(found)


def _say_nothing(statute: str, everything: bool) -> None:
    if everything:
        of = f"of {statute}" if statute else "of a statute that articles cite"
        click.echo(f"There are no two versions {of} here; `kb statutes import` brings them.")
    else:
        click.echo(
            "No newer version came in since the articles were reviewed (--all shows others)."
        )


def _say_what_to_do(found: tuple[Impact, ...]) -> None:
    slugs = {article.slug for each in found for article in each.under_review}
    if slugs:
        click.echo(
            f"{plural(len(slugs), 'article')} under review. `kb check` names their lines. "
            "For each: mend it and set `reviewed`,\n"
            "or, where it is right as it is, kb statutes clear SLUG."
        )


def _print(impact: Impact) -> None:
    click.secho(impact.title("en"), bold=True, nl=False)
    click.echo(f"  {impact.statute}")
    click.secho(
        f"  {impact.before.adopted} -> {impact.after.adopted}, in force {impact.after.in_force}, "
        f"imported {impact.after.imported}" + ("" if impact.news else " with the older one"),
        dim=True,
    )
    for kind in ChangeKind:
        changed = [change for change in impact.changes if change.kind is kind]
        if changed:
            named = [_number(c.before, c.after, kind) for c in changed]
            click.echo(f"  {kind:<11}{len(named):>4}  {_some(named)}")
    if not impact.changes:
        click.echo("  No provision differs.")
    if impact.translation_behind:
        click.secho(
            f"  The translation in corpus/statutes/{impact.statute}.md knows nothing of this "
            "version: bring it up to date.",
            fg="yellow",
        )
    if impact.translation_knows and impact.under_review:
        click.echo(
            "  Our translation knows this version already: articles may have been written for it.\n"
            "  `kb statutes clear SLUG...` clears those that were."
        )
    for article in sorted(impact.articles, key=lambda a: (not a.under_review, a.slug)):
        _print_article(article)
    if impact.changes and not impact.articles:
        click.echo("  No article cites what changed.")
    click.echo()


def _number(before: Provision | None, after: Provision | None, kind: ChangeKind) -> str:
    if kind is ChangeKind.RENUMBERED and before and after:
        return f"{before.number}->{after.number}"
    one = before or after
    return one.number if one else ""


def _some(named: list[str]) -> str:
    more = len(named) - _LISTED
    return ", ".join(named[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _print_article(article: ArticleImpact) -> None:
    state = str(article.standing)
    if not article.is_touched:
        state = "not touched"
    elif article.clearing:
        note = f": {article.clearing.note}" if article.clearing.note else ""
        state = f"cleared on {article.clearing.on}{note}"
    color = "red" if article.under_review else None
    click.secho(f"  {article.slug}", bold=article.under_review, nl=False)
    click.secho(f"  {state}", fg=color)
    for line in unique(map(_touch_line, article.touches)):
        click.echo(f"      {line}")


def _touch_line(touch: Touch) -> str:
    change = touch.change
    what = str(change.kind)
    if change.kind is ChangeKind.RENUMBERED and change.after:
        what += f" to {change.after.number}"
    pinpoint = touch.cited.pinpoint if touch.touched else ""  # else it is not what changed
    parts = [f"Article {touch.cited.number}{pinpoint}", what]
    if not touch.touched:
        parts.append("but not what is cited")
    if touch.quote not in (QuoteState.NONE, QuoteState.HOLDS):
        parts.append(_QUOTES[touch.quote])
    return f"{parts[0]} {', '.join(parts[1:])}"


_QUOTES = {
    QuoteState.LOST: "the quotation no longer holds",
    QuoteState.NEVER: "the quotation stands in neither version",
    QuoteState.BEHIND: "quotes the older translation",
    QuoteState.UNCHECKED: "the quotation cannot be checked",
}
