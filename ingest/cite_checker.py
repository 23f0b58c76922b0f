"""Checks the citations of any text: found, resolved, held against the law."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.checked_forms import passage_of_file, passage_of_text
from ingest.draft import Passage
from ingest.find_citations import find
from ingest.page_facts import language
from ingest.resolve import resolve_citations
from kb.cite_check import CheckedText, TextForm
from kb.glossary import Glossary
from kb.model import Article, Citation, Kind
from kb.official import NoTexts, OfficialTexts
from kb.statutes import Register, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """``kb.cite_check.CiteChecker`` over the corpus's statutes and the imported ones."""

    register: Register
    texts: OfficialTexts = field(default_factory=NoTexts)
    glossary: Glossary = field(default_factory=Glossary)
    today: Callable[[], date] = date.today
    _names: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = frozenset(name for statute in self.register for name in names(statute) if name)
        object.__setattr__(self, "_names", known)

    def check(self, text: str, *, on: date | None = None) -> CheckedText:
        """Check a plain text; raises ``UnreadableTextError``."""
        return self._checked(passage_of_text(text), on)

    def check_file(self, content: bytes, form: TextForm, *, on: date | None = None) -> CheckedText:
        """Check a file's text; raises ``UnreadableTextError``."""
        return self._checked(passage_of_file(content, form), on)

    def _checked(self, passage: Passage, on: date | None) -> CheckedText:
        day = on or self.today()
        lang, _ = language(passage.text, "")
        found = find([passage], self._names)
        carrier = Article(slug="", title="", kind=Kind.QA, topic="", lang=lang, citations=found)
        resolved = resolve_citations(carrier, self.register).citations
        return CheckedText(
            text=passage.text,
            lang=lang,
            citations=tuple(_with_places(citation, passage.text) for citation in resolved),
            on=day,
        )


def _with_places(citation: Citation, text: str) -> Citation:
    """The citation with the places of its quotation, which follows it in the text."""
    if citation.quote_spans or not citation.quote:
        return citation
    spans: list[tuple[int, int]] = []
    at = citation.end
    for quoted in citation.quote:
        start = text.find(quoted, at)
        if start >= 0:
            at = start + len(quoted)
            spans.append((start, at))
    return replace(citation, quote_spans=tuple(spans))


def register_with(own: Register, texts: OfficialTexts) -> Register:
    """The corpus's register and what else was imported; of both the corpus's entry counts."""
    known = {statute.id for statute in own}
    return Register.of((*own, *(s for s in texts.statutes() if s.id not in known)))
