"""Whether words that are given as a provision's stand in it, in the plainest way.

Case, width, spaces and punctuation do not count, and the quotation may leave words out where it
says so ("…"). Finer judgements are made where citations are checked.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kb.changes import fold
from kb.model import Citation
from kb.statutes import ProvisionText, Statute

# Between what stands together: an omission, a line's end, an item's number.
_BETWEEN = re.compile(r"…+|\.{3,}|\n|[（(][一二三四五六七八九十0-9]{1,3}[）)]")


def stands_in(citation: Citation, texts: Sequence[ProvisionText]) -> bool:
    """Whether every word of the quotation stands in one of the provisions."""
    words = (word for text in texts for p in text.paragraphs for word in (p.text, *p.items))
    joined = "".join(map(fold, words))
    pieces = (fold(piece) for quoted in citation.quote for piece in _BETWEEN.split(quoted))
    return bool(joined) and all(piece in joined for piece in pieces)


def share_in(citation: Citation, texts: Sequence[ProvisionText]) -> float:
    """How much of the quotation's pairs of letters stands in the provisions, from 0 to 1."""
    quoted = Counter(pairwise(fold("".join(citation.quote))))
    held = Counter(pairwise(fold("".join(text.text for text in texts))))
    return (quoted & held).total() / max(1, quoted.total())


def known_until(statute: Statute) -> date:
    """The adoption of the last amendment that the corpus's text of the statute knows of."""
    return max((statute.adopted, *(amendment.adopted for amendment in statute.amendments)))


def translation_is_behind(statute: Statute | None, adopted: date) -> bool:
    """Whether the corpus's translation knows nothing of the version adopted on this day."""
    return statute is not None and bool(statute.translation) and known_until(statute) < adopted
