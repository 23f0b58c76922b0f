"""The files that editors work on: articles, and pending changes of published ones."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from ingest.article import slug_of
from ingest.front_matter_edit import NoFrontMatterError, read_text, set_field
from ingest.slug import slugify
from ingest.source import ARTICLES, PENDING, UnreadableError, read
from kb.editorial.workroom import Workroom
from kb.editors_desk import MAX_TEXT_CHARS, Manuscript, RefusedError
from kb.model import Form, Status
from kb.revisions import version_of

UNSORTED = "other"
# Bytes of a file's name that all file systems take, less what a temporary name needs.
MAX_NAME_BYTES = 240
RESERVED = frozenset({"new"})  # an address of the desk's own
_REMEMBERED = 256  # texts whose front matter need not be read again
_SHOWN = (Status.PUBLISHED, Status.ARCHIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A file as it is on the disk, and what its front matter says of it."""

    path: str
    form: Form
    text: str
    status: Status | None
    title: str
    lang: str
    topic: str

    @property
    def version(self) -> str:
        return version_of(self.text)


class Manuscripts:
    """Finds and reads them. What it answers is read from the disk each time."""

    def __init__(self, room: Workroom) -> None:
        self._room = room

    def own(self, slug: str) -> Text | None:
        """The article's own file."""
        if not is_address(slug):
            return None
        known = self._room.live.path_of(slug)
        if known and (found := self._read(known)) is not None:
            return found
        below = self._room.folder / ARTICLES
        for path in sorted(below.rglob(f"{slug}.*")):
            relative = path.relative_to(self._room.folder).as_posix()
            hidden = any(part.startswith((".", "_")) for part in PurePosixPath(relative).parts)
            if not hidden and (found := self._read(relative)) is not None:
                return found
        return None

    def pending(self, slug: str) -> Text | None:
        """The change of it that readers do not see yet."""
        if not is_address(slug):
            return None
        for form in Form:
            found = self._read(f"{PENDING}/{slug}.{form}")
            if found is not None:
                return found
        return None

    def all_pending(self) -> tuple[Text, ...]:
        folder = self._room.folder / PENDING
        if not folder.is_dir():
            return ()
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        texts = (self._read(f"{PENDING}/{name}") for name in names)
        return tuple(text for text in texts if text is not None)

    def manuscript(self, slug: str) -> Manuscript | None:
        """What there is to edit; at an old address, that of the article that had it."""
        own, pending = self.own(slug), self.pending(slug)
        if own is None and pending is None:
            moved = self.moved(slug)
            return self.manuscript(moved) if moved else None
        text = pending or own
        assert text is not None  # noqa: S101 - one of them is there
        return self._manuscript(slug, text, own if pending is not None else None)

    def shown(self, slug: str) -> Manuscript | None:
        own = self.own(slug)
        return None if own is None else self._manuscript(slug, own, None)

    def addresses(self) -> dict[str, str]:
        """Every article's file by path, with its address: also those that cannot be parsed."""
        corpus = self._room.live.corpus
        broken = {p.path for p in corpus.problems if p.path.startswith(f"{ARTICLES}/")}
        found = {path: slug_of(path) for path in broken}
        return found | {article.path: article.slug for article in corpus.articles}

    def moved(self, slug: str) -> str:
        """The address of the article that was at this one formerly; "" where none was."""
        found = (
            article.slug
            for article in self._room.live.as_far_as_told().articles
            if slug in article.formerly
        )
        return next(found, "")

    def taken(self, slug: str, *, formerly_of: str = "") -> bool:
        """Whether the address is an article's, or was that of another one than ``formerly_of``."""
        if self.own(slug) or self.pending(slug):
            return True
        return self.moved(slug) not in ("", formerly_of)

    def place(self, slug: str, topic: str, suffix: str = "md") -> str:
        """Where an article of this topic belongs."""
        known = {known.id for known in self._room.live.as_far_as_told().taxonomy.topics}
        return f"{ARTICLES}/{topic if topic in known else UNSORTED}/{slug}.{suffix}"

    def _manuscript(self, slug: str, text: Text, own: Text | None) -> Manuscript:
        is_pending = text.path.startswith(f"{PENDING}/")
        status = text.status or self._status_of_history(slug)
        if is_pending and status in _SHOWN:  # a file put there by hand
            status = Status.DRAFT
        return Manuscript(
            slug=slug,
            path=text.path,
            text=text.text,
            version=text.version,
            status=status,
            title=text.title or slug,
            lang=text.lang,
            pending=is_pending,
            shown=None if own is None else own.status or self._status_of_history(slug),
            shown_version="" if own is None else own.version,
        )

    def _status_of_history(self, slug: str) -> Status:
        newest = self._room.revisions.of(slug, limit=1)
        return newest[0].status if newest else Status.DRAFT

    def _read(self, path: str) -> Text | None:
        file = self._room.folder / path
        if not file.is_file():
            return None
        try:
            source = read(file, self._room.folder)
        except UnreadableError:
            return None
        return as_text(source.path, source.text, source.form)


@lru_cache(maxsize=_REMEMBERED)  # a step asks about the same few texts again and again
def as_text(path: str, text: str, form: Form = Form.MARKDOWN) -> Text:
    """What the front matter of a text says; where it says nothing, what its form implies."""
    implied = None if form is Form.MARKDOWN else Status.PUBLISHED
    if form is not Form.MARKDOWN and not text.startswith("---\n"):
        return Text(path=path, form=form, text=text, status=implied, title="", lang="en", topic="")
    try:
        fields = read_text(text).fields
    except NoFrontMatterError:
        return Text(path=path, form=form, text=text, status=None, title="", lang="en", topic="")

    def of(name: str) -> str:
        value = fields[name].value if name in fields else ""
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    default = Status.DRAFT if form is Form.MARKDOWN else Status.PUBLISHED
    status = of("status") or default.value
    return Text(
        path=path,
        form=form,
        text=text,
        status=Status(status) if status in set(Status) else Status.DRAFT,
        title=of("title"),
        lang=of("lang") if of("lang") in ("en", "zh") else "en",
        topic=of("topic"),
    )


def with_status(text: str, status: Status, form: Form = Form.MARKDOWN) -> str:
    """The text with this status; one that has no front matter to be read stays as it is."""
    if form is not Form.MARKDOWN and not text.startswith("---\n"):
        return f"---\nstatus: {status}\n---\n{text}"
    try:
        return set_field(text, "status", status.value)
    except NoFrontMatterError:
        return text


def is_address(slug: str) -> bool:
    """Whether an article can have this address: no path, nothing hidden, not too long."""
    return bool(slug) and slug == slugify(slug) and len(slug.encode()) <= MAX_NAME_BYTES


def address_for(title: str) -> str:
    """An address made from a title; "" where nothing of it can be in one."""
    slug = slugify(title)
    while len(slug.encode()) > MAX_NAME_BYTES:
        slug = slugify(slug[:-1])
    return slug


def checked(text: str) -> str:
    """The text as it is kept: lines end in one way. Raises ``RefusedError`` for what is none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(text) > MAX_TEXT_CHARS:
        message = f"{len(text):,} characters; at most {MAX_TEXT_CHARS:,}: split the article"
        raise RefusedError("too-long", message)
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise RefusedError("not-text", "it holds characters that no text has; take them out")
    return text
