"""Checks the citations of any text: found, resolved, held against the law."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ingest.checked_forms import passage_of_file, passage_of_text
from ingest.draft import Passage
from ingest.find_citations import find
from ingest.page_facts import language
from ingest.quote_check.judge import Judge
from ingest.resolve import Resolver
from kb.cite_check import CheckedText, TextForm
from kb.glossary import Glossary
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
    _resolver: Resolver = field(init=False, repr=False)
    _judge: Judge = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = frozenset(name for statute in self.register for name in names(statute) if name)
        object.__setattr__(self, "_names", known)
        object.__setattr__(self, "_resolver", Resolver(self.register, self.texts))
        object.__setattr__(self, "_judge", Judge(self.register, self.texts, self.glossary))

    def check(self, text: str, *, on: date | None = None) -> CheckedText:
        """Check a plain text; raises ``UnreadableTextError``."""
        return self._checked(passage_of_text(text), on)

    def check_file(self, content: bytes, form: TextForm, *, on: date | None = None) -> CheckedText:
        """Check a file's text; raises ``UnreadableTextError``."""
        return self._checked(passage_of_file(content, form), on)

    def _checked(self, passage: Passage, on: date | None) -> CheckedText:
        day = on or self.today()
        lang, _ = language(passage.text, "")
        citations = self._resolver.resolve(find([passage], self._names), day)
        judged = self._judge.with_verdicts(citations, day)
        return CheckedText(text=passage.text, lang=lang, citations=judged, on=day)


def register_with(own: Register, texts: OfficialTexts) -> Register:
    """The corpus's register and what else was imported; of both the corpus's entry counts."""
    known = {statute.id for statute in own}
    return Register.of((*own, *(s for s in texts.statutes() if s.id not in known)))
