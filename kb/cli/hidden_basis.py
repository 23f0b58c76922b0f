"""`kb eval --basis`: are articles' own provisions suggested when they are hidden?"""

import click

from kb.basis import BasisRequest
from kb.cli.folders import Folders
from kb.cli.judged_index import of_corpus
from kb.cli.output import print_json
from kb.evaluation.hidden_bases import BasisFigures, hidden_bases
from kb.provision import Provision

_LANGS = {"en": "English", "zh": "Chinese", "": "all"}


def judge_suggestions(folders: Folders, as_json: bool) -> None:
    """Hide what each article of the corpus cites, and print how much of it is suggested."""
    with of_corpus(folders) as ready:

        def suggest(request: BasisRequest) -> tuple[Provision, ...]:
            return tuple(one.provision for one in ready.engine.suggest_basis(request))

        held = frozenset(map(Provision.parse, ready.provisions))
        found = hidden_bases(ready.articles(), held, suggest)
    if as_json:
        print_json(found)
        return
    click.secho(f"{'':<18}{'articles':>9}{'R@5':>8}{'R@10':>8}{'RR':>8}", dim=True)
    for each in found:
        click.echo(_line(each))


def _line(of: BasisFigures) -> str:
    name = f"{of.sought}, {_LANGS.get(of.lang, of.lang)}"
    figures = "".join(f"{value:>8.3f}" for value in (of.recall_at_5, of.recall_at_10, of.rr))
    return f"{name:<18}{of.articles:>9}{figures}"
