"""The identity of a provision: a value that parses and prints.

``prc-sil-2010/art-60/para-2/item-3`` names item 3 of paragraph 2 of Article 60
of the statute ``prc-sil-2010``. An article inserted after Article 274
(第二百七十四条之一) is ``art-274-1``.
"""

import re
from dataclasses import dataclass

_ID = re.compile(
    r"(?P<statute>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"/art-(?P<article>[1-9]\d{0,3})(?:-(?P<inserted>[1-9]\d?))?"
    r"(?:/para-(?P<paragraph>[1-9]\d?))?"
    r"(?:/item-(?P<item>[1-9]\d?))?",
    re.ASCII,  # else \d takes digits of other scripts, and printing would not give them back
)


@dataclass(frozen=True, slots=True, order=True)
class Provision:
    """Where a rule stands: a statute's article, and the pinpoint inside it.

    ``statute`` is the register id; ``article`` is the number of the 条;
    ``inserted`` is the n of 之n (0: none); ``paragraph`` (款) and ``item`` (项)
    are the pinpoint, counted from 1 (0: the whole).
    """

    statute: str
    article: int
    inserted: int = 0
    paragraph: int = 0
    item: int = 0

    @classmethod
    def parse(cls, text: str) -> "Provision":
        """Read the printed form; raises ``ValueError`` that shows what was wrong."""
        found = _ID.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text!r} is not a provision id; one looks like prc-sil-2010/art-60/para-2"
            )
        numbers = {
            name: int(found[name] or 0) for name in ("article", "inserted", "paragraph", "item")
        }
        return cls(found["statute"], **numbers)

    def __str__(self) -> str:
        parts = [self.statute, self.article_anchor]
        if self.paragraph:
            parts.append(f"para-{self.paragraph}")
        if self.item:
            parts.append(f"item-{self.item}")
        return "/".join(parts)

    @property
    def article_anchor(self) -> str:
        """``art-60`` or ``art-274-1``: the article inside its statute, as in addresses."""
        return f"art-{self.article}" + (f"-{self.inserted}" if self.inserted else "")

    @property
    def number(self) -> str:
        """The article's number for people: ``60`` or ``274-1``."""
        return self.article_anchor.removeprefix("art-")

    @property
    def pinpoint(self) -> str:
        """``(2)(3)`` for paragraph 2 item 3, ``(2)`` for a paragraph, empty for the whole."""
        return "".join(f"({n})" for n in (self.paragraph, self.item) if n)

    @property
    def whole(self) -> "Provision":
        """The article without its pinpoint: what has a page of its own."""
        if not (self.paragraph or self.item):
            return self  # asked for thousands of times: a copy takes its time
        return Provision(self.statute, self.article, self.inserted)
