"""What the provisions of statutes cite: the other statutes that they name, and their own."""

import re
from collections.abc import Sequence

from ingest.draft import Passage
from ingest.find_citations import find
from ingest.numerals import NUMBER
from ingest.resolve import Resolver
from kb.model import unique
from kb.provision import Provision
from kb.statutes import ProvisionText, Register, Statute, names

# Most provisions cite nothing, and to see that takes a hundredth of the time.
_MAY_CITE = re.compile(rf"第\s*{NUMBER}\s*条|前[两二三四五]?条")

Cited = tuple[Provision, tuple[Provision, ...]]


class CrossCitations:
    """Finds what provisions cite, in terms of one register."""

    def __init__(self, register: Register) -> None:
        self._names = frozenset(name for statute in register for name in names(statute) if name)
        self._resolver = Resolver(register)

    def of(self, statute: Statute, provisions: Sequence[ProvisionText]) -> tuple[Cited, ...]:
        """The provisions that cite something, each with what it cites, without pinpoints."""
        return tuple(
            (text.provision, cited)
            for text in provisions
            if _MAY_CITE.search(words := text.text)
            and (cited := self._cited(statute, text.provision, words))
        )

    def _cited(self, statute: Statute, own: Provision, words: str) -> tuple[Provision, ...]:
        passage = Passage(anchor="", text=words, number=own.number)  # what 前条 counts from
        found = find([passage], self._names, statute.title_zh)
        targets = (t.whole for c in self._resolver.resolve(found) for t in c.targets)
        return unique(target for target in targets if target != own)
