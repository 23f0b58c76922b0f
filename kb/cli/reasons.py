"""Why something is not among the hits, in plain words."""

from collections.abc import Sequence

from kb.explanation import Absence, Explanation, QueryWord, Reason
from kb.request import MAX_HITS_DEEP

_MOST = 10  # words that are named


def sentence(reason: Reason, explanation: Explanation) -> str:
    """The reason as one or two sentences."""
    documents = explanation.understood.documents
    match reason.of:
        case Absence.NO_SUCH_SLUG:
            near = f" Did you mean {_either(reason.near)}?" if reason.near else ""
            return f"There is no article or provision {explanation.slug!r}.{near}"
        case Absence.NOT_PUBLISHED:
            return f"It is not published: its status is {reason.typed}."
        case Absence.BEYOND_LAST:
            return f"There is no such provision: the statute ends with Article {reason.typed}."
        case Absence.TEXT_NOT_HELD:
            return "The text of this provision is not held here, so nothing of it can be found."
        case Absence.NOTHING_ASKED:
            return "The query has no word to look for."
        case Absence.NO_WORD:
            return f"It has none of the query's words: {_words(reason.words, documents)}."
        case Absence.TOO_LITTLE:
            account = explanation.account
            return (
                f"It has too little of the query: its words add up to {account.words:.2f}, and "
                f"a hit's to {account.least:.2f} at least. "
                f"It does not have: {_words(reason.words, documents)}."
            )
        case Absence.LACKS_WORD:
            return (
                "All words were asked for, and it does not have: "
                f"{_words(reason.words, documents)}."
            )
        case Absence.FILTER:
            has = ", ".join(reason.having) or "none"
            return (
                f"The filter {reason.field}: {_either(reason.wanted)} keeps it out; it has {has}."
            )
        case Absence.LACKS_CONDITION:
            return f"It does not have what the query demands: {reason.typed}"
        case Absence.UNWANTED:
            return f"It has what the query does not want: {reason.typed}"
        case Absence.CORRECTED:
            return f"The query was corrected; as typed, {reason.typed!r}, it would find it."
        case Absence.HIDDEN:
            return "Its editors do not want it for this question (`not_for`)."
        case Absence.TOO_FAR_DOWN:
            return f"It is a hit, but none of the first {MAX_HITS_DEEP:,}, and no page shows more."


def _either(values: Sequence[str]) -> str:
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last


def _words(words: Sequence[QueryWord], documents: int) -> str:
    told = [f"{word.typed} ({_in(word, documents)})" for word in words[:_MOST]]
    more = [f"{len(words) - _MOST:,} more"] if len(words) > _MOST else []
    return ", ".join(told + more)


def _in(word: QueryWord, documents: int) -> str:
    return f"in {word.documents:,} of {documents:,} documents" if word.documents else "in none"
