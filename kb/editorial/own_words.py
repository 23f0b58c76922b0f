"""What an article says itself: its text without its legal basis and what it quotes of the law."""

from collections.abc import Iterator

from kb.model import Article, Role, Section


def own_paragraphs(article: Article) -> Iterator[str]:
    """Its paragraphs and the entries of its lists, headings left out."""
    below_basis = 0
    for section in article.sections:
        if section.role is Role.BASIS:
            below_basis = section.level
        elif below_basis and section.level > below_basis:
            continue
        else:
            below_basis = 0
            yield from filter(None, map(str.strip, _without_quotes(section, article).split("\n")))


def _without_quotes(section: Section, article: Article) -> str:
    spans = [
        span
        for citation in article.citations
        if citation.anchor == section.anchor
        for span in citation.quote_spans
    ]
    text = section.text
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    return text
