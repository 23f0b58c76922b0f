"""Changes of published articles that readers do not see yet: checked as though they were made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.article import slug_of
from ingest.live.board import Key
from ingest.live.files import Files, Held
from ingest.source import PENDING
from kb.model import Article, Form, Problem, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIf:
    """What would come of a file if it had another text; ``seen`` is what it looked at."""

    article: Article | None
    problems: tuple[Problem, ...]
    seen: frozenset[Key] = frozenset()


class Pending:
    """The pending files and their problems, by path."""

    def __init__(self, folder: Path) -> None:
        self._files = Files(folder, PENDING)
        self._alone: set[str] = set()
        self.problems: dict[str, tuple[Problem, ...]] = {}
        self.seen: dict[str, frozenset[Key]] = {}

    @property
    def paths(self) -> set[str]:
        """All pending files."""
        return set(self._files.held)

    def held(self, path: str) -> Held | None:
        """The file as it was read last."""
        return self._files.held.get(path)

    def look(self, paths: Iterable[str] | None) -> set[str]:
        """Read what changed on disk; answers the paths that differ."""
        return self._files.look(paths)

    def check(
        self,
        stale: set[str],
        path_of: Callable[[str], str | None],
        as_if: Callable[[Source], AsIf],
    ) -> set[str]:
        """Check these files again; answers those whose problems changed.

        ``path_of`` answers the article's file for a slug, ``as_if`` what would come of a source
        in the place of that file.
        """
        changed: set[str] = set()
        for path in stale | self._alone:
            found = self._checked(path, path_of, as_if)
            problems = tuple(replace(problem, path=path) for problem in found.problems)
            self.seen[path] = found.seen
            if self.problems.get(path, ()) != problems or path not in self._files.held:
                changed.add(path)
            self.problems[path] = problems
            if not problems:
                del self.problems[path]
        return changed

    def _checked(
        self,
        path: str,
        path_of: Callable[[str], str | None],
        as_if: Callable[[Source], AsIf],
    ) -> AsIf:
        held, slug = self._files.held.get(path), slug_of(path)
        self._alone.discard(path)
        if held is None:
            return AsIf(article=None, problems=())
        if held.source is None:
            return AsIf(article=None, problems=(held.problem,) if held.problem else ())
        of = path_of(slug)
        if of is None:
            self._alone.add(path)
            return AsIf(article=None, problems=(_alone(path, slug),))
        return as_if(replace(held.source, path=of, form=Form.MARKDOWN))


def _alone(path: str, slug: str) -> Problem:
    return Problem(
        path=path,
        line=1,
        code="no-article",
        message=f"there is no article {slug!r} of which this could be a change",
        hint="move the file to articles/<topic>/, or delete it",
    )
