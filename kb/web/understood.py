"""How the engine understood a query, in the JSON API's shapes."""

from dataclasses import dataclass

from kb.request import Filters, SearchRequest, Words
from kb.results import Note, Remark
from kb.web.messages import Phrases
from kb.web.notes import sentence


@dataclass(slots=True, kw_only=True)
class UnderstoodView:
    """What was searched for: filters that stood in the query, and what is left of it."""

    query: str
    filters: Filters
    words: Words

    @classmethod
    def of(cls, request: SearchRequest) -> "UnderstoodView":
        return cls(query=request.query, filters=request.filters, words=request.words)


@dataclass(slots=True, kw_only=True)
class NoteView:
    """A remark on a part of the query, ``typed``: a code for programs, a sentence for people."""

    code: Remark
    typed: str
    message: str

    @classmethod
    def of(cls, note: Note, phrases: Phrases) -> "NoteView":
        return cls(code=note.remark, typed=note.typed, message=sentence(note, phrases))
