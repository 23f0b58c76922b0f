"""One file of the corpus, and what came of it."""

from dataclasses import dataclass, replace

from ingest import article as article_reader
from ingest.live.files import Held
from ingest.live.law import Law
from kb.model import Article, Form, Problem, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says by itself, whatever the other articles say.

    ``raw`` is the parsed article, or the last good one where the file is malformed now
    (``kept``); ``judged`` is the same with its citations; ``problems`` are those of reading and
    parsing, None while nobody has asked for them; ``law_problems`` tell of changes of the law;
    ``was_parsed`` is whether this reading took a parser.
    """

    source: Source | None
    raw: Article | None = None
    kept: bool = False
    judged: Article | None = None
    problems: tuple[Problem, ...] | None = ()
    law_problems: tuple[Problem, ...] = ()
    was_parsed: bool = False

    @property
    def text(self) -> str:
        return self.source.text if self.source else ""

    def under(self, law: Law) -> "Reading":
        """The same, its citations held against this law."""
        return replace(self, judged=law.judged(self.raw) if self.raw else None)

    def told(self, law: Law) -> "Reading":
        """The same with the problems of parsing."""
        if self.problems is not None or self.source is None:
            return self
        return replace(self, problems=article_reader.parse(self.source, law.context).problems)


@dataclass(slots=True)
class Entry:
    """A file's reading (None: it is gone), and what that comes to among the other articles.

    ``article`` is None where there is none, or where another file has its address; ``problems``
    has them all, by line.
    """

    reading: Reading | None = None
    is_member: bool = False
    article: Article | None = None
    problems: tuple[Problem, ...] = ()


def read_again(held: Held, before: Reading | None, law: Law, *, anew: bool = False) -> Reading:
    """The reading of a file that may have changed; citations are not held against the law yet.

    What would be parsed to the article that there is, is not parsed, unless ``anew``.
    """
    last = before.raw if before else None
    if held.source is None:
        problems = (held.problem,) if held.problem else ()
        return Reading(source=None, raw=last, kept=last is not None, problems=problems)
    if last is None or anew or not law.context.would_be(last, held.source):
        return parsed(held.source, law, last)
    # Markdown that makes an article has nothing wrong with it; the other forms leave doubts.
    untold = held.source.form is not Form.MARKDOWN
    return Reading(source=held.source, raw=last, problems=None if untold else ())


def parsed(source: Source, law: Law, last: Article | None = None) -> Reading:
    """The reading of a source; ``last`` stands in for it where it makes no article."""
    result = article_reader.parse(source, law.context)
    return Reading(
        source=source,
        raw=result.article or last,
        kept=result.article is None and last is not None,
        problems=result.problems,
        was_parsed=True,
    )
