"""The operations with which programs write: what is sent, what is answered."""

from dataclasses import dataclass

from kb.editors_desk import MAX_TEXT_CHARS, Examined, Finding, Manuscript
from kb.model import Severity, Status
from kb.revisions import MAX_NOTE_CHARS
from kb.tokens import Scope
from kb.web import addresses
from kb.web.api.operation import Body, Operation
from kb.web.api.parameter import Header, OneOf, PathPart, Text
from kb.workflow import Step

STEPS = {
    Step.SUBMIT: Scope.WRITE,
    Step.RETURN: Scope.WRITE,
    Step.DISCARD: Scope.WRITE,
    Step.PUBLISH: Scope.PUBLISH,
    Step.REVIEW: Scope.PUBLISH,
    Step.ARCHIVE: Scope.PUBLISH,
}
"""The steps that can be taken here, and the scope that each needs."""

TEXT = Text(
    name="text",
    about="The whole file: front matter and Markdown, as `corpus/README.md` describes it.",
    needed=True,
    blank=False,
    most=MAX_TEXT_CHARS,
)
NEW_SLUG = Text(name="slug", about="The address; made from the title if not given.", most=200)
OF_SLUG = Text(name="slug", about="The article that it is to be the text of, if any.", most=200)
NOTE = Text(name="note", about="What for, in the history.", most=MAX_NOTE_CHARS)
STEP = OneOf(
    name="step",
    about="What is done with it.",
    allowed=tuple(step.value for step in STEPS),
    needed=True,
)
IF_MATCH = Header(
    name="If-Match",
    about="The version that is meant, in quotes, as `ETag` has it. Where somebody saved another "
    "meanwhile, that is a 412 and nothing is written.",
)
_SLUG = PathPart(name="slug", about="The article's address.", example="retirement-age")
_LINES = "---\ntitle: May I pay for two people?\nkind: qa\ntopic: contributions\n---\n\nYou may.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManuscriptAnswer:
    """What an editor works on: an article's file, or the pending change of a published one.

    ``version`` names the text, ``status`` is the text's own. Where ``pending``, readers have
    another text meanwhile, whose status is ``shown``.
    """

    slug: str
    url: str
    api: str
    path: str
    title: str
    lang: str
    status: Status
    pending: bool
    shown: Status | None
    version: str
    text: str

    @classmethod
    def of(cls, manuscript: Manuscript) -> "ManuscriptAnswer":
        return cls(
            slug=manuscript.slug,
            url=addresses.article_url(manuscript.slug),
            api=manuscript_url(manuscript.slug),
            path=manuscript.path,
            title=manuscript.title,
            lang=manuscript.lang,
            status=manuscript.status,
            pending=manuscript.pending,
            shown=manuscript.shown,
            version=manuscript.version,
            text=manuscript.text,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A problem of a text; ``line`` counts from 1. Where it ``blocks``, nobody may publish it."""

    line: int
    code: str
    message: str
    hint: str
    severity: Severity
    blocks: bool

    @classmethod
    def of(cls, finding: Finding) -> "FindingView":
        problem = finding.problem
        return cls(
            line=problem.line,
            code=problem.code,
            message=problem.message,
            hint=problem.hint,
            severity=problem.severity,
            blocks=finding.blocks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedAnswer:
    """What is wrong with a text; ``title`` is null where it is no article at all."""

    title: str | None
    publishable: bool
    findings: tuple[FindingView, ...]

    @classmethod
    def of(cls, examined: Examined) -> "ExaminedAnswer":
        return cls(
            title=examined.article.title if examined.article else None,
            publishable=examined.article is not None and not examined.blocking,
            findings=tuple(map(FindingView.of, examined.findings)),
        )


def manuscript_url(slug: str) -> str:
    """Where the API has an article's manuscript."""
    return f"{addresses.api_article_url(slug)}/manuscript"


MANUSCRIPT = Operation(
    id="getManuscript",
    path="/api/v1/articles/{slug}/manuscript",
    summary="The text of an article, as editors have it",
    about="Drafts and pending changes too. The `ETag` is the text's version.",
    parameters=(_SLUG,),
    answer=ManuscriptAnswer,
    example="/api/v1/articles/retirement-age/manuscript",
    errors=(404,),
    scope=Scope.READ,
)
CREATE = Operation(
    id="createArticle",
    method="POST",
    path="/api/v1/articles",
    summary="A new draft",
    body=Body(each=(TEXT, NEW_SLUG, NOTE), example={"text": _LINES}),
    answer=ManuscriptAnswer,
    example="/api/v1/articles",
    errors=(409, 413, 415),
    scope=Scope.WRITE,
    status=201,
)
UPDATE = Operation(
    id="updateArticle",
    method="PUT",
    path="/api/v1/articles/{slug}/manuscript",
    summary="Keep another text of an article",
    about="Of a published article it becomes the pending change, which readers do not see until it "
    "is published.",
    parameters=(_SLUG, IF_MATCH),
    body=Body(each=(TEXT, NOTE), example={"text": _LINES, "note": "clearer"}),
    answer=ManuscriptAnswer,
    example="/api/v1/articles/retirement-age/manuscript",
    errors=(404, 409, 412, 413, 415, 428),
    scope=Scope.WRITE,
)
TAKE_STEP = Operation(
    id="takeStep",
    method="POST",
    path="/api/v1/articles/{slug}/steps",
    summary="Submit, publish, archive, …",
    about="`publish`, `review` and `archive` need the scope `articles:publish`. What would mislead "
    "readers is not published: a 409 whose `errors` name each reason.",
    parameters=(_SLUG, IF_MATCH),
    body=Body(each=(STEP, NOTE), example={"step": "submit", "note": "ready"}),
    answer=ManuscriptAnswer,
    example="/api/v1/articles/retirement-age/steps",
    errors=(404, 409, 412, 413, 415, 428),
    scope=Scope.WRITE,
)
EXAMINE = Operation(
    id="examineText",
    method="POST",
    path="/api/v1/examine",
    summary="Check a text as an article, without keeping it",
    body=Body(each=(TEXT, OF_SLUG), example={"text": _LINES}),
    answer=ExaminedAnswer,
    example="/api/v1/examine",
    errors=(413, 415),
    scope=Scope.READ,
)
WRITING = (MANUSCRIPT, CREATE, UPDATE, TAKE_STEP, EXAMINE)
