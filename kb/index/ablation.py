"""The ideas of the ranking, each with a switch: what is each of them worth?"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from kb.index.weights import WEIGHTS, Weight, changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """An idea, and the values of ``weights`` that switch it off.

    With ``anew`` it is in the impacts: the index must be built with the idea switched off.
    ``field`` is the text field that it is about, if it is about one.
    """

    name: str
    off: dict[str, Any]
    anew: bool = False
    field: str = field(default="")

    def switched_off(self) -> AbstractContextManager[None]:
        """Switch it off until the block ends: see ``weights.changed``."""
        return changed(**self.off)


def _with(name: str, **values: float) -> dict[str, dict[str, Weight]]:
    """The fields' weights with one changed."""
    return {"WEIGHTS": WEIGHTS | {name: replace(WEIGHTS[name], **values)}}


IDEAS = (
    Idea(name="DROP_FILLERS: fillers are dropped", off={"DROP_FILLERS": False}),
    Idea(name="EXACT_WORTH: the exact word counts", off={"EXACT_WORTH": 0.0}),
    Idea(name="JOINED_WORTH: hyphenated words joined", off={"JOINED_WORTH": 0.0}),
    Idea(name="LEAST_SCORE: a hit has a least score", off={"LEAST_SCORE": 0.0}),
    Idea(name="OTHER_LANGUAGE: counts less", off={"OTHER_LANGUAGE": 1.0}),
    Idea(name="TWO_WORDS_WORTH: neighbours count", off={"TWO_WORDS_WORTH": 0.0}),
    Idea(name="CHINESE_WORD_WORTH: words count", off={"CHINESE_WORD_WORTH": 0.0}),
    Idea(name="CROSSING_WORTH: pairs of two words", off={"CROSSING_WORTH": 1.0}),
    Idea(name="QUESTION_WORTH: near questions count", off={"QUESTION_WORTH": 0.0}),
    Idea(name="SYNONYM_WORTH: glossary, same language", off={"SYNONYM_WORTH": 0.0}),
    Idea(name="TRANSLATED_WORTH: glossary, other one", off={"TRANSLATED_WORTH": 0.0}),
    Idea(name="TRANSLATION_WORTH: translations of hits", off={"TRANSLATION_WORTH": 0.0}),
    Idea(name="PROVISION_WORTH: behind articles", off={"PROVISION_WORTH": 1.0}),
    Idea(name="BASIS_WORTH: the law behind an answer", off={"BASIS_WORTH": 0.0}),
    Idea(name="SAME_QUESTION: comes first", off={"SAME_QUESTION": 1.0}),
    Idea(name="CORRECT_TYPOS: as it was meant", off={"CORRECT_TYPOS": False}),
    Idea(name="BEST_BET: what editors want first", off={"BEST_BET": 0.0}),
    Idea(name="PRESENCE: having a term counts", off={"PRESENCE": 0.0}, anew=True),
    *(
        Idea(name=f"weight of {name}", off=_with(name, weight=1.0), anew=True, field=name)
        for name, weight in WEIGHTS.items()
        if weight.weight != 1
    ),
    *(
        Idea(name=f"b of {name}: length counts", off=_with(name, length=0.0), anew=True, field=name)
        for name in WEIGHTS
    ),
)

# What makes articles related.
NEARNESSES = (
    Idea(name="shared provisions", off={"RELATED_PROVISIONS": 0.0}),
    Idea(name="the same topic", off={"RELATED_TOPIC": 0.0}),
    Idea(name="similar text", off={"RELATED_TEXT": 0.0}),
)
