"""The list of all articles, as editors see it."""

from ingest.source import PENDING
from kb.editorial.manuscripts import Manuscripts, Text, as_text
from kb.editorial.workroom import Workroom
from kb.editors_desk import Entry
from kb.model import Article, Kind, Problem, Severity, Status
from kb.revisions import Revision
from kb.schedule import Scheduled


class Listing:
    """Makes the list."""

    def __init__(self, room: Workroom, manuscripts: Manuscripts) -> None:
        self._room = room
        self._manuscripts = manuscripts

    def entries(self) -> tuple[Entry, ...]:
        """Every article, by title; problems are those of what is to be worked on next."""
        corpus = self._room.live.corpus
        newest = self._room.revisions.latest()
        scheduled = {each.slug: each for each in self._room.schedule.all()}
        pending = {_slug(text): text for text in self._manuscripts.all_pending()}
        problems: dict[str, list[Problem]] = {}
        for problem in (*corpus.problems, *corpus.pending):
            problems.setdefault(problem.path, []).append(problem)
        articles = {article.path: article for article in corpus.articles}
        found: list[Entry] = []
        for path, slug in self._manuscripts.addresses().items():
            change = pending.pop(slug, None)
            told = tuple(problems.get(change.path if change else path, ()))
            article = articles.get(path)
            entry = (
                _entry(article, change, told, newest.get(slug), scheduled.get(slug))
                if article is not None
                else self._broken(slug, path, change, told, newest.get(slug), scheduled.get(slug))
            )
            found.append(entry)
        for slug, change in pending.items():  # its article was deleted by hand
            told = tuple(problems.get(change.path, ()))
            found.append(
                self._broken(slug, change.path, change, told, newest.get(slug), scheduled.get(slug))
            )
        return tuple(sorted(found, key=lambda entry: (entry.title.casefold(), entry.slug)))

    def _broken(
        self,
        slug: str,
        path: str,
        change: Text | None,
        problems: tuple[Problem, ...],
        newest: Revision | None,
        scheduled: Scheduled | None,
    ) -> Entry:
        """A line for a file that is no article."""
        source = self._room.live.source(path)
        told = change or (as_text(path, source.text, source.form) if source else None)
        errors, warnings = _counts(problems)
        status = (told.status if told else None) or (newest.status if newest else Status.DRAFT)
        return Entry(
            slug=slug,
            title=(told.title if told else "") or slug,
            kind=Kind.GUIDE,
            topic=told.topic if told else "",
            lang=told.lang if told else "en",
            status=status,
            pending=_pending_status(change),
            reviewed=None,
            review_by=None,
            errors=errors,
            warnings=warnings,
            changed=newest.at if newest else None,
            author=newest.author if newest else "",
            scheduled=scheduled,
        )


def _entry(
    article: Article,
    change: Text | None,
    problems: tuple[Problem, ...],
    newest: Revision | None,
    scheduled: Scheduled | None,
) -> Entry:
    errors, warnings = _counts(problems)
    return Entry(
        slug=article.slug,
        title=article.title,
        kind=article.kind,
        topic=article.topic,
        lang=article.lang,
        status=article.status,
        pending=_pending_status(change),
        reviewed=article.reviewed,
        review_by=article.review_by,
        errors=errors,
        warnings=warnings,
        changed=newest.at if newest else None,
        author=newest.author if newest else "",
        scheduled=scheduled,
    )


def _counts(problems: tuple[Problem, ...]) -> tuple[int, int]:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return errors, len(problems) - errors


def _pending_status(change: Text | None) -> Status | None:
    if change is None:
        return None
    return Status.REVIEW if change.status is Status.REVIEW else Status.DRAFT


def _slug(pending: Text) -> str:
    return pending.path.removeprefix(f"{PENDING}/").rsplit(".", 1)[0]
