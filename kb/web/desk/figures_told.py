"""A figure of how a text reads, in words beside those of our other articles."""

from kb.advice import Figure, Measure
from kb.web.messages import Phrases

_PARTS = (Measure.LONG_SENTENCES, Measure.RARE_CHARACTERS)


def figure_told(figure: Figure, lang: str, phrases: Phrases) -> str:
    """``24 words (our articles: 17; nine of ten: at most 23)``; ``lang`` is the text's."""
    value = _valued(figure.of, figure.value, lang, phrases)
    if figure.median is None or figure.extreme is None:
        return value
    least = figure.of is Measure.READING_EASE
    return phrases(
        "figure_beside_least" if least else "figure_beside_most",
        value=value,
        median=_valued(figure.of, figure.median, lang, phrases),
        extreme=_valued(figure.of, figure.extreme, lang, phrases),
    )


def _valued(of: Measure, value: float, lang: str, phrases: Phrases) -> str:
    if of in _PARTS:
        return f"{value:.0%}"
    if of is Measure.SENTENCE_LENGTH:
        return phrases(f"figure_length_{lang}", value=f"{value:.0f}")
    return f"{value:.0f}"
