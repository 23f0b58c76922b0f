"""The corpus's statutes and glossary, read once."""

from functools import cache

from ingest import statute_file
from ingest.glossary_file import glossary_of
from ingest.source import STATUTES, read, walk
from kb.bundle import corpus
from kb.glossary import Glossary
from kb.statutes import Register


@cache
def corpus_register() -> Register:
    folder = corpus()
    read_statutes = (statute_file.parse(read(path, folder))[0] for path in walk(folder / STATUTES))
    return Register.of(statute for statute in read_statutes if statute is not None)


@cache
def corpus_glossary() -> Glossary:
    return glossary_of(corpus())
