"""The judged quotations: how well the verdicts agree with what was judged by hand."""

from pathlib import Path

import numpy as np
import pytest

from ingest.quote_check.judge import Judge
from kb.model import Citation
from kb.provision import Provision
from kb.statutes import ProvisionText
from kb.verdict import VerdictKind, Why
from tests import quote_weights
from tests.chinese_quotes import edited_quotes, made
from tests.cn_laws import TODAY
from tests.cn_laws import tree as laws
from tests.corpus_register import corpus_glossary, corpus_register
from tests.gold.legal_qa import answers
from tests.judged_quotes import judged_quotes
from tests.quote_verdicts import judged


def test_the_table_is_broad_and_balanced() -> None:
    pairs = list(judged_quotes())
    matches = sum(pair.match for pair in pairs)
    assert len(pairs) >= 160
    assert 0.4 <= matches / len(pairs) <= 0.6
    assert len({pair.provision.whole for pair in pairs}) >= 80
    assert len({pair.provision.statute for pair in pairs}) >= 12
    assert len({pair.text for pair in pairs}) == len(pairs)


def test_a_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    path = tmp_path / "quotes.tsv"
    path.write_text("# what it is\ndev\tduty\tperhaps\tprc-sil-2010/art-1\tWords.\n", "utf-8")
    with pytest.raises(ValueError, match=r"quotes\.tsv:2"):
        list(judged_quotes(path))


def test_english_pairs_by_cross_validation() -> None:
    """The weights are fitted to four fifths and judge the fifth that they do not know."""
    values, wrong, _ = quote_weights.measured(holdout=False)
    assert quote_weights.cross_validated(values, wrong, seed=0) >= 0.90


def test_the_weights_are_those_that_were_fitted() -> None:
    values, wrong, _ = quote_weights.measured(holdout=False)
    doubts = values @ np.array(list(quote_weights.WEIGHTS.values())) + quote_weights.BIAS
    assert quote_weights.macro_f1(wrong, doubts > 0) >= 0.92


@pytest.mark.shared
def test_chinese_quotations_made_of_statutes(shared_data: Path) -> None:
    register, texts = laws(shared_data)
    judge = Judge(register, texts, corpus_glossary())
    wrong = []
    rows = list(edited_quotes())
    for row in rows:
        statute = register.named(row.statute)[0].id

        def text(article: int, statute: str = statute) -> ProvisionText:
            found = texts.text(Provision(statute, article))
            assert found is not None
            return found

        paragraphs = (edit.split()[1] for edit in row.edits if edit.startswith("paragraph"))
        target = Provision(statute, row.article, paragraph=int(next(paragraphs, "0")))
        citation = Citation(
            text="", anchor="", start=0, end=1, statute="", quote=made(row, text), targets=(target,)
        )
        found = judge.verdict(citation, TODAY)
        assert found is not None
        # Where the tree is read plainly, other provisions are not looked for.
        unsought = row.why is Why.OTHER_PROVISION and found.kind is VerdictKind.UNCHECKED
        if found.kind is not row.kind and not unsought:
            wrong.append((row.line, row.statute, row.article, row.edits, found.kind, found.why))
    assert len(rows) >= 45
    assert wrong == []


@pytest.mark.shared
def test_quotations_of_legal_answers(shared_data: Path) -> None:
    register, texts = laws(shared_data)
    marked = list(judged(answers(shared_data), register, texts))
    assert sum(one.agrees for one in marked) / len(marked) >= 0.95
    found = list(judged(answers(shared_data), register, texts, found=True))
    assert sum(one.agrees for one in found) / len(found) >= 0.95


@pytest.mark.shared
def test_the_seed_s_article_10(seed: Path) -> None:
    """The article that the project was founded on quotes what Article 10 does not say."""
    from kb.official import NoTexts

    text = seed.read_text("utf-8")
    at = text.index("Employees should participate")
    paragraphs = tuple(text[at : text.index("\n- Related", at)].strip().split("\n"))
    ten = Provision.parse("prc-sil-2010/art-10")
    citation = Citation(
        text="", anchor="", start=0, end=1, statute="", quote=paragraphs, targets=(ten,)
    )
    found = Judge(corpus_register(), NoTexts(), corpus_glossary()).verdict(citation, TODAY)
    assert found is not None
    assert found.kind is VerdictKind.MISMATCH
    wanted = [Provision.parse(f"prc-sil-2010/art-{number}") for number in (23, 33, 44, 53)]
    assert list(found.found_in) == wanted
