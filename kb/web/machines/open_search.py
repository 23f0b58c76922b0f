"""The site as a search engine for browsers: OpenSearch 1.1, and its suggestions."""

from collections.abc import Iterable
from xml.etree import ElementTree

from kb import codec
from kb.suggestion import Suggestion
from kb.web import addresses
from kb.web.messages import Phrases
from kb.web.site import static_url

MEDIA_TYPE = "application/opensearchdescription+xml; charset=utf-8"
SUGGESTIONS_TYPE = "application/x-suggestions+json; charset=utf-8"
URL = "/opensearch.xml"
SUGGEST_URL = "/opensearch/suggest"
_OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def description(phrases: Phrases, origin: str) -> bytes:
    """The description in one language; readers of it search in any."""
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": _OPEN_SEARCH})
    _text(root, "ShortName", phrases("open_search_name"))
    _text(root, "Description", phrases("site_about"))
    _text(root, "LongName", phrases("site_name"))
    icon = _text(root, "Image", origin + static_url("icon.svg"))
    icon.attrib |= {"width": "16", "height": "16", "type": "image/svg+xml"}
    _url(root, "text/html", "results", f"{origin}/search?q={{searchTerms}}&page={{startPage?}}")
    json = f"{origin}/api/v1/search?q={{searchTerms}}&page={{startPage?}}"
    _url(root, "application/json", "results", json)
    suggest = f"{origin}{SUGGEST_URL}?q={{searchTerms}}"
    _url(root, SUGGESTIONS_TYPE.partition(";")[0], "suggestions", suggest)
    own = f"{origin}{URL}?ui={phrases.lang}"
    _url(root, MEDIA_TYPE.partition(";")[0], "self", own)
    for tag in ("en", "zh-Hans"):
        _text(root, "Language", tag)
    _text(root, "InputEncoding", "UTF-8")
    _text(root, "OutputEncoding", "UTF-8")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def suggestions(typed: str, found: Iterable[Suggestion], origin: str) -> bytes:
    """What was typed, titles, a description of each (we have none), and their addresses."""
    known = tuple(found)
    titles = tuple(each.title for each in known)
    urls = tuple(origin + addresses.article_url(each.slug) for each in known)
    return codec.encode((typed, titles, ("",) * len(known), urls))


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = text
    return element


def _url(parent: ElementTree.Element, media_type: str, rel: str, template: str) -> None:
    attributes = {"type": media_type, "rel": rel, "template": template}
    ElementTree.SubElement(parent, "Url", attributes)
