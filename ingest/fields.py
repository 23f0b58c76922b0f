"""Typed reading of front matter: each wrong value becomes a problem with its line."""

import difflib
import re
from collections.abc import Collection
from datetime import date

from ingest.front_matter import FrontMatter
from kb.model import Problem

MAX_TEXT = 300  # characters of a title, alias or name
MAX_TEXTS = 200  # entries of a list


class Fields:
    """The fields of one file; ``problems`` gathers what is wrong with them."""

    def __init__(self, path: str, front: FrontMatter, known: Collection[str]) -> None:
        self._path = path
        self._fields = front.fields
        self.problems: list[Problem] = []
        for name in front.fields:
            if name not in known:
                self.wrong(name, "unknown-field", "there is no such field", nearest(name, known))

    def wrong(self, name: str, code: str, message: str, hint: str) -> None:
        """Note a problem on the field's line."""
        line = self._fields[name].line if name in self._fields else 1
        self.problems.append(
            Problem(
                path=self._path, line=line, code=code, message=f"`{name}`: {message}", hint=hint
            )
        )

    def text(self, name: str, default: str = "") -> str:
        """One line of text, white space folded; a number is taken as written."""
        field = self._fields.get(name)
        if field is None or field.value is None:
            return default
        text = self._one(name, field.value)
        return default if text is None else text

    def required(self, name: str, hint: str) -> str:
        """Like ``text``, and a problem where it is missing or empty."""
        text = self.text(name)
        if not text and not any(f"`{name}`" in p.message for p in self.problems):
            self.wrong(name, "missing-field", "it must be given", hint)
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        field = self._fields.get(name)
        if field is None or field.value is None:
            return ()
        values = field.value if isinstance(field.value, list) else [field.value]
        if len(values) > MAX_TEXTS:
            self.wrong(name, "too-many", f"{len(values)} entries", f"at most {MAX_TEXTS}")
            return ()
        texts = [self._one(name, value) for value in values]
        return tuple(dict.fromkeys(text for text in texts if text))

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """One of the allowed values."""
        text = self.text(name, default)
        if text not in allowed:
            self.wrong(name, "bad-value", f"{text!r} is not allowed", nearest(text, allowed))
            return default
        return text

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of allowed values."""
        texts = self.texts(name)
        for text in texts:
            if text not in allowed:
                self.wrong(name, "bad-value", f"{text!r} is not allowed", nearest(text, allowed))
        return tuple(text for text in texts if text in allowed)

    def day(self, name: str) -> date | None:
        """A day such as 2026-11-20."""
        field = self._fields.get(name)
        if field is None or field.value is None:
            return None
        day = day_of(field.value)
        if day is None:
            self.wrong(name, "bad-date", f"{field.value!s} is not a day", "write it as 2026-11-20")
        return day

    def _one(self, name: str, value: object) -> str | None:
        if isinstance(value, bool):
            hint = 'YAML reads yes, no, on and off as true or false: put it in quotes, "no"'
            self.wrong(name, "bad-value", f"{value} is not text", hint)
            return None
        if not isinstance(value, str | int | float):
            hint = "put it in quotes; a colon followed by a space starts a new field"
            self.wrong(name, "bad-value", "it must be plain text", hint)
            return None
        text = re.sub(r"\s+", " ", str(value)).strip()
        if len(text) > MAX_TEXT:
            hint = f"at most {MAX_TEXT} characters"
            self.wrong(name, "too-long", f"{len(text)} characters", hint)
            return None
        return text


def day_of(value: object) -> date | None:
    """The day that text such as 2026-11-20 names; None where it names none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def nearest(word: str, allowed: Collection[str]) -> str:
    """A hint: what the editor may have meant, and what is allowed."""
    ordered = [str(value) for value in allowed]  # members of an enum print as their value
    close = difflib.get_close_matches(word, ordered, n=1)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}allowed: {', '.join(ordered)}"
