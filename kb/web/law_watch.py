"""Which articles are under review, as of now: worked out when something changed, then kept."""

import logging
from dataclasses import dataclass, field
from threading import Lock

from kb.impact import Impact, impacts, under_review
from kb.library import Library
from kb.official import OfficialTexts, TextsUnusableError
from kb.review import Clearing, Clearings, ClearingsUnusableError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was worked out, and from what."""

    texts: str = ""
    generation: int = -1
    cleared: tuple[Clearing, ...] = ()
    impacts: tuple[Impact, ...] = ()
    by_slug: dict[str, tuple[Impact, ...]] = field(default_factory=dict)


class LawWatch:
    """Follows official texts, articles and clearings without a restart of the server.

    A page costs a look at the texts' fingerprint and at one file's date. Safe to share between
    threads: what is kept is frozen, and one that comes while another works it out waits.
    """

    def __init__(self, texts: OfficialTexts, clearings: Clearings) -> None:
        self._texts = texts
        self._clearings = clearings
        self._lock = Lock()
        self._state = ""
        self._cleared: tuple[Clearing, ...] = ()
        self._seen = _Seen()

    def impacts(self, library: Library) -> tuple[Impact, ...]:
        """What changes of the law do to the articles of the library."""
        return self._look(library).impacts

    def of_article(self, slug: str, library: Library) -> tuple[Impact, ...]:
        """What the article is under review for; nothing for most."""
        return self._look(library).by_slug.get(slug, ())

    def _look(self, library: Library) -> _Seen:
        with self._lock:
            try:
                return self._newest(library)
            except TextsUnusableError as error:
                _log.warning("the official texts cannot be read: %s", error)
                return self._seen

    def _newest(self, library: Library) -> _Seen:
        texts = self._texts.fingerprint()
        cleared = self._all_cleared()
        seen = self._seen
        if (seen.texts, seen.generation, seen.cleared) != (texts, library.generation, cleared):
            found = tuple(impacts(library, self._texts, cleared))
            seen = _Seen(texts, library.generation, cleared, found, under_review(found))
            self._seen = seen
        return seen

    def _all_cleared(self) -> tuple[Clearing, ...]:
        """What is cleared; where that cannot be read nothing is, so that readers are warned."""
        try:
            state = self._clearings.state()
            if state != self._state:
                self._cleared, self._state = self._clearings.all(), state
        except ClearingsUnusableError as error:
            _log.warning("what editors cleared cannot be read: %s", error)
            return ()
        return self._cleared
