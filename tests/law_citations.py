"""How well the citations inside the Chinese statutes themselves are found and resolved.

``python -m tests.law_citations`` runs finder and resolver over the whole tree of the shared data
and prints the figures; ``--unresolved`` adds what did not resolve though its statute is there,
``--unknown`` the names that no statute bears, the most frequent first.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.resolve import Resolver
from kb.model import Citation
from kb.statutes import Register, Statute, names
from tests.cn_laws import Law, TreeTexts, tree


@dataclass
class Found:
    """A citation in a provision, and where it was found."""

    statute: Statute
    law: Law
    number: str
    text: str
    citation: Citation


@dataclass
class Figures:
    """Counts of citations: all, those whose statute is in the tree, those resolved."""

    counts: Counter[str] = field(default_factory=Counter)
    unresolved: list[Found] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def resolved(self) -> float:
        """The part of the citations of a statute in the tree that resolve."""
        return self.counts["resolved"] / max(1, self.counts["in tree"])

    def __str__(self) -> str:
        return f"resolved {self.resolved:.4f} of those in the tree  {dict(self.counts)}"


def citations(register: Register, texts: TreeTexts) -> Iterator[Found]:
    """Every citation in the newest version of every statute, resolved by the law of its day."""
    resolver = Resolver(register, texts)
    known = frozenset(name for statute in register for name in names(statute) if name)
    for statute in register:
        for law in texts.laws.get(statute.id, ())[-1:]:
            on = max(law.version.in_force, date(2021, 1, 1))
            for held in law.provisions:
                passage = Passage(anchor="", text=held.text, number=held.provision.number)
                for citation in resolver.resolve(find([passage], known, statute.title_zh), on):
                    yield Found(statute, law, held.provision.number, held.text, citation)


def measure(citations: Iterable[Found]) -> Figures:
    """Count them."""
    figures = Figures()
    for found in citations:
        citation = found.citation
        own = citation.register_id == found.statute.id
        figures.counts["found"] += 1
        figures.counts["own" if own else "by name"] += 1
        if citation.register_id:
            figures.counts["in tree"] += 1
            figures.counts["resolved"] += citation.resolved
            if not own:
                figures.counts["by name, in tree"] += 1
                figures.counts["by name, resolved"] += citation.resolved
            if not citation.resolved:
                figures.unresolved.append(found)
        else:
            figures.unknown[citation.statute or citation.antecedent or "?"] += 1
    return figures


def figures(data: Path | None = None) -> Figures:
    """Measure on the shared data."""
    return measure(citations(*tree(data)))


if __name__ == "__main__":
    began = time.process_time()
    counted = figures()
    if "--unresolved" in sys.argv:
        for one in counted.unresolved:
            print(
                one.statute.title_zh, one.number, repr(one.citation.text),
                one.citation.statute or one.citation.antecedent, one.citation.reason,
            )  # fmt: skip
    if "--unknown" in sys.argv:
        for name, count in counted.unknown.most_common():
            print(count, name)
    print(counted)
    print(f"{time.process_time() - began:.1f} s")
