"""Suggestions while typing, as JSON: for the search box, and for programs."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from kb import codec
from kb.suggestion import MAX_SUGGESTIONS, SUGGESTIONS, Suggestion, SuggestRequest
from kb.web import addresses
from kb.web.answer_views import SnippetView
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters
from kb.web.site import Site

PARAMETERS = ("q", "limit", "lang")
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


def suggest_api(site: Site) -> Blueprint:
    """The route ``/api/v1/suggest``."""
    routes = Blueprint("suggest_api", __name__)

    @routes.get("/api/v1/suggest")
    def suggest() -> Response:
        asked = read_suggest(request.args)
        found = site.engine.suggest(asked)
        answer = SuggestAnswer(query=asked.typed, suggestions=tuple(map(SuggestionView.of, found)))
        response = Response(codec.encode(answer), content_type="application/json; charset=utf-8")
        # What somebody types is nobody else's business: only their own browser keeps it.
        response.headers["Cache-Control"] = f"private, max-age={_FRESH}"
        response.add_etag()
        response.make_conditional(request)
        return response

    return routes


def read_suggest(given: MultiDict[str, str]) -> SuggestRequest:
    """The request; its text may be blank, for which there is nothing to suggest."""
    parameters = Parameters(given)
    parameters.only(PARAMETERS)
    if "q" not in given:
        parameters.question(needed=True)
    typed = parameters.question(needed=False)
    limit = parameters.number("limit", SUGGESTIONS, MAX_SUGGESTIONS)
    langs = parameters.chosen("lang", LANGUAGES, blank=False)
    parameters.check()
    return SuggestRequest(typed=typed, limit=limit, langs=langs)
