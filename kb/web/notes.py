"""What the engine remarks on a query, in sentences."""

from kb.results import Note, Remark
from kb.web.messages import Phrases

_SHOWN = 60  # characters of what was typed that are repeated


def sentence(note: Note, phrases: Phrases) -> str:
    """The remark as plain text: ``topic:nonsense: there is no such topic; searched as words``."""
    typed = note.typed if len(note.typed) <= _SHOWN else note.typed[:_SHOWN] + "…"
    about = f"_{note.field}" if note.remark is Remark.NO_SUCH_VALUE else ""
    return phrases(f"note_{note.remark}{about}", typed=typed)
