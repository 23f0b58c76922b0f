"""The corpus itself: nothing to mend, every citation resolved, every quotation the law's words."""

import pytest

from ingest.pipeline import Corpus
from kb.model import Role, Status


@pytest.fixture
def corpus(real_corpus: Corpus) -> Corpus:
    return real_corpus


def test_there_is_nothing_to_mend(corpus: Corpus) -> None:
    """`quote-mismatch`, `citation-unresolved`, `orphan` and `broken-link` are among the checks."""
    overdue = {"review-due"}  # comes with time, and is the editors' business
    assert [str(p) for p in corpus.problems if p.code not in overdue] == []


def test_it_is_worth_searching(corpus: Corpus) -> None:
    english = [a for a in corpus.articles if a.lang == "en"]
    chinese = [a for a in corpus.articles if a.lang == "zh"]
    assert len(english) >= 80
    assert len(chinese) >= 30
    assert len(corpus.register) >= 14
    covered = {article.topic for article in english}
    assert covered == {topic.id for topic in corpus.taxonomy.topics} - {"other"}


def test_every_article_keeps_the_house_rules(corpus: Corpus) -> None:
    by_slug = {article.slug: article for article in corpus.articles}
    for article in corpus.articles:
        name = article.path
        assert article.status is Status.PUBLISHED, name
        assert len(article.aliases) >= 3, name
        assert article.reviewed, name
        assert article.review_by, name
        assert article.sections[0].role is Role.LEAD, name
        assert any(section.role is Role.BASIS for section in article.sections), name
        assert article.legal_basis, name
        if article.lang == "zh":
            assert by_slug[article.translation_of].topic == article.topic, name


def test_every_cited_provision_has_its_text(corpus: Corpus) -> None:
    """A reader who follows a citation reads the provision, not a note that it is missing."""
    missing = {
        f"{provision} in {article.path}"
        for article in corpus.articles
        for provision in article.provisions
        if (statute := corpus.register.get(provision.statute)) is not None
        and statute.provision(provision) is None
    }
    assert sorted(missing) == []
