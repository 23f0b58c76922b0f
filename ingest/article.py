"""Source to Article: front matter and body, whichever of the three forms it has."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest import html, markdown, text
from ingest.draft import Draft, retitled
from ingest.fields import Fields, nearest
from ingest.front_matter import FrontMatter, FrontMatterError
from ingest.front_matter import read as read_front_matter
from ingest.slug import slugify
from kb.model import NATIONAL, Article, Form, Kind, Link, Problem, Severity, Source, Status
from kb.statutes import Register, names
from kb.taxonomy import Taxonomy

# Part of every fingerprint: raise it when parsing changes, and everything is parsed again.
PARSER = 4
# Characters of a body: twenty times a long article. Markdown that is made to be slow takes
# time that grows with the square of its length; at this one it is some seconds.
MAX_BODY = 200_000
UNSORTED = "other"  # the topic of a page that lies in no topic's folder
LANGS = ("en", "zh")
FIELDS = (
    "title",
    "kind",
    "topic",
    "regions",
    "lang",
    "status",
    "reviewed",
    "review_by",
    "aliases",
    "best_for",
    "not_for",
    "related",
    "translation_of",
    "formerly",
    "breadcrumb",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What came of a source: the article, unless errors prevented it, and the problems."""

    article: Article | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All that parsing depends on besides the file: taxonomy and the statutes' names.

    ``digest`` stands for the names in a fingerprint: it is the same for every file. The taxonomy
    is not in it: which topics and regions there are only tells whether the article's are.
    """

    taxonomy: Taxonomy
    names: frozenset[str]
    digest: str

    @classmethod
    def of(cls, taxonomy: Taxonomy, register: Register) -> "Context":
        known = frozenset(name for statute in register for name in names(statute))
        return cls(taxonomy, known, _digest(PARSER, sorted(known)))

    def fingerprint(self, source: Source) -> str:
        """Equal for a source that would be parsed to the same article, the taxonomy aside."""
        return _digest(source.path, source.sha256, self.digest)

    def would_be(self, article: Article, source: Source) -> bool:
        """Whether parsing the source would make this very article again."""
        folder = PurePosixPath(source.path).parent.name
        has_topic_now = article.topic == UNSORTED and self.taxonomy.topic(folder) is not None
        return (
            article.fingerprint == self.fingerprint(source)
            and self.taxonomy.topic(article.topic) is not None
            and all(self._has_region(region) for region in article.regions)
            and not (has_topic_now and source.form is not Form.MARKDOWN)
        )

    def _has_region(self, region: str) -> bool:
        return region == NATIONAL or self.taxonomy.region(region) is not None


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def slug_of(path: str) -> str:
    """The address of the article in this file."""
    return slugify(PurePosixPath(path).stem)


def parse(source: Source, context: Context) -> Parsed:
    """Make the article. Never raises for what a file holds: it reports problems."""
    try:
        if source.form is Form.MARKDOWN or source.text.startswith("---\n"):
            front = read_front_matter(source)
        else:
            front = FrontMatter(fields={}, body=source.text, body_line=1)
    except FrontMatterError as error:
        return Parsed(article=None, problems=(error.problem,))
    if source.form is Form.MARKDOWN:
        return _article(source, front, None, context)
    try:
        draft = html.read(front.body) if source.form is Form.HTML else text.read(front.body)
    except ValueError as error:
        hint = "mend the file, or write it as Markdown"
        problem = Problem(
            path=source.path, line=1, code="unreadable", message=str(error), hint=hint
        )
        return Parsed(article=None, problems=(problem,))
    return _article(source, front, draft, context)


def _article(source: Source, front: FrontMatter, draft: Draft | None, context: Context) -> Parsed:
    """Front matter says what it says; a draft fills in what the form itself tells."""
    fields = Fields(source.path, front, FIELDS)
    topics = [topic.id for topic in context.taxonomy.topics]
    regions = [region.id for region in context.taxonomy.regions]
    slug = slug_of(source.path)
    problems = list(_name_problems(source, slug))
    if draft is None:
        title = fields.required("title", "the question as a reader would ask it")
        fields.required("kind", f"one of: {', '.join(Kind)}")
        fields.required("topic", f"one of: {', '.join(topics)}")
        topic, status, body = fields.choice("topic", topics, ""), Status.DRAFT, front.body
    else:
        draft = retitled(draft, fields.text("title"))
        title = draft.title or PurePosixPath(source.path).stem
        folder = PurePosixPath(source.path).parent.name
        topic = fields.choice("topic", topics, folder if folder in topics else UNSORTED)
        status, body = Status.PUBLISHED, draft.body
        problems += _draft_problems(source, draft, topic, front.body_line, topics)
    if len(body) > MAX_BODY:
        problem = Problem(
            path=source.path,
            line=front.body_line,
            code="too-long",
            message=f"{len(body):,} characters; at most {MAX_BODY:,}",
            hint="split it into several articles",
        )
        return Parsed(article=None, problems=(problem,))
    outline = markdown.parse(body, title=title, names=context.names)
    article = Article(
        slug=slug,
        title=title,
        kind=Kind(fields.choice("kind", list(Kind), Kind.GUIDE)),
        topic=topic,
        regions=fields.choices("regions", regions) or (NATIONAL,),
        lang=fields.choice("lang", LANGS, draft.lang if draft else "en"),
        status=Status(fields.choice("status", list(Status), status)),
        reviewed=fields.day("reviewed"),
        review_by=fields.day("review_by"),
        aliases=fields.texts("aliases"),
        best_for=fields.texts("best_for"),
        not_for=fields.texts("not_for"),
        related=tuple(
            Link(text=text) for text in fields.texts("related") or (draft.related if draft else ())
        ),
        translation_of=fields.text("translation_of"),
        formerly=fields.texts("formerly"),
        breadcrumb=fields.texts("breadcrumb") or (draft.breadcrumb if draft else ()),
        sections=outline.sections,
        citations=outline.citations,
        path=source.path,
        fingerprint=context.fingerprint(source),
    )
    problems += fields.problems
    if not any(section.text for section in outline.sections):
        problems.append(
            Problem(
                path=source.path,
                line=front.body_line,
                code="no-text",
                message="there is nothing below the front matter",
                hint="start with the answer in one or two sentences",
            )
        )
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return Parsed(article=None if failed else article, problems=tuple(problems))


def _name_problems(source: Source, slug: str) -> Iterator[Problem]:
    """A Markdown file's name is its address, so it must look like one."""
    stem = PurePosixPath(source.path).stem
    if not slug or (source.form is Form.MARKDOWN and slug != stem):
        yield Problem(
            path=source.path,
            line=1,
            code="bad-name",
            message=f"{stem!r} cannot be an address",
            hint=f"rename the file to {slug or 'a few words joined by hyphens'}.md",
        )


def _draft_problems(
    source: Source, draft: Draft, topic: str, first_line: int, topics: Collection[str]
) -> Iterator[Problem]:
    for doubt in draft.doubts:
        yield Problem(
            path=source.path,
            line=doubt.line + first_line - 1,
            code="unsure",
            message=doubt.message,
            hint="kb import turns the file into Markdown, where it can be said",
            severity=Severity.WARNING,
        )
    if topic == UNSORTED:
        folder = PurePosixPath(source.path).parent.name
        yield Problem(
            path=source.path,
            line=1,
            code="no-topic",
            message=f"the folder {folder!r} is no topic, so the article stands under {UNSORTED!r}",
            hint=nearest(folder, topics),
            severity=Severity.WARNING,
        )
