"""``search``, one question or a hundred, and ``explain``."""

from dataclasses import dataclass, replace

from kb.explanation import Absence, Explanation, Reason
from kb.model import Status
from kb.request import KINDS, Filters, SearchRequest, Words
from kb.web.api.answering import must_exist, with_fields
from kb.web.api.fields import fields_of
from kb.web.api.operation import Body, Operation
from kb.web.api.parameter import (
    PAGE,
    PER_PAGE_,
    REGION,
    STATUTE,
    TOPIC,
    AnyOf,
    OneOf,
    Q,
    Text,
)
from kb.web.api_views import SearchAnswer
from kb.web.messages import LANGUAGES
from kb.web.parameters import FilterValues, Parameters

MAX_QUERIES = 100
KIND = AnyOf(name="kind", about="Only hits of these kinds.", allowed=lambda _: KINDS)
LANG = AnyOf(name="lang", about="Only articles in these languages.", allowed=lambda _: LANGUAGES)
WORDS = OneOf(
    name="words",
    about="Whether a hit has any of the question's words, or all of them.",
    allowed=tuple(words.value for words in Words),
)
AS_TYPED = OneOf(
    name="as_typed", about="`1`: no word is taken for a typing error.", allowed=("0", "1")
)
SLUG = Text(
    name="slug",
    about="An article's slug, or a provision's id.",
    needed=True,
    blank=False,
    most=200,
)
_FILTERS = (TOPIC, REGION, KIND, LANG, STATUTE)
_ASKED = with_fields((Q, *_FILTERS, WORDS, AS_TYPED, PAGE, PER_PAGE_), SearchAnswer)

SEARCH = Operation(
    id="search",
    path="/api/v1/search",
    summary="Find articles and provisions",
    about="The hits for a question, best first, with facets and true totals. Where the first hit "
    "clearly answers, `answer` has its own sentences.",
    parameters=_ASKED,
    answer=SearchAnswer,
    example="/api/v1/search?q=lost+social+security+card&per_page=3",
    picks=True,
    pages=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswers:
    """An answer to each question, in their order."""

    answers: tuple[SearchAnswer, ...]


SEARCH_MANY = Operation(
    id="searchMany",
    method="POST",
    path="/api/v1/search",
    summary=f"Find for up to {MAX_QUERIES} questions at once",
    about="Each question takes the parameters of a single search, as members of an object; those "
    "that may be repeated there are arrays here.",
    body=Body(
        each=_ASKED[:-1],
        list_name="queries",
        most=MAX_QUERIES,
        example={
            "queries": [{"q": "lost card", "per_page": 3}, {"q": "自己交社保", "lang": ["zh"]}]
        },
    ),
    answer=SearchAnswers,
    example="/api/v1/search",
    errors=(404, 413, 415),
)

EXPLAIN = Operation(
    id="explain",
    path="/api/v1/explain",
    summary="Why something ranks where it does",
    about="How the question was understood, and the score of one article or provision as a sum of "
    "its parts; or why it is missing. The parts follow the ranking and change with it.",
    parameters=with_fields((Q, SLUG, *_FILTERS, WORDS, AS_TYPED), Explanation),
    answer=Explanation,
    example="/api/v1/explain?q=lost+my+card&slug=lost-social-security-card",
    picks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as a program wants it answered."""

    request: SearchRequest
    fields: tuple[str, ...] = ()


def read_search(parameters: Parameters, values: FilterValues) -> Asked:
    """One search; raises ``BadParametersError``, and ``NotHereError`` for a page too deep."""
    asked = replace(
        _read_query(parameters, values),
        per_page=PER_PAGE_.read(parameters),
    )
    page = PAGE.read(parameters)
    fields = fields_of(SearchAnswer).read(parameters)
    parameters.check()
    must_exist(page, asked.per_page)
    return Asked(request=replace(asked, page=page), fields=fields)


def read_explained(parameters: Parameters, values: FilterValues) -> tuple[SearchRequest, str]:
    """The search, and what is to be explained of it; raises ``BadParametersError``."""
    request, slug = _read_query(parameters, values), SLUG.read(parameters)
    parameters.check()
    return request, slug


def as_readers_may_know(explained: Explanation) -> Explanation:
    """The explanation, in which a draft is no other than an address that nothing has."""
    if not any(_is_a_secret(reason) for reason in explained.reasons):
        return explained
    reasons = (
        replace(reason, of=Absence.NO_SUCH_SLUG, typed="") if _is_a_secret(reason) else reason
        for reason in explained.reasons
    )
    return replace(explained, title="", reasons=tuple(reasons))


def _is_a_secret(reason: Reason) -> bool:
    return reason.of is Absence.NOT_PUBLISHED and reason.typed != Status.ARCHIVED


def _read_query(parameters: Parameters, values: FilterValues) -> SearchRequest:
    query = Q.read(parameters)
    filters = Filters(
        topic=TOPIC.read(parameters, values),
        region=REGION.read(parameters, values),
        kind=KIND.read(parameters, values),
        lang=LANG.read(parameters, values),
        statute=STATUTE.read(parameters, values),
    )
    words, as_typed = Words(WORDS.read(parameters)), AS_TYPED.read(parameters) == "1"
    # A query that is too long is refused by the caller's check, before it is searched for.
    return SearchRequest(query=query[: Q.most], filters=filters, words=words, as_typed=as_typed)
