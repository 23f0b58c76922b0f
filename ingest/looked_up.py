"""What a check of one article looks things up in."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kb.model import Article, Problem, Severity, Status
from kb.statutes import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the checks of one article know of another."""

    slug: str
    path: str
    lang: str
    status: Status


class Others(Protocol):
    """What a check must know of the other articles."""

    def article(self, slug: str) -> Known | None:
        """The article at the address, of whatever status; the checked one too."""
        ...

    def is_linked(self, slug: str) -> bool:
        """Whether a published article links to it by `related`."""
        ...

    def formerly(self, old: str) -> tuple[Known, ...]:
        """The articles that say that they were at this address before, in order of their paths."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the checks look things up in; ``text`` is the article's source, to name lines."""

    others: Others
    register: Register
    text: str
    today: date

    def line(self, needle: str, after: str = "") -> int:
        """The first line of the source that holds the words, behind others; else 1."""
        at = self.text.find(needle, max(0, self.text.find(after)))
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1

    def problem(
        self,
        article: Article,
        code: str,
        message: str,
        hint: str,
        *,
        at: str = "",
        line: int = 1,
        severity: Severity = Severity.WARNING,
    ) -> Problem:
        """One problem, on the line that holds the words ``at``, or on the line that is given."""
        line = self.line(at) if at else line
        return Problem(
            path=article.path, line=line, code=code, message=message, hint=hint, severity=severity
        )
