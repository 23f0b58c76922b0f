"""The judged queries' form: every line can be used, and the set is worth measuring with."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

import pytest

from ingest.pipeline import Corpus
from kb.provision import Provision
from tests.conftest import ROOT

FILE = ROOT / "corpus" / "judgements.tsv"
HEADER = ("query", "lang", "target", "grade", "split")
HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One judged pair and where it stands in the file."""

    number: int
    query: str
    lang: str
    target: str
    grade: str
    split: str


def rows() -> list[tuple[int, list[str]]]:
    """The numbered lines that are not comments, cut at the tabs; the header is the first."""
    text = FILE.read_text(encoding="utf-8")
    return [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), start=1)
        if line and not line.startswith("#")
    ]


def drawn(query: str) -> str:
    """The stated rule: a fifth of the queries by their hash, whoever adds them and when."""
    digest = hashlib.sha256(query.encode("utf-8")).hexdigest()
    return "holdout" if int(digest, 16) % 5 == 0 else "dev"


def plain(text: str) -> str:
    """A text without case, width and punctuation, so that only the words are compared."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [Line(number, *fields) for number, fields in rows()[1:] if len(fields) == len(HEADER)]


@pytest.fixture
def corpus(real_corpus: Corpus) -> Corpus:
    return real_corpus


def test_the_header_comes_first_and_every_line_has_its_columns() -> None:
    found = rows()
    assert tuple(found[0][1]) == HEADER
    assert [number for number, fields in found if len(fields) != len(HEADER)] == []
    untidy = [number for number, fields in found if any(f != f.strip() or not f for f in fields)]
    assert untidy == []


def test_languages_and_grades(lines: list[Line]) -> None:
    wrong = [
        line.number
        for line in lines
        if line.lang != ("zh" if HAN.search(line.query) else "en") or line.grade not in set("0123")
    ]
    assert wrong == []


def test_every_target_is_in_the_corpus(lines: list[Line], corpus: Corpus) -> None:
    """A provision counts only with its text: one that merely could exist can't be found."""
    slugs = {article.slug for article in corpus.articles}

    def known(target: str) -> bool:
        if "/" not in target:
            return target in slugs
        try:
            provision = Provision.parse(target)
        except ValueError:
            return False
        statute = corpus.register.get(provision.statute)
        return statute is not None and statute.provision(provision) is not None

    assert [f"line {n.number}: {n.target}" for n in lines if not known(n.target)] == []


def test_nothing_is_judged_twice(lines: list[Line]) -> None:
    pairs = Counter((plain(line.query), line.target) for line in lines)
    assert [pair for pair, times in pairs.items() if times > 1] == []
    spellings = defaultdict(set)
    for line in lines:
        spellings[plain(line.query)].add(line.query)
    assert [sorted(same) for same in spellings.values() if len(same) > 1] == []


def test_a_query_stands_in_one_place_with_an_answer(lines: list[Line]) -> None:
    order = [line.query for line in lines]
    changes = sum(one != next_one for one, next_one in pairwise(order))
    assert changes == len(set(order)) - 1, "the lines of one query belong together"
    answered = {line.query for line in lines if line.grade == "3"}
    assert sorted(set(order) - answered) == []
    assert [q for q, times in Counter(order).items() if times < 2] == []


def test_the_split_follows_the_stated_rule(lines: list[Line]) -> None:
    wrong = [
        f"line {line.number}: {line.query!r} is {drawn(line.query)}"
        for line in lines
        if line.split != drawn(line.query)
    ]
    assert wrong == []


def test_there_are_enough_queries_of_every_sort(lines: list[Line]) -> None:
    langs = {line.query: line.lang for line in lines}
    splits = {line.query: line.split for line in lines}
    assert len(langs) >= 300
    assert Counter(langs.values())["en"] >= 200
    assert Counter(langs.values())["zh"] >= 100
    share = Counter(splits.values())["holdout"] / len(splits)
    assert 0.15 <= share <= 0.25
    look_ups = {line.query for line in lines if line.grade == "3" and "/" in line.target}
    assert len(look_ups) >= 25


def test_every_article_answers_some_query(lines: list[Line], corpus: Corpus) -> None:
    answers = {line.target for line in lines if line.grade == "3"}
    assert sorted({article.slug for article in corpus.articles} - answers) == []


def test_the_set_is_not_trivial(lines: list[Line], corpus: Corpus) -> None:
    """Queries copied from titles or aliases would measure the copying, not the search."""
    given = {plain(name) for a in corpus.articles for name in (a.title, *a.aliases)}
    queries = {line.query for line in lines}
    copied = sorted(query for query in queries if plain(query) in given)
    assert len(copied) <= len(queries) / 10, copied
