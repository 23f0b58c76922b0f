"""The words of the user interface, in every language it speaks."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
"""Languages of the interface and of articles, as ISO 639-1 codes; the first is the fallback."""

MESSAGES_FILE = Path(__file__).with_name("messages.toml")


@cache
def load_messages(path: Path = MESSAGES_FILE) -> dict[str, dict[str, str]]:
    """Key -> its forms: one a language, and ``en_one`` where English has a singular.

    Read once a process, which takes longer than to make the rest of an app.
    """
    return {key: dict(forms) for key, forms in tomllib.loads(path.read_text("utf-8")).items()}


def language_tag(lang: str) -> str:
    """The value of an HTML ``lang`` attribute: our Chinese is written in simplified characters."""
    return "zh-Hans" if lang == "zh" else lang


@dataclass(frozen=True, slots=True)
class Phrases:
    """The interface's messages in one language; calling it gives one message.

    ``phrases("search_total", count=3)`` fills the message's placeholders. The
    result is plain text: whoever shows it escapes it. An unknown key is a
    ``KeyError``: a slip of ours, never a reader's.
    """

    lang: str
    messages: dict[str, dict[str, str]]

    def __call__(self, key: str, /, **values: object) -> str:
        forms = self.messages[key]
        if not values:
            return forms[self.lang]
        one = forms.get(f"{self.lang}_one") if values.get("count") == 1 else None
        return (forms[self.lang] if one is None else one).format(**values)

    @property
    def tag(self) -> str:
        return language_tag(self.lang)

    def term(self, about: str, word: str) -> str:
        """A word of the corpus, such as a statute's kind, in this language if we know it."""
        key = f"{about}_{word.replace(' ', '_')}"
        return self(key) if key in self.messages else word

    def date(self, day: date) -> str:
        """A day as people write it: ``20 November 2026``, ``2026年11月20日``."""
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# strftime's month names follow the server's locale; a page follows its reader's.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
