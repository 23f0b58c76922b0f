"""Quotations that are not the law's words: the words in their place, or the right provision."""

import difflib
from collections.abc import Iterator, Sequence

from kb.editorial.case import Case, CitedPlace, lang_of_text
from kb.editorial.citation_fixes import cited_as
from kb.editorial.front_lines import Edit
from kb.editorial.law_words import block_quote, cited, paragraphs_of
from kb.editors_desk import Fix
from kb.model import Problem, unique
from kb.provision import Provision
from kb.verdict import VerdictKind, Why

MOST = 3  # other provisions that are offered
_COMPARED = 1500  # characters of a paragraph by which it is recognised


def quote_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """The provision's words as they are; or the provision that does have what is quoted."""
    found = tuple(case.quoting(problem))
    if nth < len(found):
        yield from mended(case, found[nth])


def mended(case: Case, one: CitedPlace) -> Iterator[Fix]:
    """Ways to mend a quotation, the likeliest first."""
    verdict = one.citation.verdict
    if verdict is None:
        return
    elsewhere = verdict.found_in[:MOST]
    if Why.OTHER_PROVISION in verdict.why or verdict.kind is VerdictKind.MINOR:
        for provision in elsewhere:
            edit = cited_as(case, one, provision)
            label = f"cite {edit.replacement}" if edit else ""
            yield from case.fix("cite-instead", label, edit)
        if verdict.kind is not VerdictKind.MISMATCH and elsewhere:
            return
    if verdict.superseded and elsewhere:
        yield from _moved(case, one, elsewhere[0])
        return
    yield from _in_their_place(case, one)


def _in_their_place(case: Case, one: CitedPlace) -> Iterator[Fix]:
    words = _words(case, one, one.citation.targets)
    if words is None:
        return
    targets, register = one.citation.targets[:2], case.shelf.register
    where = " and ".join(cited(target, "en", register) or str(target) for target in targets)
    yield from case.fix("quote", f"take the words of {where}", words)


def _moved(case: Case, one: CitedPlace, to: Provision) -> Iterator[Fix]:
    """Citation and quotation together: the provision has another number now."""
    cited, words = cited_as(case, one, to), _words(case, one, (to,))
    if cited is None or words is None or cited.end > words.start:
        return
    between = case.text[cited.end : words.start]
    whole = cited.replacement + between + words.replacement
    label = f"cite {cited.replacement} and take its words"
    yield from case.fix("cite-and-quote", label, Edit(cited.start, words.end, whole))


def _words(case: Case, one: CitedPlace, targets: Sequence[Provision]) -> Edit | None:
    """The words of the provisions in place of the quotation; None where they are not held."""
    if one.places.quote is None:
        return None
    quoted = [words for words in one.citation.quote if words.strip()]
    text = "".join(quoted)
    lang = lang_of_text(text)
    shelf = case.shelf
    parts = [paragraphs_of(target, lang, shelf.register, shelf.texts) for target in targets]
    if not all(parts):
        return None
    whole = any(target.paragraph for target in targets) or len(targets) > 1
    paragraphs = unique(line for part in parts for line in part)
    meant = paragraphs if whole else _meant(quoted, paragraphs)
    if one.places.block:
        return Edit(*one.places.quote, block_quote(meant, lang))
    line = ("" if lang == "zh" else " ").join(meant)
    return Edit(*one.places.quote, line)


def _meant(quoted: Sequence[str], paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs of the provision that are nearest to those of the quotation."""
    if len(paragraphs) < 2:
        return paragraphs
    nearest = {
        max(range(len(paragraphs)), key=lambda n: _alike(words, paragraphs[n])) for words in quoted
    }
    return [paragraphs[n] for n in range(min(nearest), max(nearest) + 1)]


def _alike(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(
        None, one[:_COMPARED].split() if " " in one else one[:_COMPARED],
        other[:_COMPARED].split() if " " in other else other[:_COMPARED], autojunk=False,
    )  # fmt: skip
    return matcher.ratio()
