"""The glossary: one Chinese term, one English term, and no word for two concepts."""

import tomllib
from collections import Counter

from tests.conftest import ROOT

CONCEPTS = tomllib.loads((ROOT / "corpus" / "glossary.toml").read_text("utf-8"))["concepts"]


def test_fields() -> None:
    for concept in CONCEPTS:
        assert {"id", "en", "zh"} <= concept.keys() <= {"id", "en", "zh", "also_en", "also_zh"}


def test_ids_and_terms_are_unique() -> None:
    for field in ("id", "en", "zh"):
        counted = Counter(concept[field].casefold() for concept in CONCEPTS)
        assert not [term for term, count in counted.items() if count > 1], field


def test_no_other_word_is_a_concept_of_its_own() -> None:
    for main, also in (("en", "also_en"), ("zh", "also_zh")):
        terms = {concept[main].casefold(): concept["id"] for concept in CONCEPTS}
        for concept in CONCEPTS:
            for word in concept.get(also, ()):
                assert terms.get(word.casefold(), concept["id"]) == concept["id"], word
