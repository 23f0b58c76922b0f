"""Documents of a set as articles, so that the product's own index finds them."""

from kb.evaluation.beir import Document
from kb.model import Article, Kind, Role, Section, Status

# Part of the name of a kept index: raise it when the same document becomes another article.
FORM = 2
_TOPIC = "other"


def article_of(document: Document, lang: str) -> Article:
    """A published answer: the id for its address, the text as its one section."""
    section = Section(
        heading=document.chapter or "",
        anchor="",
        level=0,
        role=Role.LEAD,
        text=document.text,
        html="",
    )
    return Article(
        slug=document.id,
        title=document.title,
        kind=Kind.QA,
        topic=_TOPIC,
        lang=lang,
        status=Status.PUBLISHED,
        sections=(section,),
        path=document.id,
    )
