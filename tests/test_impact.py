"""Two versions of one statute, followed to the articles that cite it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kb.changes import ChangeKind
from kb.impact import Impact, QuoteState, impacts, under_review
from kb.library import Library
from kb.model import Article, Role
from kb.official import NoTexts
from kb.provision import Provision
from kb.review import Clearing, Standing
from kb.statutes import Amendment, Register, Statute
from kb.verdict import Verdict, VerdictKind, Why
from tests.small_corpus import ARTICLES, DRAFT, SIL, STATUTES, ZH_PAY, article, cite, lead, section
from tests.two_versions import NEW, YEARS, two_versions


def library(*articles: Article, statutes: Iterable[Statute] = STATUTES) -> Library:
    return Library(everything=articles or (*ARTICLES, DRAFT), register=Register.of(statutes))


def only(found: Iterable[Impact]) -> Impact:
    (impact,) = found
    return impact


def quoting(slug: str, words: str, *, lang: str = "zh", paragraph: int = 2) -> Article:
    """An article that quotes Article 60."""
    text = "《社会保险法》第六十条第二款" if lang == "zh" else "Social Insurance Law, Article 60"
    sections = (lead("…"), section("法律依据", f"{text}：\n\n{words}", Role.BASIS))
    cited = replace(cite(sections, text, 60, paragraph), quote=(words,))
    return article(slug, slug, sections, lang=lang, citations=(cited,))


def states(impact: Impact) -> dict[str, QuoteState]:
    return {each.slug: each.touches[0].quote for each in impact.articles}


def test_articles_that_cite_what_changed_are_under_review_in_both_languages() -> None:
    impact = only(impacts(library(), two_versions()))
    assert {each.slug for each in impact.under_review} == {
        "pay-your-own-social-security",
        "zi-ji-jiao-she-bao",
        "self-employed-contributions",
        "pension-contribution-years",
        "yang-lao-jiao-fei-nian-xian",
        "claim-unemployment-benefit",
    }
    assert impact.news


def test_a_change_beside_the_pinpoint_concerns_nobody_but_is_told() -> None:
    first = replace(ZH_PAY.citations[0], targets=(Provision(SIL, 60, paragraph=1),))
    impact = only(impacts(library(replace(ZH_PAY, citations=(first,))), two_versions()))
    (concerned,) = impact.articles
    assert not concerned.is_touched
    assert not concerned.under_review
    assert under_review([impact]) == {}


def test_versions_of_one_import_count_by_their_date_alone() -> None:
    texts = two_versions(first=True)
    known = (replace(STATUTES[0], amendments=(Amendment(adopted=NEW),)),)
    assert list(impacts(library(statutes=known), texts)) == []
    impact = only(impacts(library(statutes=known), texts, everything=True))
    assert {each.standing for each in impact.articles} == {Standing.REVIEWED}
    older = tuple(replace(one, reviewed=date(2018, 1, 1)) for one in ARTICLES)
    assert only(impacts(library(*older, statutes=known), texts)).under_review


def test_nothing_without_imported_texts_or_with_one_version() -> None:
    assert list(impacts(library(), NoTexts(), everything=True)) == []
    texts = two_versions()
    one = replace(texts, held={SIL: texts.held[SIL][:1]})
    assert list(impacts(library(), one, everything=True)) == []


def test_a_clearing_is_of_one_article_and_one_version() -> None:
    slug = "pension-contribution-years"
    cleared = Clearing(article=slug, statute=SIL, version=NEW, on=date(2026, 11, 26), note="as is")
    impact = only(impacts(library(), two_versions(), [cleared]))
    by_slug = {each.slug: each for each in impact.articles}
    assert by_slug[slug].clearing == cleared
    assert not by_slug[slug].under_review
    assert by_slug["yang-lao-jiao-fei-nian-xian"].under_review
    other = replace(cleared, version=date(2011, 1, 1))
    assert slug in under_review(impacts(library(), two_versions(), [other]))


def test_chinese_quotations_are_held_against_both_versions() -> None:
    articles = (
        quoting("lost", "个人可以直接向征收机构缴费。"),
        quoting("holds", "用人单位应当自行申报，按时足额缴纳……社会保险费", paragraph=1),
        quoting("never", "个人不得缴费。"),
    )
    assert states(only(impacts(library(*articles), two_versions()))) == {
        "lost": QuoteState.LOST,
        "holds": QuoteState.HOLDS,
        "never": QuoteState.NEVER,
    }


def test_a_few_words_of_the_article_itself_are_no_quotation() -> None:
    article = quoting("own", "自己去缴费。")
    unchecked = Verdict(kind=VerdictKind.UNCHECKED, why=(Why.TOO_SHORT,))
    cited = replace(article.citations[0], verdict=unchecked)
    found = impacts(library(replace(article, citations=(cited,))), two_versions())
    assert states(only(found)) == {"own": QuoteState.NONE}


def test_a_paraphrase_that_held_is_lost_where_the_newer_version_has_less_of_it() -> None:
    held = Verdict(kind=VerdictKind.PARAPHRASE)

    def told(words: str, paragraph: int) -> QuoteState:
        article = quoting("one", words, paragraph=paragraph)
        cited = replace(article.citations[0], verdict=held)
        found = impacts(library(replace(article, citations=(cited,))), two_versions())
        return states(only(found))["one"]

    assert told("个人可直接向征收的机构缴费", 2) is QuoteState.LOST
    assert told("用人单位须自行申报，按时足额缴社会保险费", 1) is QuoteState.HOLDS


def test_english_quotations_are_held_against_our_translation_unless_it_lags() -> None:
    articles = (
        quoting("holds", "People who work for themselves may pay directly.", lang="en"),
        quoting("lost", "People who work for themselves pay nothing.", lang="en"),
    )
    impact = only(impacts(library(*articles), two_versions()))
    assert (impact.translation_behind, impact.translation_knows) == (True, False)
    assert states(impact) == dict.fromkeys(("holds", "lost"), QuoteState.BEHIND)
    amended = replace(STATUTES[0], amendments=(Amendment(adopted=NEW),))
    impact = only(impacts(library(*articles, statutes=(amended,)), two_versions()))
    assert (impact.translation_behind, impact.translation_knows) == (False, True)
    assert states(impact) == {"holds": QuoteState.HOLDS, "lost": QuoteState.LOST}


def test_a_named_statute_is_shown_though_no_article_cites_it() -> None:
    impact = only(impacts(library(DRAFT), two_versions(), statute=SIL, everything=True))
    assert impact.articles == ()
    assert len(impact.changes) == 5


def test_a_statute_outside_the_corpus_has_the_title_of_the_import() -> None:
    texts = replace(two_versions(), entries=(replace(STATUTES[0], title_en="", title_zh="某法"),))
    impact = only(impacts(library(statutes=()), texts))
    assert impact.title("en") == impact.title("zh") == "某法"


def test_a_citation_that_the_newer_version_has_no_more_puts_its_article_under_review() -> None:
    """Once the newer version is in force it does not resolve: that is when it must be seen."""
    (cited,) = (c for c in ZH_PAY.citations if c.targets == (Provision(SIL, 60, paragraph=2),))
    lost = replace(
        cited,
        numbers=("45/para-3",),
        targets=(),
        register_id=SIL,
    )
    impact = only(impacts(library(replace(ZH_PAY, citations=(lost,))), two_versions()))
    (concerned,) = impact.under_review
    (touch,) = concerned.touches
    assert touch.cited == Provision(SIL, 45, paragraph=3)
    assert touch.change.kind is ChangeKind.REMOVED


def test_a_version_that_our_translation_does_not_know_is_news_in_the_first_import_too() -> None:
    """Both versions imported at once: that says nothing of what editors knew."""
    together = two_versions(first=True)
    reviewed = [replace(a, reviewed=date(2026, 11, 25)) for a in ARTICLES]
    impact = only(impacts(library(*reviewed), together))
    assert impact.translation_behind
    assert impact.under_review
    again = [replace(a, reviewed=date(2026, 11, 26)) for a in ARTICLES]
    assert not only(impacts(library(*again), together)).under_review


def test_of_a_provision_that_was_renumbered_the_words_count() -> None:
    text = "《社会保险法》第十六条第一款"
    sections = (lead("…"), section("法律依据", f"{text}：\n\n{YEARS}", Role.BASIS))
    cited = replace(cite(sections, text, 16, 1), quote=(YEARS,))
    moved = article("moved", "moved", sections, lang="zh", citations=(cited,))
    assert states(only(impacts(library(moved), two_versions()))) == {"moved": QuoteState.HOLDS}
