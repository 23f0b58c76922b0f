"""What is asked and answered while a question is being typed: plain data."""

from dataclasses import dataclass

from kb.request import MAX_QUERY_CHARS
from kb.results import Snippet

SUGGESTIONS = 8
MAX_SUGGESTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestRequest:
    """What stands in the search box so far; its last word may be unfinished.

    With ``langs``, only articles in one of these languages. Raises ``ValueError`` for a
    text of more than ``MAX_QUERY_CHARS`` characters, or a limit out of bounds.
    """

    typed: str
    limit: int = SUGGESTIONS
    langs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.typed) > MAX_QUERY_CHARS:
            raise ValueError(f"the text is longer than {MAX_QUERY_CHARS} characters; shorten it")
        if not 1 <= self.limit <= MAX_SUGGESTIONS:
            raise ValueError(f"limit must be from 1 to {MAX_SUGGESTIONS}, not {self.limit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An article that may be meant.

    ``text`` is the wording that was recognised, its title or one of its aliases, with what
    was typed highlighted.
    """

    text: Snippet
    slug: str
    title: str
    lang: str

    @property
    def by_alias(self) -> bool:
        """Whether the wording is not the title, so that the title is to be shown too."""
        return self.text.text != self.title
