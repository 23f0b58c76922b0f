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
