"""The list of all articles, as editors see it."""

from kb.editorial.gate import examined
from kb.editorial.manuscripts import PENDING, Manuscripts, Text, as_text
from kb.editorial.workroom import Workroom
from kb.editors_desk import Entry
from kb.model import Article, Kind, Problem, Severity, Status
from kb.revisions import Revision
from kb.schedule import Scheduled


class Listing:
    """Makes the list. A pending change is examined once, until it or the corpus changes."""

    def __init__(self, room: Workroom, manuscripts: Manuscripts) -> None:
        self._room = room
        self._manuscripts = manuscripts
        self._looked_at: dict[tuple[str, str, int], tuple[Problem, ...]] = {}

    def entries(self) -> tuple[Entry, ...]:
        """Every article, by title; problems are those of what is to be worked on next."""
        corpus = self._room.live.corpus
        newest = self._room.revisions.latest()
        scheduled = {each.slug: each for each in self._room.schedule.all()}
        pending = {_slug(text): text for text in self._manuscripts.all_pending()}
        problems: dict[str, list[Problem]] = {}
        for problem in corpus.problems:
            problems.setdefault(problem.path, []).append(problem)
        articles = {article.path: article for article in corpus.articles}
        found: list[Entry] = []
        looked_at: dict[tuple[str, str, int], tuple[Problem, ...]] = {}
        for path, slug in self._manuscripts.addresses().items():
            told: tuple[Problem, ...] = tuple(problems.get(path, ()))
            change = pending.pop(slug, None)
            if change is not None:
                key = (slug, change.version, id(corpus))
                known = self._looked_at.get(key)
                told = looked_at[key] = self._problems(change, path) if known is None else known
            article = articles.get(path)
            entry = (
                _entry(article, change, told, newest.get(slug), scheduled.get(slug))
                if article is not None
                else self._broken(slug, path, change, told, newest.get(slug), scheduled.get(slug))
            )
            found.append(entry)
        for slug, change in pending.items():  # its article was deleted by hand
            told = self._problems(change, self._manuscripts.place(slug, change.topic))
            found.append(
                self._broken(slug, change.path, change, told, newest.get(slug), scheduled.get(slug))
            )
        self._looked_at = looked_at
        return tuple(sorted(found, key=lambda entry: (entry.title.casefold(), entry.slug)))

    def _problems(self, change: Text, path: str) -> tuple[Problem, ...]:
        looked_at = examined(self._room.live, change.text, path)
        return tuple(finding.problem for finding in looked_at.findings)

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
