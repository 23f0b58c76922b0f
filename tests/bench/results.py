"""What the benchmark measured: plain data, for the tables, the plots and the JSON file."""

from dataclasses import dataclass, field

from tests.bench.questions import Kind
from tests.bench.timing import Spread
from tests.bench.upkeep import Fresh

# Curves of milliseconds (median) by engine: what grows, then the time.
Curves = dict[str, list[tuple[int, float]]]


@dataclass
class EngineResult:
    """One engine on one set. ``index_s`` is without the analysis of the shared tokens.

    Our engine's ``index_s`` is with its own analysis. ``slower`` is how many times as long
    as our engine it takes at the median and at the 95th percentile, over the queries that
    both got to; ``agreement`` the mean part of the ten best it found; ``sound`` the part of
    the hits that have all the words, or the phrase.
    """

    index_s: float = 0.0
    index_mb: float = 0.0
    spreads: dict[Kind, Spread] = field(default_factory=dict)
    slower: dict[Kind, tuple[float, float]] = field(default_factory=dict)
    agreement: float = 0.0
    sound: dict[Kind, float] = field(default_factory=dict)
    fresh: Fresh | None = None


@dataclass
class SetResult:
    """All engines on one set of documents; times as ``EngineResult`` has them.

    ``understanding`` is what our engine needs to make terms of a question, which the others
    get ready made; it is in its times. ``growth`` is how many times as long our median
    question takes as in the first tenth of the documents; ``filtered`` how many times as
    long with filters as without; ``first_ms`` is a new process of our engine alone, from
    its start to its end after one answer.
    """

    name: str
    documents: int
    tokens: int
    analysis_s: float
    terms: float  # of a natural question, on average
    engines: dict[str, EngineResult]
    lengths: Curves = field(default_factory=dict)
    changes: Spread | None = None
    understanding: Spread | None = None
    growth: float | None = None
    first_ms: float | None = None
    filtered: float | None = None
    broken: list[str] = field(default_factory=list)
