"""A file from elsewhere to a canonical Markdown article, and what was understood of it."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import yaml
from markdown_it import MarkdownIt

from ingest import article as article_reader
from ingest import html, text
from ingest.article import FIELDS, Context
from ingest.draft import Doubt, Draft, retitled
from ingest.front_matter import FrontMatter, FrontMatterError, Value
from ingest.front_matter import read as read_front_matter
from ingest.resolve import resolve_citations, resolve_links
from ingest.slug import slugify
from ingest.source import ARTICLES, read
from kb.incoming import FROM_THE_FILE, Wishes
from kb.model import Article, Form, Kind, Problem, Source, Status
from kb.statutes import Register
from kb.taxonomy import Taxonomy

_WITH_HTML = MarkdownIt("commonmark", {"html": True, "maxNesting": 50}).enable("table")
_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*\n")


class ImportFailedError(Exception):
    """The file could not be made into an article; ``problems`` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a file says, before it is known where in the corpus it belongs.

    ``fields`` is the front matter worth keeping; the draft's lines count from ``first_line``.
    ``stem`` is the file's name without its ending.
    """

    fields: dict[str, Value]
    draft: Draft
    first_line: int
    stem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The article, the Markdown file it becomes, and what was unsure or left out.

    ``path`` is where it belongs, relative to the corpus folder.
    """

    article: Article
    markdown: str
    path: str
    doubts: tuple[Doubt, ...]
    dropped: tuple[str, ...]


def import_file(
    file: Path,
    taxonomy: Taxonomy,
    register: Register,
    others: tuple[Article, ...] = (),
    wishes: Wishes = FROM_THE_FILE,
) -> Imported:
    """Read any of the three forms. Related titles resolve against ``others``.

    Raises ``UnreadableError`` for a file that is no text, ``ImportFailedError``
    for one that holds no article.
    """
    return article_of(read_source(read(file)), taxonomy, register, others, wishes)


def article_of(
    file: ReadFile,
    taxonomy: Taxonomy,
    register: Register,
    others: tuple[Article, ...] = (),
    wishes: Wishes = FROM_THE_FILE,
) -> Imported:
    """The article that a file becomes; raises ``ImportFailedError``."""
    kept, draft = dict(file.fields), file.draft
    slug = wishes.slug or slugify(draft.title) or slugify(file.stem) or "imported"
    topics = [topic.id for topic in taxonomy.topics]
    topic = wishes.topic or str(kept.pop("topic", "")) or _topic_of(draft, taxonomy)
    if topic not in topics:
        topic = article_reader.UNSORTED
    front: dict[str, Value] = {
        "title": draft.title,
        "kind": wishes.kind or str(kept.pop("kind", Kind.GUIDE)),
        "topic": topic,
        "lang": draft.lang,
        "status": Status.DRAFT.value,
        "breadcrumb": list(draft.breadcrumb),
        "related": list(draft.related),
    }
    front |= {name: value for name, value in kept.items() if value}
    if wishes.lang:
        front["lang"] = wishes.lang
    written = write_markdown(front, draft.body)
    path = str(PurePosixPath(ARTICLES, topic, f"{slug}.md"))
    digest = hashlib.sha256(written.encode()).hexdigest()
    made = Source(path=path, form=Form.MARKDOWN, text=written, sha256=digest)
    parsed = article_reader.parse(made, Context.of(taxonomy, register))
    if parsed.article is None:
        raise ImportFailedError(tuple(replace(p, path=file.stem) for p in parsed.problems))
    article = resolve_citations(parsed.article, register)
    beside = (other for other in others if other.path != path)
    *_, article = resolve_links((*beside, article))
    doubts = tuple(replace(d, line=d.line + file.first_line - 1) for d in draft.doubts)
    return Imported(
        article=article, markdown=written, path=path, doubts=doubts, dropped=draft.dropped
    )


def write_markdown(front: dict[str, Value], body: str) -> str:
    """A corpus file: front matter in the order given, empty fields left out, and the body."""
    filled = {name: value for name, value in front.items() if value not in ("", [], None)}
    head = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=1_000)
    return f"---\n{head}---\n\n{body.strip()}\n"


def read_source(source: Source) -> ReadFile:
    """Read a text in any of the three forms; raises ``ImportFailedError``."""
    front = FrontMatter(fields={}, body=source.text, body_line=1)
    if source.text.startswith("---\n") and source.form is not Form.HTML:
        try:
            front = read_front_matter(source)
        except FrontMatterError as error:
            raise ImportFailedError((error.problem,)) from None
    try:
        match source.form:
            case Form.TEXT:
                draft = text.read(front.body)
            case Form.HTML:
                draft = html.read(front.body)
            case Form.MARKDOWN:
                draft = _from_markdown(front.body)
    except ValueError as error:
        problem = Problem(
            path=source.path,
            line=front.body_line,
            code="unreadable",
            message=str(error),
            hint="mend the file, or take the article out of it by hand",
        )
        raise ImportFailedError((problem,)) from None
    kept, dropped = _known(front)
    draft = retitled(draft, str(kept.pop("title", "")))
    draft = replace(draft, dropped=(*draft.dropped, *dropped))
    if not draft.title:
        doubt = Doubt(line=front.body_line, message="no title found: took the file's name")
        title = Path(source.path).stem
        draft = replace(draft, title=title, doubts=(*draft.doubts, doubt))
    stem = Path(source.path).stem
    return ReadFile(fields=kept, draft=draft, first_line=front.body_line, stem=stem)


def _from_markdown(body: str) -> Draft:
    """Markdown is nearly canonical; HTML inside it is read as HTML."""
    heading = _FIRST_HEADING.match(body)
    tokens = _WITH_HTML.parse(body)
    kinds = {t.type for block in tokens for t in (block, *(block.children or ()))}
    if kinds & {"html_block", "html_inline"}:
        return html.read(_WITH_HTML.render(body))
    title = heading["title"] if heading else ""
    return Draft(title=title, body=body[heading.end() :] if heading else body)


def _known(front: FrontMatter) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The fields that mean the same here, and a line for each that does not."""
    kept: dict[str, Value] = {}
    dropped: list[str] = []
    for name, found in front.fields.items():
        plain = isinstance(found.value, str)
        texts = isinstance(found.value, list) and all(isinstance(v, str) for v in found.value)
        if name in FIELDS and name != "status" and (plain or texts):
            kept[name] = found.value
        else:
            dropped.append(f"front matter `{name}`")
    return kept, tuple(dropped)


def _topic_of(draft: Draft, taxonomy: Taxonomy) -> str:
    """The topic whose name the breadcrumb bears, if one does."""
    crumbs = {crumb.casefold() for crumb in draft.breadcrumb}
    for topic in taxonomy.topics:
        if {topic.name_en.casefold(), topic.name_zh} & crumbs:
            return topic.id
    return ""
