"""How well citations are found and resolved in the legal answers that were marked by hand.

``python -m tests.finding`` prints the figures and every difference to the marking.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.resolve import Resolver
from kb.model import Citation
from kb.statutes import Register, name_key, names
from tests.cn_laws import TODAY, TreeTexts, shared_data, tree
from tests.gold.legal_qa import GoldCitation, Kind, answers, read

MISNAMED = frozenset((43, 48, 99, 103))


@dataclass
class Figures:
    """What was counted, and what differs, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.counts["right"] / max(1, self.counts["found"])

    @property
    def recall(self) -> float:
        return self.counts["right"] / max(1, self.counts["marked"])

    @property
    def resolved(self) -> float:
        return self.counts["resolved"] / max(1, self.counts["in tree"])

    @property
    def quotes(self) -> float:
        return self.counts["quote right"] / max(1, self.counts["quoted"])

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f}  recall {self.recall:.4f}  "
            f"resolved {self.resolved:.4f}  quotes {self.quotes:.4f}  {dict(self.counts)}"
        )


def measure(
    texts: Sequence[str], gold: Sequence[GoldCitation], register: Register, official: TreeTexts
) -> Figures:
    """Find and resolve in every text, and hold it against the marking."""
    figures = Figures()
    resolver = Resolver(register, official)
    known = frozenset(name for statute in register for name in names(statute) if name)
    for answer, text in enumerate(texts):
        citations = resolver.resolve(find([Passage(anchor="", text=text)], known), TODAY)
        marked = [citation for citation in gold if citation.answer == answer]
        for line in _compared(citations, marked, text, figures.counts, register):
            figures.differences.append(f"{answer}: {line}")
    return figures


def _compared(
    citations: Sequence[Citation],
    marked: Sequence[GoldCitation],
    text: str,
    counts: Counter[str],
    register: Register,
) -> Iterator[str]:
    left = list(citations)
    for gold in marked:
        counts["marked"] += 1
        same = next((c for c in left if c.start < gold.end and c.end == gold.end), None)
        if same is None:
            yield f"not found: {text[gold.start : gold.end]!r} {gold.numbers}"
            continue
        left.remove(same)
        counts["found"] += 1
        if _same(same, gold):
            counts["right"] += 1
        else:
            yield (
                f"other: {same.text!r} {same.statute or same.antecedent} {same.numbers}, "
                f"marked {gold.statute} {gold.numbers} {gold.note}"
            )
        if gold.quote is not None:
            counts["quoted"] += 1
            spans = same.quote_spans
            quote = (spans[0][0], spans[-1][1]) if spans else None
            if quote == gold.quote:
                counts["quote right"] += 1
            else:
                yield f"quote: {_cut(text, quote)}\n     marked {_cut(text, gold.quote)}"
        if gold.in_tree:
            counts["in tree"] += 1
            statutes = register.named(gold.statute)
            wanted = [f"{statutes[0].id}/art-{n}" for n in gold.numbers] if statutes else []
            if [str(target) for target in same.targets] == wanted:
                counts["resolved"] += 1
            else:
                yield (
                    f"resolved: {same.text!r} {[str(t) for t in same.targets]} {same.reason}, "
                    f"marked {wanted} {gold.note}"
                )
        elif same.targets:
            yield f"resolved though not in the tree: {same.text!r} {same.targets}"
    for citation in left:
        counts["found"] += 1
        yield f"too many: {citation.text!r} {citation.numbers}"


def _same(citation: Citation, gold: GoldCitation) -> bool:
    """The same statute by name, and the same numbers; where one reads decides on a 前款.

    Where an answer misnames the statute, the name as written is right (see the marking's README).
    """
    named = name_key(citation.statute or citation.antecedent)
    if gold.kind is Kind.RELATIVE:
        articles, marked = (
            {number.partition("/")[0] for number in numbers}
            for numbers in (citation.numbers, gold.numbers)
        )
        return articles == marked or not marked
    wanted = name_key(gold.statute)
    if gold.answer in MISNAMED:
        return citation.numbers == gold.numbers
    return citation.numbers == gold.numbers and (wanted == named or wanted.endswith(named))


def _cut(text: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return "none"
    words = text[slice(*span)]
    return f"{span} {words[:15]!r}…{words[-25:]!r}"


def figures(data: Path | None = None) -> Figures:
    """Measure on the shared data."""
    register, official = tree(data)
    return measure(answers(data or shared_data()), read(), register, official)


if __name__ == "__main__":
    found = figures()
    print(*found.differences, sep="\n")
    print(found)
