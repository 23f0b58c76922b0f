"""How provisions are usually cited."""

from dataclasses import replace

import pytest

from kb.citation_form import cited_in_chinese, cited_in_english
from kb.provision import Provision
from tests.small_corpus import STATUTES

ZH = "《中华人民共和国社会保险法》"
EN = "Social Insurance Law of the People's Republic of China, "


@pytest.mark.parametrize(
    ("provision", "chinese", "english"),
    [
        ("art-10", "第十条", "Article 10"),
        ("art-10/para-2", "第十条第二款", "Article 10(2)"),
        ("art-110/para-2/item-13", "第一百一十条第二款第（十三）项", "Article 110(2)(13)"),
        ("art-274-1", "第二百七十四条之一", "Article 274-1"),
        ("art-274-1/para-1", "第二百七十四条之一第一款", "Article 274-1(1)"),
        ("art-60/item-3", "第六十条第（三）项", "Article 60(3)"),
    ],
)
def test_usual_forms(provision: str, chinese: str, english: str) -> None:
    named = Provision.parse(f"prc-sil-2010/{provision}")
    assert cited_in_chinese(STATUTES[0], named) == ZH + chinese
    assert cited_in_english(STATUTES[0], named) == EN + english


def test_no_english_form_without_an_english_title() -> None:
    statute = replace(STATUTES[0], title_en="")
    assert cited_in_english(statute, Provision("prc-sil-2010", 10)) == ""
