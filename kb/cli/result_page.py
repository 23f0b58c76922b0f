"""A page of results in the terminal."""

import click

from kb.cli.output import plural
from kb.provision import Provision
from kb.request import PROVISION
from kb.results import Answer, Correction, Hit, ResultPage, Snippet
from kb.taxonomy import Taxonomy
from kb.web.addresses import hit_url, provision_url, statute_url
from kb.web.messages import Phrases, load_messages
from kb.web.notes import sentence


def print_page(found: ResultPage, taxonomy: Taxonomy) -> None:
    """Print what was understood, the hits, and how many there are."""
    phrases = Phrases("en", load_messages())
    for note in found.notes:
        click.echo(sentence(note, phrases), err=True)
    if found.correction:
        _print_correction(found.correction)
    _print_law(found)
    if found.also:
        click.secho(f"Also searched for: {', '.join(found.also)}\n", dim=True)
    if found.left_out:
        who = "None of these articles" if found.total else "No article"
        click.echo(f"{who} has: {', '.join(found.left_out)}\n")
    if not found.total:
        click.echo("Nothing found. Try fewer or other words, or leave out a filter.")
        return
    if found.answer:
        _print_answer(found.answer)
    for hit in found.hits:
        _print_hit(hit, taxonomy)
    click.echo(
        f"{plural(found.total, 'result')}; page {found.page} of {found.pages}; "
        f"{found.took_ms:.0f} ms."
    )


def _print_correction(correction: Correction) -> None:
    if correction.applied:
        click.echo(f"Showing results for: {shown(correction.pieces)} (--as-typed does not)\n")
    else:
        click.echo(f"Did you mean: {shown(correction.pieces)}\n")


def _print_law(found: ResultPage) -> None:
    """What the query names of the law."""
    for provision in found.looked_up:
        click.echo(f"Looked up: {provision_url(Provision.parse(provision))}")
    for missing in found.missing:
        click.echo(
            f"{missing.statute} has {missing.last} articles; there is no Article {missing.number}: "
            f"{statute_url(missing.statute)}"
        )
    if found.offered:
        urls = (provision_url(Provision.parse(provision)) for provision in found.offered)
        click.echo(f"Which statute is meant? {', '.join(urls)}")
    for statute in found.named:
        click.echo(f"The statute itself: {statute_url(statute)}")


def _print_answer(answer: Answer) -> None:
    joint = "" if answer.lang == "zh" else " "
    click.secho("Answer", bold=True)
    click.echo(f"   {joint.join(shown(sentence) for sentence in answer.sentences)}")
    for step in answer.steps:
        click.echo(f"   {step.number}. {step.heading}")
    for basis in answer.basis:
        targets = ", ".join(basis.provisions) or "unresolved"
        click.secho(f"   § {basis.citation} -> {targets}", dim=True)
    anchor = f"#{answer.anchor}" if answer.anchor else ""
    click.secho(f"   /articles/{answer.slug}{anchor}\n", dim=True)


def _print_hit(hit: Hit, taxonomy: Taxonomy) -> None:
    topic = taxonomy.topic(hit.topic)
    regions = [region.name_en for r in hit.regions if (region := taxonomy.region(r))]
    of = "Law" if hit.kind == PROVISION else topic.name_en if topic else hit.topic
    click.echo(f"{hit.rank}. {shown(hit.title)}  [{', '.join([of, *regions])}]")
    click.secho(f"   {hit_url(hit)}", dim=True)
    click.echo(f"   {' '.join(shown(hit.snippet).split())}\n")


def shown(snippet: Snippet) -> str:
    """The text with what is highlighted in bold."""
    return "".join(
        click.style(piece, bold=True) if n % 2 else piece for n, piece in enumerate(snippet.pieces)
    )
