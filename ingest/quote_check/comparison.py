"""An English quotation beside a provision: what the one has that the other has not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.quote_check import doing, duties, figures
from ingest.quote_check.clash import Clash
from ingest.quote_check.reading import Sort
from ingest.quote_check.shelf import Reading, Shelf
from kb.provision import Provision

_ROUNDS = 4  # sentences of the provision that one of the quotation may be made of
_DEED = 0.6  # how much a deed tells that only one of the two has: there are many words for it
_GAIN = 0.25  # the least share of a sentence's weight that another one must add
_AS_GOOD = 0.85
_SHORTEST = 4  # classes of a clause that is looked for elsewhere
MOST_RIVALS = 6  # other provisions that are looked at


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out; shares are 0 to 1, classes the gravest first."""

    alike: float  # how much of the two is the same
    rivalry: float  # by how much another provision is more alike; negative where none is
    rival: Provision | None
    strange: tuple[str, ...]  # things of the law that the provision does not have
    strangeness: float  # their share of the quotation's weight
    kinds: tuple[str, ...]  # of these, those of a kind of which it has others
    opposed: tuple[tuple[str, str], ...]  # words where it has their contrary
    elsewhere: float  # by how much another provision has one of the clauses better
    left_out: tuple[str, ...]  # things in the sentences that the quotation is about
    figures: tuple[Clash, ...]
    misplaced: tuple[Clash, ...]
    relations: tuple[Clash, ...]
    figures_dropped: tuple[Clash, ...]
    duties: tuple[Clash, ...]
    doers: tuple[Clash, ...]
    contraries: tuple[Clash, ...]
    denials: tuple[Clash, ...]
    other_doers: tuple[Clash, ...]
    strangers: tuple[Clash, ...]
    newcomers: tuple[Clash, ...]
    denied: tuple[Clash, ...]
    denied_given: tuple[Clash, ...]
    outcomes: tuple[str, ...]
    exception_dropped: bool
    exception_added: bool
    only_added: bool
    only_dropped: bool
    always: bool


def compare(
    quoted: Reading, held: Reading, shelf: Shelf, cited: frozenset[Provision]
) -> Comparison:
    """Hold the quotation against the cited provision's words."""
    things = shelf.lexicon.things
    total = shelf.weight_of(quoted.classes) or 1.0
    strange = [name for name in quoted.classes if name not in held.meant and name in things]
    region = about(quoted, held, shelf)
    wanted = {name for part in region for name in part.classes}
    own = alike(quoted, held, shelf)
    rival, other = _rival(quoted, shelf, cited)
    missing = [name for name in wanted if name not in quoted.meant and name in things]
    return Comparison(
        alike=own,
        rivalry=other - own,
        rival=rival,
        strange=_gravest(strange, shelf),
        strangeness=shelf.weight_of(strange) / total,
        kinds=tuple(_kinds(quoted, held)),
        opposed=tuple(_opposed(quoted, held)),
        elsewhere=_elsewhere(quoted, held, shelf),
        left_out=_gravest(missing, shelf),
        figures=tuple(figures.alien(quoted, held)),
        misplaced=tuple(figures.misplaced(quoted, held, shelf)),
        figures_dropped=tuple(figures.dropped(quoted, region, shelf)),
        relations=tuple(figures.relations(quoted, held)),
        duties=tuple(duties.duties(quoted, held, shelf)),
        doers=tuple(duties.doers(quoted, held, shelf)),
        contraries=tuple(duties.contraries(quoted, held, shelf)),
        denials=tuple(duties.denials(quoted, region)),
        other_doers=tuple(doing.other_doers(quoted, held, shelf)),
        newcomers=tuple(doing.newcomers(quoted, held, shelf)),
        strangers=tuple(doing.strangers(quoted, held, shelf)),
        denied=tuple(doing.denied(quoted, held, shelf, given=False)),
        denied_given=tuple(doing.denied(quoted, held, shelf, given=True)),
        outcomes=doing.outcomes(quoted, held),
        exception_dropped=_excepted(quoted, held, shelf),
        exception_added=quoted.has(Sort.EXCEPT) and not held.has(Sort.EXCEPT),
        only_added=quoted.has(Sort.ONLY) and not held.has(Sort.ONLY),
        only_dropped=any(p.has(Sort.ONLY) for p in region) and not quoted.has(Sort.ONLY),
        always=quoted.has(Sort.ALWAYS),
    )


def alike(quoted: Reading, held: Reading, shelf: Shelf) -> float:
    """How much of the quotation the provision has, and of its sentences the quotation."""
    common = [name for name in quoted.classes if name in held.meant]
    wanted = {name for part in about(quoted, held, shelf) for name in part.classes}
    back = [name for name in wanted if name in quoted.meant]
    covered = _share(common, quoted.classes, shelf)
    returned = _share(back, wanted, shelf)
    return 0.6 * covered + 0.4 * returned


def _share(common: Collection[str], names: Collection[str], shelf: Shelf) -> float:
    """The share of the names that is common; a deed that is not, tells little."""
    things = shelf.lexicon.things
    same = shelf.weight_of(common)
    known = frozenset(common)
    other = sum(
        shelf.weight(name) * (1.0 if name in things else _DEED)
        for name in names
        if name not in known
    )
    return same / ((same + other) or 1.0)


def about(quoted: Reading, held: Reading, shelf: Shelf) -> tuple[Reading, ...]:
    """The provision's sentences that the quotation is about."""
    chosen: set[int] = set()
    for sentence in quoted.sentences:
        wanted = set(sentence.classes)
        least = _GAIN * (shelf.weight_of(wanted) or 1.0)
        for _ in range(_ROUNDS):
            gains = [shelf.weight_of(wanted & part.meant) for part in held.sentences]
            best = max(
                range(len(gains)),
                key=lambda n: (gains[n], -len(held.sentences[n].classes)),
                default=None,
            )
            if best is None or gains[best] < least:
                break
            chosen.add(best)
            wanted -= held.sentences[best].meant
    return tuple(held.sentences[n] for n in sorted(chosen))


def rivals(quoted: Reading, shelf: Shelf, without: frozenset[Provision]) -> list[Provision]:
    """The other provisions that have most of the quotation's words, by weight."""
    sums: dict[Provision, float] = {}
    for name in quoted.classes:
        weight = shelf.weight(name)
        for provision in shelf.where.get(name, ()):
            sums[provision] = sums.get(provision, 0.0) + weight
    ordered = sorted(sums, key=lambda provision: -sums[provision])
    return [p for p in ordered[: MOST_RIVALS + len(without)] if p not in without][:MOST_RIVALS]


def _rival(
    quoted: Reading, shelf: Shelf, cited: frozenset[Provision]
) -> tuple[Provision | None, float]:
    likes = {p: alike(quoted, shelf.reading(p), shelf) for p in rivals(quoted, shelf, cited)}
    best = max(likes, key=lambda provision: likes[provision], default=None)
    return best, likes[best] if best else 0.0


def _gravest(names: list[str], shelf: Shelf) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: -shelf.weight(name)))


def _kinds(quoted: Reading, held: Reading) -> Iterator[str]:
    """Things of a kind of which the provision has others: another insurance."""
    for kind in quoted.lexicon.kinds:
        if held.classes.keys() & kind:
            yield from sorted((quoted.classes.keys() & kind) - held.meant)


def _opposed(quoted: Reading, held: Reading) -> Iterator[tuple[str, str]]:
    for name in quoted.classes:
        others = quoted.lexicon.opposites.get(name, frozenset())
        if others & held.meant and name not in held.meant and not others & quoted.meant:
            yield name, min(others & held.meant)


def _elsewhere(quoted: Reading, held: Reading, shelf: Shelf) -> float:
    """How much better another provision has one of the quotation's clauses."""
    most = 0.0
    for names in quoted.clauses:
        if len(names) < _SHORTEST:
            continue
        total = shelf.weight_of(names)
        own = shelf.weight_of(names & held.meant) / total
        sums: dict[Provision, float] = {}
        for name in names:
            for provision in shelf.where.get(name, ()):
                sums[provision] = sums.get(provision, 0.0) + shelf.weight(name)
        most = max(most, max(sums.values(), default=0.0) / total - own)
    return most


def _excepted(quoted: Reading, held: Reading, shelf: Shelf) -> bool:
    """Whether the provision makes an exception to what is quoted without any."""
    if quoted.has(Sort.EXCEPT) or quoted.has(Sort.BUT):
        return False
    names = set(quoted.classes)
    gains = [shelf.weight_of(names & part.meant) for part in held.sentences]
    steers = {token.sort for token in quoted.tokens} & {Sort.BAN, Sort.DUTY, Sort.LEAVE}
    return any(
        gain >= _AS_GOOD * max(gains)
        and part.has(Sort.EXCEPT)
        and (not steers or any(part.has(sort) for sort in steers))
        for gain, part in zip(gains, held.sentences, strict=True)
    )
