"""The options that narrow a search, for every command that asks a question."""

import difflib
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from kb.cli.folders import Folders
from kb.engine import SearchEngine
from kb.request import KINDS, PER_PAGE, Filters, SearchRequest, Words

_LISTED = 40  # allowed values that an error names


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the options say."""

    filters: Filters
    words: Words
    as_typed: bool

    def request(
        self, query: str, folders: Folders, *, page: int = 1, per_page: int = PER_PAGE
    ) -> SearchRequest:
        """The request for a query; raises ``click.UsageError`` for what is not allowed."""
        taxonomy = folders.taxonomy()
        check_known("--topic", self.filters.topic, [t.id for t in taxonomy.topics])
        check_known("--region", self.filters.region, [r.id for r in taxonomy.regions])
        try:
            return SearchRequest(
                query=query,
                filters=self.filters,
                words=self.words,
                page=page,
                per_page=per_page,
                as_typed=self.as_typed,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    def check(self, engine: SearchEngine) -> None:
        """Raise ``click.UsageError`` for a statute that the engine does not know."""
        if self.filters.statute:
            statutes = engine.holdings().statutes
            check_known("--statute", self.filters.statute, [statute.id for statute in statutes])


def with_narrowing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters, --all-words and --as-typed, as one ``narrowing``."""

    @click.option("--topic", multiple=True, help="Only this topic (may be repeated).")
    @click.option("--region", multiple=True, help="Only this region (may be repeated).")
    @click.option("--kind", multiple=True, type=click.Choice(KINDS))
    @click.option("--lang", multiple=True, type=click.Choice(["en", "zh"]))
    @click.option(
        "--statute", multiple=True, help="Only what cites this statute (may be repeated)."
    )
    @click.option("--all-words", is_flag=True, help="Only what has every word of the question.")
    @click.option("--as-typed", is_flag=True, help="Correct no typing errors.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        topic: tuple[str, ...],
        region: tuple[str, ...],
        kind: tuple[str, ...],
        lang: tuple[str, ...],
        statute: tuple[str, ...],
        all_words: bool,
        as_typed: bool,
        **options: Any,
    ) -> Any:
        filters = Filters(topic=topic, region=region, kind=kind, lang=lang, statute=statute)
        words = Words.ALL if all_words else Words.ANY
        return command(*args, narrowing=Narrowing(filters, words, as_typed), **options)

    return wrapped


def query_of(words: Sequence[str]) -> str:
    """The query; a byte that is no text in the shell's encoding becomes a question mark."""
    return " ".join(words).encode("utf-8", errors="replace").decode()


def ready(folders: Folders, engine: SearchEngine) -> SearchEngine:
    """An index that was never made is made now, so that the first question is answered."""
    if engine.generation() == 0:
        from ingest.pipeline import ingest  # takes longer to import than a search takes

        ingest(folders.corpus, engine, texts=folders.texts())
    return engine


def check_known(option: str, values: tuple[str, ...], allowed: list[str]) -> None:
    """Refuse a value that is not allowed, and offer the nearest that is."""
    for value in values:
        if value not in allowed:
            likely = difflib.get_close_matches(value, allowed, n=1, cutoff=0.5)
            listed = ", ".join(allowed[:_LISTED]) + (", …" if len(allowed) > _LISTED else "")
            hint = f"; did you mean {likely[0]!r}?" if likely else ""
            raise click.UsageError(f"{option} {value!r} is none of: {listed}{hint}")
