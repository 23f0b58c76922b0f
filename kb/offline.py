"""What a search needs that runs without a server: an index as plain data.

An engine gives it, whoever writes a copy of the site stores it, and a script in the reader's
browser asks it. Documents are named by their numbers: places in ``OfflineIndex.documents``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A term, the numbers of the documents that have it, in order, and its impact in each."""

    term: str
    docs: tuple[int, ...]
    impacts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineSection:
    """A section of a document's text: its anchor and heading (both "" for the lead).

    ``asks`` are the terms of what it answers, a space before and after each, ``counts`` is
    what its role makes of its worth, ``first`` the number of its first unit.
    """

    anchor: str
    heading: str
    asks: str
    counts: float
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineText:
    """A document's text in units: sentences, or parts of long ones.

    ``windows[n]`` is the number after the last unit that is shown with unit n; ``cut`` are the
    units that begin inside a sentence.
    """

    sections: tuple[OfflineSection, ...]
    units: tuple[str, ...]
    windows: tuple[int, ...]
    cut: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineDocument:
    """An article or a provision: what a hit shows of it and what filters look at.

    ``asks`` are the terms of each question that it answers, ``best`` those of the questions
    for which editors want it first, ``hidden`` of those for which they want it not. ``title_zh``
    is "" where it is the title.
    """

    slug: str
    title: str
    title_zh: str
    lang: str
    kind: str
    topic: str
    regions: tuple[str, ...]
    statutes: tuple[str, ...]
    asks: tuple[tuple[str, ...], ...]
    best: tuple[tuple[str, ...], ...]
    hidden: tuple[tuple[str, ...], ...]
    text: OfflineText


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineTerm:
    """A word for a concept of the glossary: as it is shown, its language, its key.

    The key is a run of Chinese characters, or words by their stems. An article that has all
    of ``needs`` has the word.
    """

    text: str
    lang: str
    key: str | tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How a text is cut into terms, as far as that is data.

    ``stems`` has the stem of every English word that the documents and the glossary have,
    ``simplified`` the simplified form of each traditional character, ``fillers`` the English
    words that say nothing, ``chinese_fillers`` a regular expression of the Chinese ones,
    ``endings`` those that make a stem another word for the glossary; ``usual`` are frequent
    English words, which are no typing errors even where no article has them.
    """

    stems: dict[str, str]
    simplified: dict[str, str]
    fillers: tuple[str, ...]
    chinese_fillers: str
    endings: tuple[str, ...]
    usual: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineIndex:
    """All of it. ``postings`` are in the order of their terms.

    ``translations`` are pairs of documents that say the same; ``rests`` are triples: an
    article, a provision that it rests on, and how many articles do. ``cites`` are triples too: an
    article, a provision that it cites, and how much of the provision's words it has, from 0 to 1.
    ``statutes`` are ids with what the statute is called. ``concepts`` are the
    glossary's, each as its words. ``numbers`` are those that the ranking depends on, by name.
    """

    documents: tuple[OfflineDocument, ...]
    postings: tuple[Posting, ...]
    cutting: Cutting
    translations: tuple[tuple[int, int], ...]
    rests: tuple[tuple[int, int, int], ...]
    cites: tuple[tuple[int, int, float], ...]
    statutes: tuple[tuple[str, tuple[str, ...]], ...]
    concepts: tuple[tuple[OfflineTerm, ...], ...]
    numbers: dict[str, float]
