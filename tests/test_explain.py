"""Why an article ranks where it does, or is missing: the parts add up, the reasons are true."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from operator import mul
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.cli import main
from kb.engine import Batch, SearchEngine
from kb.evaluation.judgements import read
from kb.explanation import Absence, Explanation, Part, PartOf, Reason
from kb.glossary import Concept, Glossary
from kb.index.engine import WhooshEngine
from kb.request import Filters, SearchRequest, Words
from tests.nasty_queries import NASTY
from tests.real_corpus import CORPUS
from tests.small_corpus import (
    ARTICLES,
    CARD,
    DRAFT,
    PAY,
    SIL,
    STATUTES,
    YEARS,
    ZH_PAY,
    ZH_YEARS,
    article,
    batch,
    lead,
)
from tests.test_engine import ENGINES, Open
from tests.test_ranking import FILTERS, QUERY, STEP, opened

pytestmark = pytest.mark.long

ART_60 = f"{SIL}/art-60"
PROVISIONS = [f"{SIL}/art-{number}" for number in (16, 45, 60)]
HELD = [*(a.slug for a in ARTICLES), *PROVISIONS]
BET = replace(CARD, best_for=("xyzzy plugh", "pension years"))
GLOSSARY = Glossary(
    concepts=(
        Concept(id="pension", en="pension", zh="养老金", also_zh=("养老保险",)),
        Concept(id="job", en="laid off", zh="失业", also_en=("lost my job",)),
    )
)
WORDS = [
    *("pension", "years", "pay", "social", "security", "card", "zebra", "how", "self-employed"),
    *("养老金", "养老保险", "社保", "交", "怎么", "失业", "SIL 60", "article 16", "pesnion", "60"),
    *('"social security"', "-card", "intitle:pension", "topic:pension", "lang:zh", "laid off"),
]  # fmt: skip
TYPED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
ANSWERS = st.builds(
    SearchRequest,
    query=TYPED | st.sampled_from([a.title for a in ARTICLES]) | st.just("xyzzy plugh"),
    filters=st.just(Filters()) | st.builds(Filters, lang=st.just(("zh",))) | FILTERS,
    words=st.sampled_from(Words),
    as_typed=st.booleans(),
    per_page=st.sampled_from([1, 3, 10]),
)


# -- what every engine must do


@pytest.fixture(scope="module", params=ENGINES.values(), ids=ENGINES.keys())
def any_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    opener: Open = request.param
    engine = opener(tmp_path_factory.mktemp("small") / "index")
    engine.write(batch())
    yield engine
    engine.close()


@given(query=TYPED | st.text(max_size=60) | st.sampled_from(NASTY))
@settings(max_examples=80)
def test_every_engine_explains_what_it_answers(any_engine: SearchEngine, query: str) -> None:
    request = SearchRequest(query=query, per_page=50)
    found = any_engine.search(request)
    hits = {hit.slug: hit for hit in found.hits}
    for slug in (*HELD, DRAFT.slug, "no-such", query[:20]):
        explanation = any_engine.explain(request, slug)
        assert explanation.total == found.total
        if hit := hits.get(slug):
            assert (explanation.rank, explanation.score) == (hit.rank, pytest.approx(hit.score))
            assert explanation.account.score == pytest.approx(hit.score, rel=1e-4)
            assert not explanation.reasons
        else:
            assert (explanation.rank, explanation.score) == (None, None)
            assert explanation.reasons
            assert Absence.TOO_FAR_DOWN not in absences(explanation)


def absences(explanation: Explanation) -> list[Absence]:
    return [reason.of for reason in explanation.reasons]


# -- the sum


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """The small corpus with a best bet and a glossary."""
    place = tmp_path_factory.mktemp("explained") / "index"
    opened = WhooshEngine.open(place, glossary=lambda: GLOSSARY)
    others = tuple(each for each in ARTICLES if each is not CARD)
    opened.write(Batch(articles=(*others, BET, DRAFT), statutes=STATUTES, anew=True))
    yield opened
    opened.close()


def hits_of(engine: WhooshEngine, request: SearchRequest, slug: str) -> Iterator[tuple[str, float]]:
    """The hits with their scores: those of the first page, or of all if the slug is not there."""
    found = engine.rank(request)
    if slug in found.slugs:
        yield from zip(found.slugs, found.scores, strict=True)
        return
    for page in range(1, -(-found.total // 50) + 1):
        found = engine.rank(replace(request, page=page, per_page=50))
        yield from zip(found.slugs, found.scores, strict=True)


def check(engine: WhooshEngine, request: SearchRequest, slug: str) -> Explanation:
    """The explanation, held against what ``rank`` answers on all pages."""
    hits = list(hits_of(engine, request, slug))
    explanation = engine.explain(request, slug)
    assert (explanation.rank is None) == (slug not in dict(hits))
    assert bool(explanation.reasons) == (explanation.rank is None)
    account = explanation.account
    if explanation.rank is not None:
        found, score = hits[explanation.rank - 1]
        assert found == slug
        assert explanation.score == pytest.approx(score)
        assert account.score == pytest.approx(score, rel=1e-4)
    factor = reduce(mul, (factor.value for factor in account.factors), 1.0)
    for part in (*account.parts, *account.unused):
        if part.of in (PartOf.WORD, PartOf.TOGETHER):
            made = part.worth * part.rarity * part.impact * factor
            assert part.points == pytest.approx(made)
            assert bool(part.points) == bool(part.often)
        if part.of is PartOf.TRANSLATION:
            assert sum(lent.points for lent in part.lent) == pytest.approx(part.points)
    if compared := explanation.compared:
        ours = sum(p.points for p in (account.parts or account.unused))
        difference = sum(one.size for one in compared.differences)
        assert difference == pytest.approx(compared.score - ours, abs=2e-3 * compared.score)
    return explanation


@given(request=ANSWERS, slug=st.sampled_from(HELD))
@settings(max_examples=400)
def test_the_parts_add_up(engine: WhooshEngine, request: SearchRequest, slug: str) -> None:
    check(engine, request, slug)


@given(
    steps=st.lists(STEP, min_size=1, max_size=4),
    queries=st.lists(QUERY, min_size=1, max_size=3),
    filters=FILTERS,
    words=st.sampled_from(Words),
)
@settings(max_examples=25)
def test_they_add_up_through_any_history(
    steps: list[object], queries: list[str], filters: Filters, words: Words
) -> None:
    there: dict[str, str] = {}
    with opened() as (engine, _):
        for step in steps:
            if isinstance(step, list):
                new = {a.slug: replace(a, translation_of=a.translation_of or "") for a in step}
                gone = {there.get(a.slug, a.path) for a in new.values()}
                added = {a.path for a in new.values()}
                engine.write(Batch(articles=tuple(new.values()), removed=tuple(gone - added)))
                there |= {a.slug: a.path for a in new.values()}
        for query in queries:
            for slug in there:
                check(engine, SearchRequest(query=query, filters=filters, words=words), slug)


def test_they_add_up_on_pages_that_few_turn_to(tmp_path: Path) -> None:
    """Only the best forty are looked at for how near a question comes."""
    many = [
        article(
            f"many-{n:03}",
            f"A pension of {n} years",
            (lead("pension " * (n % 7) + "years"),),
            translation_of=f"many-{n - 1:03}" if n % 5 == 1 else "",
            lang="zh" if n % 5 == 1 else "en",
        )
        for n in range(150)
    ]
    engine = WhooshEngine.open(tmp_path / "index")
    engine.write(Batch(articles=(*many, *(article(f"x-{n}", "X", ()) for n in range(150)))))
    request = SearchRequest(query="pension of 7 years")
    ranks = [check(engine, request, one.slug).rank for one in many]
    assert sorted(filter(None, ranks)) == list(range(1, 151))
    assert engine.rank(request).slugs.index("many-007") == 0
    engine.close()


def test_they_add_up_on_the_corpus(real_engine: WhooshEngine) -> None:
    slugs = [a.slug for a in real_engine.contents().articles]
    queries = sorted(read(CORPUS, "dev").queries.values())[::23]
    assert len(queries) > 10
    for number, query in enumerate([*queries, "SIL art. 60(2)", "公积金条例24 提取"]):
        request = SearchRequest(query=query)
        first = real_engine.rank(request).slugs[:4]
        for slug in (*first, *slugs[number::50], f"{SIL}/art-{number + 1}"):
            check(real_engine, request, slug)


# -- what the parts are


def explain(engine: SearchEngine, query: str, slug: str, **more: object) -> Explanation:
    return engine.explain(SearchRequest(query=query, **more), slug)  # type: ignore[arg-type]


def part(explanation: Explanation, of: PartOf) -> Part:
    (found,) = (p for p in explanation.account.parts if p.of is of)
    return found


def test_a_word_is_counted_by_fields(engine: WhooshEngine) -> None:
    words = {p.what: p for p in explain(engine, "Cards LOSS", CARD.slug).account.parts}
    often = {one.field: one.times for one in words["Cards"].often}
    assert often == {
        "title": 1,
        "answer": 1,
        "body": sum(s.text.count("card") for s in CARD.sections),
    }
    assert words["LOSS"].often[0].field == "answer"


@pytest.mark.parametrize(
    ("query", "slug", "of", "what"),
    [
        ("minimum years", YEARS.slug, PartOf.QUESTION, "minimum contribution years"),
        ("what did I lose, the card?", CARD.slug, PartOf.QUESTION, CARD.title),
        ("household register", ZH_PAY.slug, PartOf.TRANSLATION, PAY.slug),
        ("pension years", CARD.slug, PartOf.BEST_BET, ""),
        ("失业", "claim-unemployment-benefit", PartOf.OTHER_WORD, "失业"),
        ("so I am laid off", "claim-unemployment-benefit", PartOf.OTHER_WORD, "laid off"),
        ("SIL 60", ART_60, PartOf.IS_PROVISION, ""),
        ("SIL 60", PAY.slug, PartOf.RESTS_ON_IT, ""),
        ("SIL 60 household", PAY.slug, PartOf.FITS_REST, ""),
        ("社会保险法第六十条", ZH_PAY.slug, PartOf.SAME_LANGUAGE, ""),
        ("工伤认定", "gong-shang-ren-ding", PartOf.TOGETHER, "工伤"),
    ],
)  # fmt: skip
def test_what_a_part_is_for(
    engine: WhooshEngine, query: str, slug: str, of: PartOf, what: str
) -> None:
    found = [
        p.what for p in check(engine, SearchRequest(query=query), slug).account.parts if p.of is of
    ]
    assert what in found


def test_which_other_word_an_article_has(engine: WhooshEngine) -> None:
    found = explain(engine, "失业", "claim-unemployment-benefit")
    assert part(found, PartOf.OTHER_WORD).others == ("lost my job",)


def test_the_factors(engine: WhooshEngine) -> None:
    def factors(query: str, slug: str) -> list[str]:
        return [factor.of.value for factor in explain(engine, query, slug).account.factors]

    assert factors("pension", YEARS.slug) == []
    assert factors("养老金", YEARS.slug) == ["other_language"]
    assert factors("pension", f"{SIL}/art-16") == ["provision"]
    assert factors("I lost my social security card", CARD.slug) == ["same_question"]


def test_the_query_is_told_as_understood(engine: WhooshEngine) -> None:
    query = 'How many years for a pesnion topic:pension -card "monthly"'
    told = explain(engine, query, YEARS.slug).understood
    assert told.query == 'How many years for a pension -card "monthly"'
    assert told.correction is not None
    assert told.request.filters == Filters(topic=("pension",))
    assert told.dropped == ("How", "for", "a")
    assert [word.typed for word in told.words] == ["many", "years", "pension", "monthly"]
    assert told.conditions == ("-card", '"monthly"')
    assert [one.typed for one in told.glossary] == ["pension"]
    assert told.documents == len(HELD)
    years = next(word for word in told.words if word.typed == "years")
    alone = engine.rank(SearchRequest(query="years", per_page=50))
    itself = [s for s in alone.slugs if explain(engine, "years", s).account.words]
    assert years.documents == len(itself)


def test_chinese_fillers_are_told(engine: WhooshEngine) -> None:
    told = explain(engine, "请问怎么交養老保險", ZH_YEARS.slug).understood
    assert told.dropped == ("请问怎么",)
    assert [word.typed for word in told.words] == ["交養", "養老", "老保", "保險"]


# -- what is above


def test_it_is_compared_with_the_hit_above(engine: WhooshEngine) -> None:
    request = SearchRequest(query="pension contributions")
    slugs = engine.rank(request).slugs
    for number, slug in enumerate(slugs, 1):
        compared = explain(engine, "pension contributions", slug).compared
        assert compared is not None
        above = number - 1 or 2
        assert (compared.rank, compared.slug) == (above, slugs[above - 1])
        sizes = [abs(one.size) for one in compared.differences]
        assert sizes == sorted(sizes, reverse=True)


def test_what_is_missing_is_compared_with_the_first(engine: WhooshEngine) -> None:
    compared = explain(engine, "zebra pension", "gong-shang-ren-ding").compared
    assert compared is not None
    assert compared.rank == 1
    assert explain(engine, "zebra", YEARS.slug).compared is None


# -- why it is missing


@pytest.mark.parametrize(
    ("query", "slug", "expected"),
    [
        ("pension", YEARS.slug[:-1], Reason(of=Absence.NO_SUCH_SLUG, near=(YEARS.slug,))),
        ("pension", "zzz", Reason(of=Absence.NO_SUCH_SLUG)),
        ("zebrafish", DRAFT.slug, Reason(of=Absence.NOT_PUBLISHED, typed="draft")),
        ("pension", f"{SIL}/art-17", Reason(of=Absence.TEXT_NOT_HELD)),
        ("pension", f"{SIL}/art-99/para-1", Reason(of=Absence.BEYOND_LAST, typed="98")),
        ("?!", YEARS.slug, Reason(of=Absence.NOTHING_ASKED)),
        ("", YEARS.slug, Reason(of=Absence.NOTHING_ASKED)),
        (
            "pension topic:medical lang:en",
            YEARS.slug,
            Reason(of=Absence.FILTER, field="topic", wanted=("medical",), having=("pension",)),
        ),
        (
            "kind:guide",
            YEARS.slug,
            Reason(of=Absence.FILTER, field="kind", wanted=("guide",), having=("qa",)),
        ),
        ("pension -monthly", YEARS.slug, Reason(of=Absence.UNWANTED, typed="-monthly")),
        ("years -“monthly pension”", YEARS.slug,
         Reason(of=Absence.UNWANTED, typed="-“monthly pension”")),
        ('"pension monthly"', YEARS.slug,
         Reason(of=Absence.LACKS_CONDITION, typed='"pension monthly"')),
        ("intitle:monthly pension", YEARS.slug,
         Reason(of=Absence.LACKS_CONDITION, typed="intitle:monthly")),
        ("SIL 60 -register", PAY.slug, Reason(of=Absence.UNWANTED, typed="-register")),
    ],
)  # fmt: skip
def test_why_it_is_missing(engine: WhooshEngine, query: str, slug: str, expected: Reason) -> None:
    assert explain(engine, query, slug).reasons == (expected,)


def test_what_words_it_lacks(engine: WhooshEngine) -> None:
    (reason,) = explain(engine, "zebra hospital", YEARS.slug).reasons
    assert reason.of is Absence.NO_WORD
    assert [(word.typed, word.documents) for word in reason.words] == [
        ("zebra", 0),
        ("hospital", 1),
    ]
    (reason,) = explain(engine, "pension hospital", YEARS.slug, words=Words.ALL).reasons
    assert reason.of is Absence.LACKS_WORD
    assert [word.typed for word in reason.words] == ["hospital"]


def test_too_little_of_the_question(engine: WhooshEngine) -> None:
    query = (
        "pay hospital bill travel emergency reimbursed treatment province settlement registration "
        "self-employed base wage urumqi notice termination employment counter replacement yuan "
        "bank debit clerk household"
    )
    explanation = explain(engine, query, f"{SIL}/art-16")
    (reason,) = explanation.reasons
    assert reason.of is Absence.TOO_LITTLE
    assert 0 < explanation.account.words < explanation.account.least
    assert "hospital" in [word.typed for word in reason.words]


def test_a_correction_that_loses_it(tmp_path: Path) -> None:
    engine = WhooshEngine.open(tmp_path / "index")
    frequent = (article(f"w-{n}", "Money", (lead("Withdraw it."),)) for n in range(30))
    drawing = article("drawing", "Pencils", (lead("Draw a horse."),))
    engine.write(Batch(articles=(*frequent, drawing)))
    none, corrected = explain(engine, "with draw", "drawing").reasons
    assert none.of is Absence.NO_WORD
    assert [word.typed for word in none.words] == ["withdraw"]
    assert corrected == Reason(of=Absence.CORRECTED, typed="with draw")
    assert explain(engine, "with draw", "drawing", as_typed=True).rank == 1
    engine.close()


@given(request=ANSWERS, slug=st.sampled_from(HELD))
@settings(max_examples=200)
def test_reasons_are_true(engine: WhooshEngine, request: SearchRequest, slug: str) -> None:
    """Without what is said to keep it out, it is there."""
    reasons = engine.explain(request, slug).reasons
    if reasons and {reason.of for reason in reasons} == {Absence.FILTER}:
        typed = engine.explain(request, slug).understood
        free = replace(typed.request, query=typed.query, filters=Filters(), as_typed=True)
        if free.query and not typed.conditions:  # of which some need a filter beside them
            assert engine.explain(free, slug).rank
    if Absence.CORRECTED in {reason.of for reason in reasons}:
        assert engine.explain(replace(request, as_typed=True), slug).rank


# -- the command

Run = Callable[..., Result]


@pytest.fixture
def run(corpus: Path, tmp_path: Path) -> Run:
    folders = {"KB_CORPUS": str(corpus), "KB_DATA": str(tmp_path / "data")}
    return lambda *args: CliRunner(env=folders).invoke(main, ["explain", *args])


@pytest.fixture
def two(add_article: Callable[..., Path]) -> None:
    add_article("pay-yourself", "Pay at the counter.", title="Where can I pay myself?")
    add_article("other", "Something else about the counter, nothing to pay.")


@pytest.mark.usefixtures("two")
def test_the_command(run: Run) -> None:
    result = run("where can I pay myself", "pay-yourself")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Where can I pay myself?  (pay-yourself)\nRank 1 of ")
    for said in (
        "left aside    where, can, I, myself",
        "pay  ",
        "near to 'Where can I pay myself?'",
        "x 2: its title or an alias is the very question",
        "Beside the hit below it: Other  (other), score ",
    ):
        assert said in result.output
    below = run("where can I pay myself", "/articles/other#x")
    assert below.exit_code == 0
    assert "Beside the hit above it: Where can I pay myself?" in below.output


@pytest.mark.usefixtures("two")
def test_the_command_says_what_is_missing(run: Run) -> None:
    for args, said in (
        (("counter", "othre"), "There is no article or provision 'othre'. Did you mean other?"),
        (("zebra", "other"), "It has none of the query's words: zebra (in none)."),
        (("counter -else", "other"), "It has what the query does not want: -else"),
        (("counter", "other", "--topic", "pension"), "The filter topic: pension keeps it out;"),
        (("counter zebra", "other", "--all-words"), "All words were asked for, and it does not"),
        (("x", "prc-sil-2010/art-99"), "the statute ends with Article 98."),
    ):  # fmt: skip
        result = run(*args)
        assert result.exit_code == 1, result.output
        assert said in result.output


@pytest.mark.usefixtures("two")
def test_the_command_for_programs(run: Run) -> None:
    found = json.loads(run("pay", "pay-yourself", "--json").output)
    assert (found["rank"], found["slug"]) == (1, "pay-yourself")
    assert found["score"] == pytest.approx(sum(p["points"] for p in found["account"]["parts"]))
    missing = run("zebra", "other", "--json")
    assert missing.exit_code == 1
    assert json.loads(missing.output)["reasons"][0]["of"] == "no_word"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "args",
    [("pay",), ("pay", "other", "more"), ("x" * 501, "other"), ("pay", "other", "--topic", "zzz"),
     ("pay", "other", "--statute", "prc-x-1"), ("pay", "other", "--lang", "fr")],
)  # fmt: skip
def test_what_the_command_does_not_understand(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("two")
def test_the_command_explains_any_query(run: Run) -> None:
    for query in NASTY[::4]:
        result = run("--", query, "other")
        assert result.exit_code in (0, 1), (query, result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(query)
