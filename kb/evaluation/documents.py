"""Documents of a set as articles, so that the product's own index finds them."""

import re

from kb.evaluation.beir import Document
from kb.model import Article, Kind, Role, Section, Status

# Part of the name of a kept index: raise it when the same document becomes another article.
FORM = 1
_CHINESE = re.compile("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TOPIC = "other"


def article_of(document: Document) -> Article:
    """A published answer: the id for its address, the text as its one section.

    It is Chinese if it has a Chinese character, else English: the rule that queries follow.
    """
    section = Section(heading="", anchor="", level=0, role=Role.LEAD, text=document.text, html="")
    chinese = _CHINESE.search(document.title) or _CHINESE.search(document.text)
    return Article(
        slug=document.id,
        title=document.title,
        kind=Kind.QA,
        topic=_TOPIC,
        lang="zh" if chinese else "en",
        status=Status.PUBLISHED,
        sections=(section,),
        path=document.id,
    )
