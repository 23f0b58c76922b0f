"""What `kb check` tells of articles whose law changed."""

from datetime import date

from ingest.law_changed import problems
from kb.model import Severity
from kb.official import NoTexts
from kb.review import Clearing
from kb.statutes import Register
from tests.small_corpus import ARTICLES, DRAFT, SIL, STATUTES
from tests.two_versions import NEW, two_versions

EVERYTHING = (*ARTICLES, DRAFT)
REGISTER = Register.of(STATUTES)


def test_a_warning_for_each_article_under_review() -> None:
    found = {p.path: p for p in problems(EVERYTHING, REGISTER, two_versions(), ())}
    assert len(found) == 6
    pay = found["articles/contributions/pay-your-own-social-security.md"]
    assert (pay.code, pay.severity) == ("law-changed", Severity.WARNING)
    assert "changed on 2018-12-29: Article 60(2) (reworded)" in pay.message
    assert "kb statutes clear pay-your-own-social-security" in pay.hint


def test_none_where_it_was_cleared_or_nothing_was_imported() -> None:
    cleared = [
        Clearing(article=a.slug, statute=SIL, version=NEW, on=date(2026, 11, 26)) for a in ARTICLES
    ]
    assert list(problems(EVERYTHING, REGISTER, two_versions(), cleared)) == []
    assert list(problems(EVERYTHING, REGISTER, NoTexts(), ())) == []


def test_what_is_ahead_is_told_as_ahead_with_the_day_that_ends_it() -> None:
    ahead = two_versions(in_force=date(2027, 1, 1))
    day = date(2026, 11, 26)
    found = {p.path: p for p in problems(EVERYTHING, REGISTER, ahead, (), today=day)}
    card = found["articles/pension/pension-contribution-years.md"]
    assert "changes on 2027-01-01: Article 16 (renumbered to 17)" in card.message
    assert "set `reviewed` to 2027-01-01 or later" in card.hint


def test_a_review_ends_it_after_the_day_of_the_import() -> None:
    pay = next(p for p in problems(EVERYTHING, REGISTER, two_versions(), ()))
    assert "set `reviewed` to 2026-11-26 or later" in pay.hint


def test_the_line_is_that_of_the_first_citation_that_is_touched() -> None:
    pay = next(a for a in EVERYTHING if a.slug == "pay-your-own-social-security")
    source = "---\ntitle: x\n---\n\nx\n\n" + "\n\n".join(s.text for s in pay.sections)
    (found,) = problems([pay], REGISTER, two_versions(), (), {pay.path: source})
    words = source.split("\n")[found.line - 1]
    assert any(c.text.split("\n")[0] in words for c in pay.citations)
