"""Suggestions while typing, as JSON: for the search box, and for programs."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from kb import codec
from kb.suggestion import MAX_SUGGESTIONS, SUGGESTIONS, Suggestion, SuggestRequest
from kb.web import addresses
from kb.web.answer_views import SnippetView
from kb.web.api.operation import Operation
from kb.web.api.parameter import AnyOf, Number, Text
from kb.web.messages import LANGUAGES
from kb.web.parameters import FilterValues, Parameters
from kb.web.site import Site

_TYPED = Text(name="q", about="What is typed so far, perhaps nothing.", needed=True)
_LIMIT = Number(
    name="limit",
    about="How many suggestions at most.",
    most=MAX_SUGGESTIONS,
    otherwise=SUGGESTIONS,
)
_LANG = AnyOf(name="lang", about="Only articles in these languages.", allowed=lambda _: LANGUAGES)
_FRESH = 60  # seconds that an answer may be used again


@dataclass(slots=True, kw_only=True)
class SuggestionView:
    """An article that may be meant; ``text`` is its title, or the alias that was recognised."""

    text: SnippetView
    slug: str
    url: str
    title: str
    lang: str

    @classmethod
    def of(cls, found: Suggestion) -> "SuggestionView":
        return cls(
            text=SnippetView.of(found.text),
            slug=found.slug,
            url=addresses.article_url(found.slug),
            title=found.title,
            lang=found.lang,
        )


@dataclass(slots=True, kw_only=True)
class SuggestAnswer:
    """The suggestions for ``query``, the likeliest first."""

    query: str
    suggestions: tuple[SuggestionView, ...]


SUGGEST = Operation(
    id="suggest",
    path="/api/v1/suggest",
    summary="Articles that may be meant by what is being typed",
    parameters=(_TYPED, _LIMIT, _LANG),
    answer=SuggestAnswer,
    example="/api/v1/suggest?q=own+soc&limit=3",
)


def suggest_api(site: Site) -> Blueprint:
    """The route ``/api/v1/suggest``."""
    routes = Blueprint("suggest_api", __name__)

    @routes.get("/api/v1/suggest")
    def suggest() -> Response:
        asked = read_suggest(request.args, site.filter_values)
        found = site.engine.suggest(asked)
        answer = SuggestAnswer(query=asked.typed, suggestions=tuple(map(SuggestionView.of, found)))
        response = Response(codec.encode(answer), content_type="application/json; charset=utf-8")
        # What somebody types is nobody else's business: only their own browser keeps it.
        response.headers["Cache-Control"] = f"private, max-age={_FRESH}"
        response.add_etag()
        response.make_conditional(request)
        return response

    return routes


def read_suggest(given: MultiDict[str, str], values: FilterValues) -> SuggestRequest:
    """The request; its text may be blank, for which there is nothing to suggest."""
    parameters = Parameters(given)
    parameters.only(SUGGEST.names)
    typed, limit = _TYPED.read(parameters), _LIMIT.read(parameters)
    langs = _LANG.read(parameters, values)
    parameters.check()
    return SuggestRequest(typed=typed, limit=limit, langs=langs)
