"""`kb search`, `kb suggest`, `kb show`, `kb stats`: ask the index from the shell."""

from contextlib import closing
from dataclasses import dataclass

import click
from click.exceptions import Exit

from kb.cli.folders import Folders, with_folders
from kb.cli.narrowing import Narrowing, query_of, ready, with_narrowing
from kb.cli.output import json_option, print_json
from kb.cli.result_page import print_page, shown
from kb.library import Library
from kb.model import Article, Status
from kb.suggestion import MAX_SUGGESTIONS, SUGGESTIONS, SuggestRequest


@click.command(
    epilog="\b\nExample:\n"
    '  kb search "Where can I pay my own social security?"\n'
    "  kb search 自己交社保 --lang zh --json\n"
    "  kb search pension years --statute prc-sil-2010 --all-words\n"
    "  kb search 'pension -rural intitle:years topic:养老 lang:en'\n"
    '  kb search "SIL art. 60(2)"\n'
    "  kb search 缴费 --kind provision"
)
@click.argument("words", nargs=-1, required=True)
@with_narrowing
@click.option("--page", default=1, show_default=True)
@click.option("--per-page", default=10, show_default=True)
@json_option
@with_folders
def search(
    folders: Folders,
    words: tuple[str, ...],
    narrowing: Narrowing,
    page: int,
    per_page: int,
    as_json: bool,
) -> None:
    """Ask a question, or for a provision ("SIL art 60"). Exit status 1 when nothing is found.

    The question may hold operators; put it in quotes then, so that the shell and the options
    leave it alone:

    \b
      "exact words"         these words as they stand
      -word  -"some words"  not with this word, or these
      intitle:word          the word stands in the title
      topic:pension  region:shenzhen  lang:zh  kind:qa  statute:SIL
                            only these; ids or names, in English or Chinese
    """
    request = narrowing.request(query_of(words), folders, page=page, per_page=per_page)
    with closing(folders.engine()) as engine:
        narrowing.check(ready(folders, engine))
        found = engine.search(request)
    if as_json:
        print_json(found)
    else:
        print_page(found, folders.taxonomy())
    raise Exit(0 if found.total else 1)


@click.command(
    epilog="\b\nExample:\n"
    '  kb suggest "own soc"\n'
    "  kb suggest 养老 --limit 3\n"
    "  kb suggest socal securty --json"
)
@click.argument("typed", nargs=-1, required=True, metavar="TEXT...")
@click.option(
    "--limit", default=SUGGESTIONS, show_default=True, type=click.IntRange(1, MAX_SUGGESTIONS)
)
@click.option("--lang", multiple=True, type=click.Choice(["en", "zh"]))
@json_option
@with_folders
def suggest(
    folders: Folders, typed: tuple[str, ...], limit: int, lang: tuple[str, ...], as_json: bool
) -> None:
    """Suggest articles for a question that is half typed. Exit status 1 when there are none."""
    try:
        request = SuggestRequest(typed=" ".join(typed), limit=limit, langs=lang)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with closing(folders.engine()) as engine:
        found = ready(folders, engine).suggest(request)
    if as_json:
        print_json(found)
    elif not found:
        click.echo("No suggestions.")
    else:
        for suggestion in found:
            title = f"  -> {suggestion.title}" if suggestion.by_alias else ""
            click.echo(f"{shown(suggestion.text)}{title}")
            click.secho(f"   /articles/{suggestion.slug}", dim=True)
    raise Exit(0 if found else 1)


@click.command(epilog="\b\nExample:\n  kb show pay-your-own-social-security\n  kb show SLUG --json")
@click.argument("slug")
@json_option
@with_folders
def show(folders: Folders, slug: str, as_json: bool) -> None:
    """Show an article, of whatever status."""
    with closing(folders.engine()) as engine:
        library = Library.of(ready(folders, engine).contents(), folders.taxonomy())
    article = next((a for a in library.everything if a.slug == slug), None)
    if article is None and "/" in slug:
        raise click.ClickException(f"{slug!r} is no article; `kb search {slug}` shows a provision")
    if article is None:
        raise click.ClickException(f"there is no article {slug!r}; `kb search` finds its address")
    if as_json:
        print_json(article)
    else:
        _print_article(article)


def _print_article(article: Article) -> None:
    click.secho(article.title, bold=True)
    reviewed = f", reviewed {article.reviewed}" if article.reviewed else ""
    click.secho(f"{article.status} {article.kind}, {article.topic}{reviewed}\n", dim=True)
    for section in article.sections:
        if section.heading:
            number = f"{section.number}. " if section.number else ""
            click.secho(f"{number}{section.title}", bold=True)
        if section.text:
            click.echo(section.text)
        click.echo()
    for citation in article.legal_basis:
        target = ", ".join(map(str, citation.targets)) or f"unresolved: {citation.reason}"
        click.echo(f"§ {' '.join(citation.text.split())} -> {target}")
    for link in article.related:
        click.echo(f"→ {link.text}" + ("" if link.slug else " (wanted)"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What the index holds."""

    generation: int
    published: int
    drafts: int
    in_review: int
    english: int
    chinese: int
    statutes: int
    provisions: int
    citations: int
    unresolved_citations: int
    wanted: int


@click.command(epilog="\b\nExample:\n  kb stats --json")
@json_option
@with_folders
def stats(folders: Folders, as_json: bool) -> None:
    """Count what the index holds."""
    with closing(folders.engine()) as engine:
        library = Library.of(ready(folders, engine).contents(), folders.taxonomy())
        provisions = engine.holdings().provisions
    citations = [c for article in library.everything for c in article.citations]
    statuses = [article.status for article in library.everything]
    langs = [article.lang for article in library.everything]
    counted = Stats(
        generation=library.generation,
        published=statuses.count(Status.PUBLISHED),
        drafts=statuses.count(Status.DRAFT),
        in_review=statuses.count(Status.REVIEW),
        english=langs.count("en"),
        chinese=langs.count("zh"),
        statutes=len(library.register),
        provisions=provisions,
        citations=len(citations),
        unresolved_citations=sum(not c.resolved for c in citations),
        wanted=len(library.wanted()),
    )
    if as_json:
        print_json(counted)
        return
    for name in Stats.__slots__:
        click.echo(f"{name.replace('_', ' '):<22}{getattr(counted, name):>8,}")
