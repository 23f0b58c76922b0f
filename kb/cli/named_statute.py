"""A statute that is named on the command line, by its id or by any name."""

import difflib

import click

from kb.official import OfficialTexts
from kb.statutes import Register, Statute

_OFFERED = 3


def statute_id(named: str, register: Register, texts: OfficialTexts) -> str:
    """The id of the statute; an error that offers near ones where there is none, or several."""
    known = {statute.id: statute for statute in (*texts.statutes(), *register)}
    if named in known:
        return named
    everything = Register.of(known.values())
    found = everything.named(named)
    if len(found) == 1:
        return found[0].id
    if found:
        raise click.UsageError(f"{named!r} is the name of several statutes: {_listed(found)}")
    ids = difflib.get_close_matches(named, known, n=_OFFERED, cutoff=0.6)
    near = (*(known[id] for id in ids), *everything.alike(named, _OFFERED))
    hint = f"; did you mean {_listed(near)}?" if near else "; `kb serve` lists them at /statutes"
    raise click.UsageError(f"there is no statute {named!r}{hint}")


def _listed(statutes: tuple[Statute, ...]) -> str:
    shown = tuple(dict.fromkeys(statutes))[:_OFFERED]
    return ", ".join(f"{statute.id} ({statute.title()})" for statute in shown)
