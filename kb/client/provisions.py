"""What is answered of one provision."""

from dataclasses import dataclass
from datetime import date

from kb.statutes import Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRef:
    """Another provision; ``api`` is where this API tells of it."""

    id: str
    url: str
    api: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The provision's words in one language.

    ``words`` are ``official`` or ``unofficial`` (our translation); ``version`` is the day of
    adoption of the last amendment in them. ``pinpointed`` are the words of the pinpoint alone,
    null where the id has none.
    """

    lang: str
    words: str
    version: date
    chapter: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    pinpointed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of the statute; ``has_provision`` is whether the provision is in it."""

    version: date
    in_force: date
    note: str
    has_provision: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """An article that another one points to; ``url`` and ``slug`` are null while it is wanted."""

    title: str
    lang: str
    slug: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingArticle:
    """An article that cites the provision: as its text words it, and with which pinpoints."""

    article: ArticleRef
    rests_on_it: bool
    citations: tuple[str, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionAnswer:
    """One provision of a statute.

    ``url`` is its page in that version, and ``previous`` and ``next`` stay on it.
    ``number`` is its article's, ``pinpoint`` as in ``(2)(3)``. ``version`` is that of the
    official text, null where none is held. ``cited_by`` are articles of ours, ``citing``
    provisions of statutes in force.
    """

    id: str
    url: str
    statute: str
    statute_title: str
    statute_title_zh: str
    number: str
    pinpoint: str
    version: date | None
    previous: ProvisionRef | None
    next: ProvisionRef | None
    text: tuple[TextView, ...] | None
    versions: tuple[VersionView, ...] | None
    cited_by: tuple[CitingArticle, ...] | None
    citing: tuple[ProvisionRef, ...] | None
