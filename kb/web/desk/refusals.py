"""Why something could not be done, in the reader's language where we know the words."""

from kb.editors_desk import RefusedError
from kb.web.messages import Phrases


def told(error: RefusedError, phrases: Phrases) -> str:
    """The reason's own sentence where there is one.

    Behind a Chinese sentence stands what the desk says in English, unless it is in it.
    """
    key = f"refused_{error.code.replace('-', '_')}"
    if key not in phrases.messages:
        return str(error)
    own = str(error)
    sentence = phrases(key, told=own)
    return sentence if phrases.lang == "en" or own in sentence else f"{sentence}（{own}）"
