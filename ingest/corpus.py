"""A corpus folder as it was read."""

from dataclasses import dataclass, field

from kb.model import Article, Problem, Severity
from kb.statutes import Register
from kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a corpus folder holds, resolved and checked.

    ``kept`` are the paths whose new text is malformed, so that the last good
    version stands in; ``parsed`` counts the files that were parsed. ``pending`` are the problems
    of changes that are not published yet; ``problems`` are all others.
    """

    articles: tuple[Article, ...]
    register: Register
    taxonomy: Taxonomy
    problems: tuple[Problem, ...]
    pending: tuple[Problem, ...] = ()
    kept: tuple[str, ...] = ()
    parsed: int = field(default=0, compare=False)

    @property
    def errors(self) -> int:
        """How many errors articles and statutes have."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)
