"""A statute and its provisions as documents: the one is kept, the others can be found."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.codec import encode
from kb.engine import Registered
from kb.index.analysis import TermList
from kb.index.documents import STATUTE_KEY, Document, Findable
from kb.index.shown import Cut
from kb.model import NATIONAL, Role, unique
from kb.numerals import chinese
from kb.provision import Provision
from kb.request import PROVISION
from kb.statutes import ProvisionText, Statute

OFFICIAL = "zh"  # the language of official texts


def provision_key(provision: Provision) -> str:
    """The key of the provision's document. It begins with its statute's, and goes with it."""
    return f"{STATUTE_KEY}{provision.whole}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithWords:
    """A statute with our words of its provisions, and with the official ones, if they are held."""

    statute: Statute
    official: tuple[ProvisionText, ...] = ()
    state: str = ""

    @property
    def registered(self) -> Registered:
        """What is stored of it."""
        return Registered(statute=self.statute, state=self.state)

    @property
    def provisions(self) -> dict[Provision, tuple[ProvisionText | None, ProvisionText | None]]:
        """Each provision, in order, with our words and the official ones."""
        ours = {text.provision: text for text in self.statute.provisions}
        official = {text.provision: text for text in self.official}
        return {
            provision: (ours.get(provision), official.get(provision))
            for provision in sorted(ours.keys() | official.keys())
        }


def statute_documents(held: WithWords, stored: bytes) -> Iterator[Document]:
    """The statute's document, with what is to be stored of it, then its provisions'."""
    yield Document(marks=(("key", (STATUTE_KEY + held.statute.id,)),), register=stored)
    for provision, (ours, official) in held.provisions.items():
        yield _document(held.statute, provision, ours, official)


def names(statute: Statute, provision: Provision) -> tuple[str, str]:
    """``Article 60, Social Insurance Law`` and ``社会保险法第六十条``."""
    inserted = f"之{chinese(provision.inserted)}" if provision.inserted else ""
    return (
        f"Article {provision.number}, {statute.short_title('en')}",
        f"{statute.short_title('zh')}第{chinese(provision.article)}条{inserted}",
    )


def _document(
    statute: Statute,
    provision: Provision,
    ours: ProvisionText | None,
    official: ProvisionText | None,
) -> Document:
    """One document for both: who asks in either language finds it."""
    slug = str(provision)
    title, title_zh = names(statute, provision)
    texts = [text for text in (ours, official) if text is not None]
    cut = Cut()
    for text in texts:
        for number, paragraph in enumerate(text.paragraphs, 1):
            anchor = f"para-{number}"
            cut.add(paragraph.numbered, anchor=anchor, heading="", role=Role.BODY, asks="")
    langs = unique([*([statute.lang] if ours else []), *([OFFICIAL] if official else [])])
    shown = cut.shown(
        slug=slug,
        title=title,
        topic="",
        regions=(NATIONAL,),
        kind=PROVISION,
        lang=langs[0],
        reviewed="",
        title_zh=title_zh,
    )
    return Document(
        marks=(("key", (provision_key(provision),)), ("provisions", (slug,))),
        findable=Findable(
            texts={
                "title": TermList.of(unique([title, title_zh])),
                "aliases": TermList(),
                "headings": TermList.of(heading for text in texts for heading in text.chapter),
                "answer": TermList.of(text.paragraphs[0].numbered for text in texts[:1]),
                "body": cut.body,
            },
            values=(langs, (), (PROVISION,), (NATIONAL,), (statute.id,)),
            slug=slug.encode(),
            shown=encode(shown),
        ),
    )
