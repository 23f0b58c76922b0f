"""Citations that lead nowhere: what they may have been meant to be."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.script import HAN_SIGN
from kb.editorial.case import Case, CitedPlace
from kb.editorial.front_lines import Edit
from kb.editorial.law_words import cited, usual_title
from kb.editors_desk import Fix
from kb.model import Citation, Problem, unique
from kb.provision import Provision
from kb.statutes import name_key
from kb.unresolved import WhyUnresolved

MOST = 5  # ways to mend one citation
_NAMES_FIRST = (WhyUnresolved.UNKNOWN_STATUTE, WhyUnresolved.SEVERAL_STATUTES)
_INSIDE = re.compile(r"(?:Article|Art\.?|articles?|arts?\.?|paragraph|item)\b", re.IGNORECASE)


def citation_fixes(case: Case, problem: Problem, nth: int) -> Iterator[Fix]:
    """Each candidate in place of the citation, or of the statute's name in it."""
    found = tuple(case.unresolved(problem))
    if nth >= len(found) or found[nth].places.citation is None:
        return
    one = found[nth]
    why = one.citation.unresolved
    if why is not None and why.why is WhyUnresolved.NO_STATUTE:
        yield from _named_elsewhere(case, one)
        return
    for candidate in one.citation.candidates[:MOST]:
        provision = _with_paragraph(Provision.parse(candidate))
        if not _can_be(case, provision):
            continue
        edit = None
        if why is not None and why.why in _NAMES_FIRST:
            edit = _renamed(case, one, provision)
        edit = edit or cited_as(case, one, provision)
        yield from _meaning(case, provision, edit)


def lang_of(text: str) -> str:
    """Chinese if a citation, or what it quotes, has Chinese characters."""
    return "zh" if HAN_SIGN.search(text) else "en"


def cited_as(case: Case, one: CitedPlace, provision: Provision) -> Edit | None:
    """The provision cited in place of the citation, in its language and order of words."""
    text = one.citation.text
    inside = bool(_INSIDE.match(text))
    written = cited(provision, lang_of(text), case.shelf.register, inside=inside)
    span = one.places.citation
    return Edit(*span, written) if written and span else None


def _meaning(case: Case, provision: Provision, edit: Edit | None) -> Iterator[Fix]:
    if edit is not None:
        yield from case.fix("cite", f"cite {edit.replacement}", edit)


def _renamed(case: Case, one: CitedPlace, provision: Provision) -> Edit | None:
    """The statute's right name in place of the one in the citation; its numbers stay."""
    span, name = one.places.citation, one.citation.statute
    statute = case.shelf.register.get(provision.statute)
    if span is None or statute is None or not name:
        return None
    written = case.text[slice(*span)]
    at = written.find(name)
    title = usual_title(statute, lang_of(written), case.shelf.register)
    if at < 0 or not title or not _all_there(case, one.citation, provision.statute):
        return None
    if lang_of(written) == "zh" and written[at - 1 : at] not in ("《", "〈"):
        title = title if name_key(title) else f"《{title}》"
    return Edit(span[0], span[1], written[:at] + title + written[at + len(name) :])


def _all_there(case: Case, citation: Citation, statute_id: str) -> bool:
    """Whether the statute can have all provisions that are named."""
    named = (Provision.parse(f"{statute_id}/art-{number}") for number in citation.numbers)
    return all(_can_be(case, provision) for provision in named)


def _with_paragraph(provision: Provision) -> Provision:
    """An item of a provision of one paragraph, so that it is not read as that paragraph."""
    if provision.item and not provision.paragraph:
        return replace(provision, paragraph=1)
    return provision


def _can_be(case: Case, provision: Provision) -> bool:
    """Whether there is such a provision, as far as is known; its pinpoint where it is held."""
    statute = case.shelf.register.get(provision.statute)
    if statute is None or provision.article > statute.last_article:
        return False
    held = case.shelf.texts.text(provision) or statute.provision(provision)
    if held is None or not provision.paragraph:
        return True
    paragraphs = held.paragraphs[provision.paragraph - 1 : provision.paragraph]
    return any(provision.item <= len(paragraph.items) for paragraph in paragraphs)


def _named_elsewhere(case: Case, one: CitedPlace) -> Iterator[Fix]:
    """No statute is named: those that the article names elsewhere, if they have the article."""
    others = unique(other.citation.register_id for other in case.cited)
    for name in [name for name in others if name][:MOST]:
        if len(one.citation.numbers) != 1:
            continue
        provision = Provision.parse(f"{name}/art-{one.citation.numbers[0]}")
        if _can_be(case, provision):
            yield from _meaning(case, provision, cited_as(case, one, provision))
