"""A manuscript with what is known about it: what every fix is worked out from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ingest.check import quoted_shortly
from ingest.resolve import told_shortly
from ingest.script import HAN_SIGN
from ingest.source_lines import Lines, lines_of
from ingest.source_places import SourcePlaces, places_of
from kb.editorial.front_lines import Edit, FrontLines
from kb.editorial.likeness import Wordings
from kb.editors_desk import Fix
from kb.model import Article, Citation, Problem
from kb.official import NoTexts, OfficialTexts
from kb.statutes import Register


@dataclass(frozen=True)
class Shelf:
    """What a manuscript is held against. Make it once for each state of the corpus."""

    articles: Sequence[Article]
    register: Register
    wordings: Wordings = field(default_factory=Wordings)
    texts: OfficialTexts = NoTexts()  # noqa: RUF009  # it holds nothing that could change
    today: date = field(default_factory=date.today)

    @cached_property
    def by_slug(self) -> dict[str, Article]:
        return {article.slug: article for article in self.articles}


@dataclass(frozen=True)
class CitedPlace:
    """A citation, the lines it is reported on, and where it stands exactly."""

    citation: Citation
    lines: Lines
    places: SourcePlaces


@dataclass(frozen=True)
class Case:
    """One manuscript; ``article`` is None where its text is none."""

    article: Article | None
    text: str
    shelf: Shelf

    @cached_property
    def front(self) -> FrontLines:
        return FrontLines(self.text)

    @cached_property
    def slug(self) -> str:
        return self.article.slug if self.article else ""

    @cached_property
    def lang(self) -> str:
        return self.article.lang if self.article else str(self.front.values.get("lang") or "en")

    @cached_property
    def cited(self) -> tuple[CitedPlace, ...]:
        if self.article is None:
            return ()
        citations = self.article.citations
        told = zip(
            citations,
            lines_of(citations, self.text),
            places_of(citations, self.text),
            strict=True,
        )
        return tuple(CitedPlace(*one) for one in told)

    def unresolved(self, problem: Problem) -> Iterator[CitedPlace]:
        """The citations that the problem may be about."""
        for one in self.cited:
            told = f"{told_shortly(one.citation.text)!r}: "
            here = not one.citation.resolved and one.lines.citation == problem.line
            if here and problem.message.startswith(told):
                yield one

    def quoting(self, problem: Problem) -> Iterator[CitedPlace]:
        """The citations whose quotation the problem may be about."""
        for one in self.cited:
            told = f"{quoted_shortly(one.citation)!r} as the words of {one.citation.text!r}"
            if one.lines.quote == problem.line and problem.message.startswith(told):
                yield one

    def fix(self, code: str, label: str, edit: Edit | None) -> Iterator[Fix]:
        """A fix that makes the edit, if there is one and it changes anything."""
        if edit is not None and self.text[edit.start : edit.end] != edit.replacement:
            yield Fix(
                code=code,
                label=label,
                start=edit.start,
                end=edit.end,
                replacement=edit.replacement,
            )


def applied(text: str, fix: Fix) -> str:
    """The text with the fix."""
    return text[: fix.start] + fix.replacement + text[fix.end :]


def lang_of_text(text: str) -> str:
    """The language that most of a text is in."""
    return "zh" if 3 * len(HAN_SIGN.findall(text)) > len(text) else "en"
