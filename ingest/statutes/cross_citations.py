"""What the provisions of statutes cite: the other statutes that they name, and their own."""

import re
from collections.abc import Iterator, Sequence

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.numerals import NUMBER
from kb.model import Citation, unique
from kb.provision import Provision
from kb.statutes import ProvisionText, Register, Statute, names

# Most provisions cite nothing, and to see that takes a hundredth of the time.
_MAY_CITE = re.compile(rf"第\s*{NUMBER}\s*条")
# Citations of the statute itself, whatever was named before.
_OWN = re.compile(r"本(?:法|条例|规定|办法|解释|规则|细则|决定|章程|通则)")

Cited = tuple[Provision, tuple[Provision, ...]]


class CrossCitations:
    """Finds what provisions cite, in terms of one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._names = frozenset(name for statute in register for name in names(statute) if name)

    def of(self, statute: Statute, provisions: Sequence[ProvisionText]) -> tuple[Cited, ...]:
        """The provisions that cite something, each with what it cites, without pinpoints."""
        return tuple(
            (text.provision, cited)
            for text in provisions
            if _MAY_CITE.search(words := text.text)
            and (cited := unique(self._cited(statute, text.provision, words)))
        )

    def _cited(self, statute: Statute, own: Provision, words: str) -> Iterator[Provision]:
        for citation in find([Passage(anchor="", text=words)], self._names):
            target = self._statute(citation, statute)
            if target is None:
                continue
            for number in citation.numbers:
                provision = Provision.parse(f"{target.id}/art-{number}").whole
                if provision.article <= target.last_article and provision != own:
                    yield provision

    def _statute(self, citation: Citation, own: Statute) -> Statute | None:
        """The one statute that is meant, or None."""
        name = citation.statute or citation.antecedent
        if not name or (not citation.statute and _OWN.match(citation.text)):
            return own
        found = self._register.named(name)
        return found[0] if len(found) == 1 else None
