"""What publishing a text would do: what keeps it from readers, which judged answers move."""

from dataclasses import dataclass

from kb.editors_desk import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class RankChange:
    """A judged query whose answer moves: its rank before and after (1 is the best; None: not
    among the first fifty), and nDCG@10 of the query before and after.

    ``target`` is the answer that moves, an article's slug or a provision's id, and ``grade``
    how well it answers.
    """

    query: str
    lang: str
    grade: int
    before: int | None
    after: int | None
    ndcg_before: float
    ndcg_after: float
    target: str = ""

    @property
    def improves(self) -> bool:
        return self.ndcg_after > self.ndcg_before

    @property
    def worsens(self) -> bool:
        return self.ndcg_after < self.ndcg_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What publishing a text would do.

    ``changes`` are the judged queries whose answers move, those that lose most first; ``asked``
    of ``judged`` queries were asked anew: the edit cannot concern the others. The means are
    those of nDCG@10 over the queries that were asked, None where none was.
    """

    findings: tuple[Finding, ...] = ()
    changes: tuple[RankChange, ...] = ()
    asked: int = 0
    judged: int = 0
    mean_before: float | None = None
    mean_after: float | None = None

    @property
    def open(self) -> bool:
        """Whether nothing keeps the text from being published."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def better(self) -> tuple[RankChange, ...]:
        return tuple(c for c in self.changes if c.improves)

    @property
    def worse(self) -> tuple[RankChange, ...]:
        return tuple(c for c in self.changes if c.worsens)
