"""What a verdict says to an editor, in a sentence."""

from collections.abc import Iterator

from kb.verdict import Change, Difference, Verdict, Why

MOST = 6  # differences that are named
_REASONS = {
    Why.OTHER_PROVISION: "they are another provision's",
    Why.OTHER_WORDS: "no provision that is held has these words",
    Why.CONCEPTS: "they speak of other things",
    Why.NUMBERS: "the figures differ",
    Why.DUTY: "what must or may be done, or who does it, differs",
    Why.NEGATION: "a not or an exception differs",
}


def told(verdict: Verdict) -> str:
    """Why a quotation does not hold, and what it differs in."""
    reasons = ", ".join(_REASONS[why] for why in verdict.why if why in _REASONS)
    differences = "; ".join(_differences(verdict))
    return f"{reasons}: {differences}" if differences else reasons


def _differences(verdict: Verdict) -> Iterator[str]:
    """What is added and what stands for something else; what is left out only where it tells."""
    told_of = [d for d in verdict.differences if d.change is not Change.MISSING]
    for difference in (told_of or verdict.differences)[:MOST]:
        yield _difference(difference)


def _difference(difference: Difference) -> str:
    if difference.change is Change.ADDED:
        return f"{difference.quoted!r} is not in it"
    if difference.change is Change.MISSING:
        return f"{difference.official!r} is left out"
    return f"{difference.quoted!r} for {difference.official!r}"
