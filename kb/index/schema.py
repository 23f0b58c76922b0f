"""What a document of the index holds: every field with a sentence that says what it is for."""

from dataclasses import dataclass

from whoosh import fields, formats
from whoosh.columns import VarBytesColumn

# Part of the index's file names. Raise it with every change to this module, to
# ``segments.layout``, to what ``documents`` puts in, to how ``analysis`` cuts text, or to
# the impacts of ``weights``: an index that was made by another version is then recognised
# and not misread.
VERSION = 18


@dataclass(frozen=True, slots=True)
class Field:
    """A field's purpose and how Whoosh keeps it."""

    about: str
    type: fields.FieldType


def _text() -> fields.FieldType:
    """Terms with their positions, and the field's length in each document."""
    return fields.TEXT(phrase=True)


def _column() -> fields.FieldType:
    """A value per document that is read without reading the document; not searchable."""
    return fields.COLUMN(VarBytesColumn())


def _terms() -> fields.FieldType:
    """Terms that are looked up whole; no lengths."""
    return fields.FieldType(formats.Existence(), None, scorable=False)


# Articles that readers may not see, and statutes, have their key and themselves only: they
# are kept here so that one commit changes everything at once, and nothing can find them.
# Provisions are found; their text is their statute's, and not stored once more to hand back.
FIELDS = {
    "key": Field("Says which document a new version replaces; unique.", _terms()),
    "article": Field("The whole article as JSON, to show it and hand it back.", fields.STORED()),
    "register": Field("The whole statute as JSON, to hand it back.", fields.STORED()),
    "asks": Field("The terms of its title and of each alias, to match questions.", fields.STORED()),
    "shown": Field("What a hit shows of the article or provision, in sentences.", fields.STORED()),
    "title": Field(
        "The article's title, the question as its editor asks it; a provision's names in both "
        "languages.",
        _text(),
    ),
    "aliases": Field("Other ways people ask it, as they really type.", _text()),
    "headings": Field(
        "Its sections' headings: what it covers; a provision's chapter and those above.", _text()
    ),
    "answer": Field("Its first paragraph, which answers the question.", _text()),
    "body": Field("All its sections' text, or a provision's.", _text()),
    "asked": Field("Its title and aliases, each as one term, to recognise its question.", _terms()),
    "best": Field("The questions that its editors want it first for, like ``asked``.", _terms()),
    "hidden": Field("The questions that they do not want it for, like ``asked``.", _terms()),
    "provisions": Field(
        "Ids of the provisions it cites, to find related articles; a provision's own.", _terms()
    ),
    "basis": Field("Ids of the provisions it rests on, to find it by them.", _terms()),
    "slug": Field("An article's address, to find it and name it in results.", _terms()),
    "original": Field("The slug that it and its translations share.", _terms()),
    "translation": Field("The slug of what it is a translation of, if it is one.", _terms()),
    "typed": Field("Its title and aliases, whole and in words, to suggest it.", _terms()),
    "phrasings": Field("Its title and aliases as written, to show them.", fields.STORED()),
    "topic": Field("Its topic's id, to filter and count; a provision has none.", _column()),
    "kind": Field("Guide, qa or provision, to filter and count.", _column()),
    "lang": Field("Its language, to filter, count and prefer.", _column()),
    "region": Field("Ids of the regions where it holds, to filter and count.", _column()),
    "statute": Field(
        "Ids of the statutes it cites, or belongs to, to filter and count.", _column()
    ),
}


def whoosh_schema() -> fields.Schema:
    """The fields as Whoosh wants them."""
    return fields.Schema(**{name: field.type for name, field in FIELDS.items()})
