"""What every address of the site shares: the engine, the shelf, the words, the rendering."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, make_response, render_template, request

from kb.engine import SearchEngine
from kb.library import Library
from kb.model import NATIONAL, Kind
from kb.provision import Provision
from kb.taxonomy import Taxonomy
from kb.web import addresses, language
from kb.web.highlight import marked
from kb.web.messages import LANGUAGES, Phrases, language_tag
from kb.web.parameters import FilterValues
from kb.web.shelf import Shelf

STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that the routes need. One is made by each ``create_app``."""

    engine: SearchEngine
    taxonomy: Taxonomy
    shelf: Shelf
    filter_values: FilterValues
    messages: dict[str, dict[str, str]]
    today: Callable[[], date]

    def library(self) -> Library:
        """The published articles as of now; raises ``IndexUnusableError``."""
        return self.shelf.library()

    def phrases(self, content_lang: str = "") -> Phrases:
        """The interface's words for the reader of this request."""
        return Phrases(language.choose(request, content_lang), self.messages)

    def in_language(self, lang: str) -> Phrases:
        return Phrases(lang, self.messages)

    def show(
        self, template: str, phrases: Phrases, *, status: int = 200, **views: object
    ) -> Response:
        """Render a page in the interface's language."""
        words = self._words(phrases)
        response = make_response(render_template(template, **words, **views), status)
        response.headers["Content-Language"] = phrases.tag
        response.headers["Cache-Control"] = "no-cache"
        language.remember(request, response)
        return response

    def place(self, region_id: str, lang: str) -> str:
        """A region with those it lies in: ``Liaoyang, Liaoning``, ``辽宁辽阳``."""
        names = [r.name(lang) for r in self.taxonomy.regions_above(region_id) if r.id != NATIONAL]
        if not names:
            region = self.taxonomy.region(region_id)
            return region.name(lang) if region else region_id
        return "".join(reversed(names)) if lang == "zh" else ", ".join(names)

    def topic_name(self, topic_id: str, lang: str) -> str:
        topic = self.taxonomy.topic(topic_id)
        return topic.name(lang) if topic else topic_id

    def value_name(self, field: str, value: str, phrases: Phrases, generation: int) -> str:
        """What a filter's value is called; ``generation`` is that of the index that knows it."""
        match field:
            case "topic":
                return self.topic_name(value, phrases.lang)
            case "region":
                return self.place(value, phrases.lang)
            case "kind" if value in list(Kind):
                return phrases(f"kind_{value}")
            case "lang" if value in LANGUAGES:
                return phrases(f"lang_{value}")
            case "statute":
                return self.shelf.catalogue(generation).statute_name(value, phrases.lang)
            case _:
                return value

    def _words(self, phrases: Phrases) -> Mapping[str, object]:
        """The names that every template may use."""
        return {
            "t": phrases,
            "lang": phrases.lang,
            "languages": [
                (lang, Phrases(lang, self.messages)("site_language"), _in_language(lang))
                for lang in LANGUAGES
            ],
            "place": lambda region_id: self.place(region_id, phrases.lang),
            "topic_name": lambda topic_id: self.topic_name(topic_id, phrases.lang),
            "provision_name": lambda provision: provision_name(provision, phrases),
            "marked": marked,
            "language_tag": language_tag,
            "static_url": static_url,
            "url": addresses,
        }


def provision_name(provision: Provision, phrases: Phrases) -> str:
    """A provision for people: ``Article 60(2)``, ``第60条第2款``."""
    key = "provision_inserted" if provision.inserted else "provision_number"
    parts = [
        phrases(key, number=provision.number, base=provision.article, inserted=provision.inserted)
    ]
    if provision.paragraph:
        parts.append(phrases("pinpoint_paragraph", number=provision.paragraph))
    if provision.item:
        parts.append(phrases("pinpoint_item", number=provision.item))
    return "".join(parts)


@cache
def static_url(name: str) -> str:
    """A static file's address, with its content's hash: a new version is a new address."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def _in_language(lang: str) -> str:
    """This request's address, asking for another interface language."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != language.PARAMETER]
    # One slash in front: //elsewhere.example would be another site's address.
    path = "/" + quote(request.path.lstrip("/"))
    return f"{path}?{urlencode([*pairs, (language.PARAMETER, lang)])}"
