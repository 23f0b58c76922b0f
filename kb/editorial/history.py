"""What the history does not know yet: texts that were changed as files, articles that vanished."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ingest.source import PENDING
from kb.editorial.manuscripts import Manuscripts, Text, as_text
from kb.editorial.workroom import Workroom
from kb.model import Form, Source, Status
from kb.removals import Removal
from kb.revisions import MAX_NOTE_CHARS, Revision, Unrecorded, version_of
from kb.workflow import Step

OUTSIDE = "outside"  # the author of a change where nothing tells who made it
_SHOWN = (Status.PUBLISHED, Status.ARCHIVED)


class History:
    """Brings the history up to date with the files."""

    def __init__(self, room: Workroom, manuscripts: Manuscripts) -> None:
        self._room = room
        self._manuscripts = manuscripts

    def reconcile(self) -> int:
        """Record what was changed, made and deleted outside the desk; answers how many.

        One look at every file's text in memory and one at every article's newest revision:
        made for thousands of articles. Within ``Workroom.alone``.
        """
        newest = self._room.revisions.latest()
        unknown = [
            (slug, as_text(source.path, source.text, source.form))
            for slug, source in self._sources()
            if not self._is_known(slug, source.path, source.text, newest.get(slug))
        ]
        self._record(unknown)
        return len(unknown) + self._vanished(newest.values())

    def notice(self, slug: str) -> None:
        """Record the texts of one article, where they were changed outside."""
        texts = [t for t in (self._manuscripts.own(slug), self._manuscripts.pending(slug)) if t]
        newest = self._room.revisions.of(slug, limit=1)
        self._record(
            [
                (slug, text)
                for text in texts
                if not self._is_known(slug, text.path, text.text, newest[0] if newest else None)
            ]
        )

    def base_of_pending(self, slug: str) -> tuple[str, bool]:
        """The text that a pending change began with, and whether the article is another since.

        The article is another where it was changed as a file after the change was last saved.
        """
        steps = self._room.revisions.of(slug)
        shown = [step for step in steps if not step.pending and step.version]
        saved = [step for step in steps if step.pending]
        if not shown or not saved:
            return "", False
        ended = max(
            (s.number for s in steps if s.step in (Step.PUBLISH, Step.DISCARD, Step.CREATE)),
            default=0,
        )
        first = min((s.number for s in saved if s.number > ended), default=saved[0].number)
        before = [step for step in shown if step.number < first]
        base = self._room.revisions.text(before[0].version) if before else None
        moved_on = shown[0].step is Step.OUTSIDE and shown[0].number > saved[0].number
        if moved_on:
            settled = [s for s in shown[1:] if s.number < saved[0].number]
            base = self._room.revisions.text(settled[0].version) if settled else base
        return base or "", moved_on

    def _sources(self) -> Iterable[tuple[str, Source]]:
        """Every file of an article, or of a pending change, with its address."""
        live = self._room.live
        for path, slug in self._manuscripts.addresses().items():
            source = live.source(path)
            if source is not None:
                yield slug, source
        for text in self._manuscripts.all_pending():
            slug = text.path.removeprefix(f"{PENDING}/").rsplit(".", 1)[0]
            yield slug, Source(path=text.path, form=text.form, text=text.text, sha256="")

    def _is_known(self, slug: str, path: str, text: str, newest: Revision | None) -> bool:
        """Whether the text is what the desk left at the address when it last wrote there."""
        if newest is None:
            return False
        pending, version = path.startswith(f"{PENDING}/"), version_of(text)
        if newest.pending == pending and newest.version:
            return newest.version == version
        kind = (s for s in self._room.revisions.of(slug) if s.pending == pending and s.version)
        last = next(kind, None)
        return last is not None and last.version == version

    def _record(self, unknown: Sequence[tuple[str, Text]]) -> None:
        if not unknown:
            return
        told = self._room.publications.last_changes({t.path: t.text for _, t in unknown})
        now = self._room.now()
        self._room.revisions.add_all(
            [_outside(slug, text, now, *told.get(text.path, ("", ""))) for slug, text in unknown]
        )

    def _vanished(self, newest: Iterable[Revision]) -> int:
        """Published articles whose files were deleted by hand are removed ones."""
        there = set(self._manuscripts.addresses().values())
        articles = self._room.live.corpus.articles
        formerly = {old for article in articles for old in article.formerly}
        count = 0
        for revision in newest:
            gone = revision.slug not in there and revision.slug not in formerly
            if not gone or revision.step in (Step.REMOVE, Step.MERGE, Step.RENAME):
                continue
            last = self._last_shown(revision)
            if last is not None and self._room.removals.removal(revision.slug) is None:
                self._room.removals.add(last)
                count += 1
        return count

    def _last_shown(self, newest: Revision) -> Removal | None:
        steps = [newest] if not newest.pending else self._room.revisions.of(newest.slug)
        shown = next((s for s in steps if not s.pending and s.version), None)
        if shown is None or shown.status not in _SHOWN:
            return None
        text = self._room.revisions.text(shown.version)
        if text is None:
            return None
        known = as_text("", text, Form.MARKDOWN)
        return Removal(
            slug=newest.slug,
            title=known.title or newest.slug,
            lang=known.lang,
            path=self._manuscripts.place(newest.slug, known.topic),
            version=version_of(text),
            at=self._room.now(),
            by=OUTSIDE,
        )


def _outside(slug: str, text: Text, at: datetime, author: str, note: str) -> Unrecorded:
    return Unrecorded(
        slug=slug,
        author=author or OUTSIDE,
        step=Step.OUTSIDE,
        status=text.status or Status.DRAFT,
        text=text.text,
        at=at,
        note=note[:MAX_NOTE_CHARS],
        pending=text.path.startswith(f"{PENDING}/"),
    )
