"""A provision that a text may rest on, put under its legal basis in the form our articles have."""

import re

from kb.advice import BasisHelp
from kb.basis import BasisSuggestion
from kb.editorial.law_words import block_quote, cited, paragraphs_of
from kb.editors_desk import Fix
from kb.official import OfficialTexts
from kb.statutes import Register

_BASIS = re.compile(
    r"^(?P<marks>#{1,6})[ \t]+(?:Legal basis|Legal bases|法律依据)[ \t#]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]", re.MULTILINE)
_TITLES = {"en": "Legal basis", "zh": "法律依据"}


def basis_help(
    suggestion: BasisSuggestion, text: str, lang: str, register: Register, texts: OfficialTexts
) -> BasisHelp:
    """The suggestion with the change that puts it in: a line with the citation, and the words.

    Where the words are not held in the text's language the citation stands alone. Under its
    legal basis, in the end; where it has none the section is added at the end of the text.
    """
    provision = suggestion.provision
    citation = cited(provision, lang, register) or cited(provision, "zh", register)
    if suggestion.cited or not citation:
        return BasisHelp(suggestion=suggestion, fix=None)
    words = paragraphs_of(provision, lang, register, texts)
    colon = "：" if lang == "zh" else ":"
    entry = f"{citation}{colon}\n\n{block_quote(words, lang)}" if words else f"- {citation}"
    at, before = _place(text, lang)
    after = "\n\n" if text[at:].strip() else "\n"
    fix = Fix(
        code="add-basis",
        label=f"add {citation}",
        start=at,
        end=at + len(text[at:]) - len(text[at:].lstrip("\n")),
        replacement=f"{before}{entry}{after}",
    )
    return BasisHelp(suggestion=suggestion, fix=fix)


def _place(text: str, lang: str) -> tuple[int, str]:
    """Where the entry goes, behind what stands there, and what goes before it."""
    found = _BASIS.search(text)
    if found is None:
        return len(text.rstrip()), f"\n\n## {_TITLES.get(lang, _TITLES['en'])}\n\n"
    level = len(found["marks"])
    ends = (h.start() for h in _HEADING.finditer(text, found.end()) if len(h["marks"]) <= level)
    end = next(ends, len(text))
    return len(text[:end].rstrip()), "\n\n"
