"""A statute and its provisions as documents: the one is kept, the others can be found."""

from collections.abc import Iterator

from kb.codec import encode
from kb.index.analysis import TermList
from kb.index.documents import STATUTE_KEY, Document, Findable
from kb.index.shown import Cut
from kb.model import NATIONAL, Role
from kb.numerals import chinese
from kb.provision import Provision
from kb.request import PROVISION
from kb.statutes import ProvisionText, Statute


def provision_key(provision: Provision) -> str:
    """The key of the provision's document. It begins with its statute's, and goes with it."""
    return f"{STATUTE_KEY}{provision.whole}"


def statute_documents(statute: Statute, stored: bytes) -> Iterator[Document]:
    """The statute's document, with what is to be stored as the statute, then its provisions'."""
    yield Document(marks=(("key", (STATUTE_KEY + statute.id,)),), register=stored)
    for text in statute.provisions:
        yield _document(statute, text)


def names(statute: Statute, provision: Provision) -> tuple[str, str]:
    """``Article 60, Social Insurance Law`` and ``社会保险法第六十条``."""
    inserted = f"之{chinese(provision.inserted)}" if provision.inserted else ""
    return (
        f"Article {provision.number}, {statute.short_title('en')}",
        f"{statute.short_title('zh')}第{chinese(provision.article)}条{inserted}",
    )


def _document(statute: Statute, text: ProvisionText) -> Document:
    provision = text.provision
    slug = str(provision)
    title, title_zh = names(statute, provision)
    cut = Cut()
    for number, paragraph in enumerate(text.paragraphs, 1):
        cut.add(paragraph.numbered, anchor=f"para-{number}", heading="", role=Role.BODY, asks="")
    first = text.paragraphs[0].numbered if text.paragraphs else ""
    shown = cut.shown(
        slug=slug,
        title=title,
        topic="",
        regions=(NATIONAL,),
        kind=PROVISION,
        lang=statute.lang,
        reviewed="",
        title_zh=title_zh,
    )
    return Document(
        marks=(("key", (provision_key(provision),)), ("provisions", (slug,))),
        findable=Findable(
            texts={
                "title": TermList.of([title, title_zh]),
                "aliases": TermList(),
                "headings": TermList.of(text.chapter),
                "answer": TermList.of([first]),
                "body": cut.body,
            },
            values=((statute.lang,), (), (PROVISION,), (NATIONAL,), (statute.id,)),
            slug=slug.encode(),
            shown=encode(shown),
        ),
    )
