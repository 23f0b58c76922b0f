"""Why something could not be done, in the reader's language where we know the words."""

from kb.editors_desk import RefusedError
from kb.web.messages import Phrases


def told(error: RefusedError, phrases: Phrases) -> str:
    """The reason's own sentence where there is one, behind it what the desk says in English."""
    key = f"refused_{error.code.replace('-', '_')}"
    if key not in phrases.messages:
        return str(error)
    sentence = phrases(key)
    return sentence if phrases.lang == "en" else f"{sentence}（{error}）"
