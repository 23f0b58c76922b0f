"""A text as the article it would be: what is wrong with it, and how to mend that."""

import threading
from collections.abc import Callable
from datetime import date

from ingest.live import LiveCorpus
from kb.editorial.fixes import Shelf, findings_of
from kb.editorial.likeness import Wordings
from kb.editors_desk import MAX_TEXT_CHARS, Examined, Finding
from kb.model import Problem
from kb.official import OfficialTexts


class Examiner:
    """Looks at texts with the corpus as it is now. Safe to share between threads."""

    def __init__(
        self, live: LiveCorpus, texts: OfficialTexts, today: Callable[[], date] = date.today
    ) -> None:
        self._live = live
        self._texts = texts
        self._today = today
        self._wordings = Wordings()
        self._turn = threading.Lock()

    def examined(self, text: str, path: str) -> Examined:
        """What a text would be as the article of this file, and what is wrong with it."""
        if len(text) > MAX_TEXT_CHARS:
            problem = Problem(
                path=path,
                line=1,
                code="too-long",
                message=f"{len(text):,} characters; at most {MAX_TEXT_CHARS:,}",
                hint="split it into several articles",
            )
            return Examined(article=None, findings=(Finding(problem=problem, blocks=True),))
        article, problems = self._live.examine(text, path)
        corpus = self._live.as_far_as_told()
        with self._turn:
            shelf = Shelf(
                articles=corpus.articles,
                register=corpus.register,
                wordings=self._wordings.follow(corpus.articles),
                texts=self._texts,
                today=self._today(),
            )
            findings = findings_of(article, problems, text, shelf)
        return Examined(article=article, findings=findings)
