"""A provision's words and its citation, in the form that an article of the corpus has them."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from ingest.escape import escape
from kb.citation_form import cited_in_chinese, cited_in_english
from kb.numerals import chinese
from kb.official import OfficialTexts
from kb.provision import Provision
from kb.statutes import Paragraph, Register, Statute

WIDTH = 100  # characters of a line, as in our articles
WIDTH_ZH = 50
_NEVER_FIRST = "，。；：、？！）》」』”’…"  # never first in a line


def paragraphs_of(
    provision: Provision, lang: str, register: Register, texts: OfficialTexts
) -> tuple[str, ...]:
    """The words of the provision, or of the paragraph or item that it names, none if not held.

    In Chinese the official ones in force today, in English those of our translation. Each item
    is a paragraph with its number, but where it alone is named.
    """
    if lang == "zh":
        held = texts.text(provision)
    else:
        statute = register.get(provision.statute)
        held = statute.provision(provision) if statute and statute.lang == "en" else None
    if held is None:
        return ()
    paragraphs = held.paragraphs
    if provision.paragraph:
        paragraphs = paragraphs[provision.paragraph - 1 : provision.paragraph]
    if provision.item:
        items = [item for p in paragraphs for item in p.items[provision.item - 1 : provision.item]]
        return tuple(items)
    return tuple(line for paragraph in paragraphs for line in _lines(paragraph, lang))


def _lines(paragraph: Paragraph, lang: str) -> Iterator[str]:
    yield paragraph.text
    for number, item in enumerate(paragraph.items, 1):
        yield f"（{chinese(number)}）{item}" if lang == "zh" else f"({number}) {item}"


def block_quote(paragraphs: Sequence[str], lang: str) -> str:
    """A block quote, a paragraph of the provision a paragraph of the quote, wrapped."""
    return "\n>\n".join(
        "\n".join(f"> {line}" for line in escape(_wrapped(paragraph, lang)).split("\n"))
        for paragraph in paragraphs
    )


def _wrapped(paragraph: str, lang: str) -> str:
    if lang != "zh":
        width = WIDTH - 2
        return textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
    lines, rest = [], paragraph
    while len(rest) > WIDTH_ZH:
        at = WIDTH_ZH
        while at < len(rest) and (rest[at] in _NEVER_FIRST or _in_word(rest, at)):
            at += 1
        lines.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*lines, rest] if rest else lines)


def _in_word(text: str, at: int) -> bool:
    """Whether a line break there would come between letters or digits, or at a space."""
    return bool(re.match(r"[\x00-\x7f]", text[at])) or text[at - 1] == " "


def usual_title(statute: Statute, lang: str, register: Register) -> str:
    """The short title, if no other statute bears it, else the whole one; "" if it has none."""
    short = statute.short_title(lang)
    return short if register.named(short) == (statute,) else statute.title(lang)


def cited(provision: Provision, lang: str, register: Register, *, inside: bool = False) -> str:
    """How the provision is cited; ``inside`` a sentence the article's number comes first.

    Empty where the statute is unknown, or has no title in English.
    """
    statute = register.get(provision.statute)
    if statute is None:
        return ""
    title = usual_title(statute, lang, register)
    if lang == "zh":
        return cited_in_chinese(statute, provision, title)
    if not statute.title_en:
        return ""
    if inside:
        return f"Article {provision.number}{provision.pinpoint} of the {title}"
    return cited_in_english(statute, provision, title)
