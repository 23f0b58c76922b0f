"""Who checks citations for the commands and for the site."""

from collections.abc import Callable
from datetime import date
from threading import Lock

from ingest.cite_checker import Checker, register_with
from ingest.followed import followed_glossary
from ingest.glossary_file import glossary_of
from ingest.pipeline import register_of
from kb.cite_check import CheckedText, CiteChecker, TextForm
from kb.cli.folders import Folders
from kb.engine import SearchEngine
from kb.glossary import Glossary
from kb.official import OfficialTexts
from kb.statutes import Register


def checker_for(folders: Folders) -> Checker:
    """One that reads the corpus's statutes now; raises ``CorpusError``."""
    texts = folders.texts()
    return _checker(register_of(folders.corpus), texts, glossary_of(folders.corpus))


def checker_of(folders: Folders, engine: SearchEngine) -> CiteChecker:
    """One for a site: made for the first text, and anew when index, texts or glossary change."""
    texts, glossary = folders.texts(), followed_glossary(folders.corpus)
    return _Renewed(
        state=lambda: (engine.generation(), texts.fingerprint(), glossary()),
        make=lambda: _checker(Register.of(engine.holdings().statutes), texts, glossary()),
    )


def _checker(register: Register, texts: OfficialTexts, glossary: Glossary) -> Checker:
    return Checker(register=register_with(register, texts), texts=texts, glossary=glossary)


class _Renewed:
    """A checker that is made when it is needed, and again once ``state`` tells another state."""

    def __init__(self, state: Callable[[], object], make: Callable[[], CiteChecker]) -> None:
        self._state = state
        self._make = make
        self._made: tuple[object, CiteChecker] | None = None
        self._lock = Lock()

    def check(self, text: str, *, on: date | None = None) -> CheckedText:
        return self._current().check(text, on=on)

    def check_file(self, content: bytes, form: TextForm, *, on: date | None = None) -> CheckedText:
        return self._current().check_file(content, form, on=on)

    def _current(self) -> CiteChecker:
        state = self._state()
        with self._lock:
            if self._made is None or self._made[0] != state:
                self._made = state, self._make()
            return self._made[1]
