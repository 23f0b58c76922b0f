"""The glossary, tried and changed; with ``kb.editorial.tuning`` a ``SearchTuning``."""

import tempfile
from pathlib import Path

from ingest.glossary_file import GlossaryError, read
from ingest.source import GLOSSARY
from kb.accounts import Right
from kb.editorial.files import write_whole
from kb.editorial.gate import RankGate
from kb.editorial.glossary_text import with_concept
from kb.editorial.tuning import Bets, Looking, reasoned
from kb.editorial.workroom import Workroom, require
from kb.editors_desk import Actor, RefusedError
from kb.engine import Batch
from kb.glossary import Concept, Glossary
from kb.revisions import version_of
from kb.search_tuning import MAX_TERM_CHARS, MAX_TERMS, Bet, Placing, Result, Terms, Tried

ACTION = "glossary"
_REASONS = 1_000  # entries of the log that are looked through


class Tuning:
    """Implements ``kb.search_tuning.SearchTuning``."""

    def __init__(
        self,
        *,
        bets: Bets,
        room: Workroom,
        looking: Looking,
        gate: RankGate,
    ) -> None:
        self._bets = bets
        self._room = room
        self._path = room.folder / GLOSSARY
        self._audit = room.audit
        self._looking = looking
        self._gate = gate

    def results(self, query: str) -> tuple[Result, ...]:
        return tuple(self._looking.now(query))

    def bets(self) -> tuple[Bet, ...]:
        return self._bets.bets()

    def try_bet(self, query: str, slug: str, placing: Placing) -> Tried:
        return self._bets.try_bet(query, slug, placing)

    def set_bet(self, query: str, slug: str, placing: Placing, actor: Actor, reason: str) -> None:
        self._bets.set_bet(query, slug, placing, actor, reason)

    def terms(self) -> Terms:
        text = self._text()
        entries = self._audit.entries(limit=_REASONS)
        told = (entry for entry in reversed(entries) if entry.action == ACTION)
        reasons = {entry.subject: entry.detail for entry in told}
        return Terms(concepts=_read(text).concepts, version=version_of(text), reasons=reasons)

    def try_concept(self, concept_id: str, concept: Concept | None, query: str = "") -> Tried:
        text = self._text()
        before = _read(text)
        after = _read(_changed(text, concept_id, concept))
        touched = [c for c in (*before.concepts, concept) if c and c.id == concept_id]
        touched += [concept] if concept else []
        terms = tuple(dict.fromkeys(term for c in touched for term, _ in c.terms()))
        query = " ".join(query.split()) or (terms[0] if terms else "")
        with self._looking.after(Batch(), after) as results:
            then = tuple(results(query))
        gate = self._gate.of_glossary(after, terms)
        return Tried(query=query, before=tuple(self._looking.now(query)), after=then, gate=gate)

    def set_concept(
        self, concept_id: str, concept: Concept | None, actor: Actor, reason: str, *, based_on: str
    ) -> None:
        require(actor, Right.PUBLISH)
        reason = reasoned(reason)
        with self._room.alone():
            text = self._text()
            if based_on != version_of(text):
                raise RefusedError("glossary-moved-on", "somebody else changed the glossary")
            write_whole(self._path, _changed(text, concept_id, concept))
        self._room.live.refresh((GLOSSARY,))
        self._room.follow()
        subject = concept.id if concept else concept_id
        self._audit.record(actor.name, ACTION, subject, reason)

    def _text(self) -> str:
        try:
            return self._path.read_text("utf-8")
        except FileNotFoundError:
            return ""


def _changed(text: str, concept_id: str, concept: Concept | None) -> str:
    """The text with the change, read to be sure that it says what was meant."""
    before = _read(text).concepts
    if concept is not None:
        _bounded(concept)
    try:
        changed = with_concept(text, concept_id, concept)
    except KeyError:
        raise RefusedError("unknown", f"the glossary has no entry {concept_id!r}") from None
    after = [concept if c.id == concept_id else c for c in before]
    after += [concept] if concept and not concept_id else []
    if _read(changed).concepts != tuple(c for c in after if c is not None):
        raise RefusedError("unusual-form", f"change {GLOSSARY} as a file: its form is unusual")
    return changed


def _bounded(concept: Concept) -> None:
    terms = [term for term, _ in concept.terms()]
    if any("\ud800" <= sign <= "\udfff" for term in (concept.id, *terms) for sign in term):
        raise RefusedError("bad-term", "a word has a character that is none")
    if len(terms) > 2 * MAX_TERMS or max(map(len, (concept.id, *terms))) > MAX_TERM_CHARS:
        raise RefusedError(
            "bad-term", f"at most {MAX_TERMS} words of {MAX_TERM_CHARS} characters in a language"
        )


def _read(text: str) -> Glossary:
    """The glossary that a text is; raises ``RefusedError`` that says what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="kb-glossary-") as folder:
        path = Path(folder) / GLOSSARY
        path.write_text(text, "utf-8")
        try:
            return read(path)
        except GlossaryError as error:
            raise RefusedError("bad-term", str(error).replace(f"{path}: ", "")) from None
