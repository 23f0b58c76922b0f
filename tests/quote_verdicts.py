"""How well the verdicts agree with the legal answers that were marked by hand.

``python -m tests.quote_verdicts`` prints the figures and every difference; the quotations are
those that were marked (``--found``: those that the finder finds). ``--imported FILE`` takes the
texts from a database that ``kb statutes import`` made, which names versions as the marking does.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.quote_check.judge import Judge
from ingest.resolve import Resolver
from kb.model import Citation
from kb.official import OfficialTexts
from kb.provision import Provision
from kb.statute_texts.store import SqliteTexts
from kb.statutes import Register, names
from kb.verdict import Verdict, VerdictKind
from tests.cn_laws import TODAY, shared_data, tree
from tests.corpus_register import corpus_glossary, corpus_register
from tests.gold.legal_qa import GoldCitation, answers, read


@dataclass(frozen=True, slots=True)
class Judged:
    """A marked quotation and the verdict on it."""

    gold: GoldCitation
    verdict: Verdict
    words: str

    @property
    def agrees(self) -> bool:
        """Whether kind and supersession are as marked."""
        same = self.gold.verdict is self.verdict.kind
        return same and self.gold.superseded == self.verdict.superseded

    @property
    def same_version(self) -> bool:
        """Whether the version is the marked one too."""
        return not self.verdict.holds or self.verdict.version == self.gold.version


def judged(
    texts: Sequence[str], register: Register, official: OfficialTexts, *, found: bool = False
) -> Iterator[Judged]:
    """The verdict on every marked quotation, or on that which the finder gives its citation."""
    judge = Judge(register, official, corpus_glossary())
    resolver = Resolver(register, official)
    known = frozenset(name for statute in register for name in names(statute) if name)
    for number, text in enumerate(texts):
        cited = resolver.resolve(find([Passage(anchor="", text=text)], known), TODAY)
        for gold in read():
            if gold.answer != number or gold.quote is None:
                continue
            citation = next((c for c in cited if c.end == gold.end), None) if found else None
            citation = citation or _marked(gold, text, register)
            verdict = judge.verdict(citation, TODAY)
            if verdict is None:
                verdict = Verdict(kind=VerdictKind.UNCHECKED)
            yield Judged(gold, verdict, "\n".join(citation.quote))


def _marked(gold: GoldCitation, text: str, register: Register) -> Citation:
    statutes = register.named(gold.statute) if gold.in_tree else ()
    assert gold.quote is not None
    return Citation(
        text=text[gold.start : gold.end],
        anchor="",
        start=gold.start,
        end=gold.end,
        statute=gold.statute,
        quote=(text[slice(*gold.quote)],),
        targets=tuple(
            Provision.parse(f"{statutes[0].id}/art-{number}") for number in gold.numbers if statutes
        ),
    )


def _law(arguments: Sequence[str]) -> tuple[Register, OfficialTexts]:
    if "--imported" not in arguments:
        return tree()
    imported = SqliteTexts(Path(arguments[arguments.index("--imported") + 1]))
    own = corpus_register()
    others = (statute for statute in imported.statutes() if own.get(statute.id) is None)
    return Register.of((*own, *others)), imported


def main(arguments: Sequence[str]) -> None:
    register, official = _law(arguments)
    texts = answers(shared_data())
    results = list(judged(texts, register, official, found="--found" in arguments))
    versions = sum(result.same_version for result in results)
    print(f"{versions} of {len(results)} name the same version")
    right = sum(result.agrees for result in results)
    print(f"{right} of {len(results)} agree: {right / len(results):.4f}")
    print(Counter((r.gold.verdict, r.verdict.kind) for r in results if not r.agrees))
    for result in results:
        if not (result.agrees and result.same_version):
            gold, verdict = result.gold, result.verdict
            print(
                f"{gold.answer} {gold.statute} {gold.numbers}: marked {gold.verdict} {gold.version}"
                f" {gold.superseded} {gold.note!r}; said {verdict.kind} {verdict.why} "
                f"{verdict.version} {verdict.superseded} {verdict.likeness} "
                f"{[str(place) for place in verdict.found_in]}"
            )
            for difference in verdict.differences[:6]:
                print(f"    {difference.change}: {difference.quoted!r} | {difference.official!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
