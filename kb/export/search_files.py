"""The index of an offline search as scripts, since a page from a disk may read nothing else.

``index.js`` is loaded with the search page. Pairs of neighbouring words, which are more than
all other terms, lie in ``pairs-N.js`` by a hash of the first one, and texts in ``text-N.js``:
they are loaded where a question needs them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb import codec
from kb.export.packing import LEVELS, gaps, level, packed
from kb.export.word_filter import word_filter
from kb.offline import OfflineDocument, OfflineIndex, OfflineText, Posting

FOLDER = "search"
SHARDS = 32  # files of neighbouring words
CENTRAL = 40  # levels of how much of a provision's words an article has
_TEXT_BYTES = 24_000  # of a file of texts, about: a page of hits reads up to ten
_LOAD = "kbOffline.load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How impacts become levels: the least one, and how far a level is from the next."""

    least: float
    step: float

    @classmethod
    def of(cls, postings: Iterable[Posting]) -> "Scale":
        """The scale that holds all impacts."""
        impacts = [impact for posting in postings for impact in posting.impacts] or [0.0]
        least, most = min(impacts), max(impacts)
        return cls(least=round(least, 6), step=round((most - least) / (LEVELS - 1), 6) or 1.0)

    def written(self, posting: Posting) -> str:
        """The gaps between a posting's documents, each with the level of the impact there."""
        return "".join(
            packed([gap]) + level(impact, self.least, self.step)
            for gap, impact in zip(gaps(posting.docs), posting.impacts, strict=True)
        )


def search_files(index: OfflineIndex) -> Iterator[tuple[str, bytes]]:
    """Each file of the search by its path in the copy."""
    scale = Scale.of(index.postings)
    alone = [posting for posting in index.postings if not is_pair(posting.term)]
    chunks = list(_chunks(index.documents))
    yield _script("index", _index(index, alone, scale, chunks))
    for number in range(SHARDS):
        pairs = [p for p in index.postings if is_pair(p.term) and shard_of(p.term) == number]
        yield _script(f"pairs-{number}", _postings(pairs, scale))
    for number, texts in enumerate(chunks):
        yield _script(f"text-{number}", [_text(document.text) for document in texts])


def is_pair(term: str) -> bool:
    """Whether a term is two neighbouring words."""
    return " " in term


def shard_of(pair: str) -> int:
    """In which file a pair is: by the sum of its first word's characters."""
    return sum(map(ord, pair.partition(" ")[0])) % SHARDS


def _index(
    index: OfflineIndex,
    alone: Sequence[Posting],
    scale: Scale,
    chunks: Sequence[Sequence[OfflineDocument]],
) -> Mapping[str, object]:
    numbers = {posting.term: number for number, posting in enumerate(alone)}
    cutting = index.cutting
    return {
        "documents": [
            [d.slug, d.title, d.title_zh, d.lang, d.kind, d.topic, d.regions, d.statutes]
            for d in index.documents
        ],
        "asks": [
            [packed(numbers[term] for term in asked if term in numbers) for asked in d.asks]
            for d in index.documents
        ],
        "best": {n: d.best for n, d in enumerate(index.documents) if d.best},
        "hidden": {n: d.hidden for n, d in enumerate(index.documents) if d.hidden},
        "chunks": packed(map(len, chunks)),
        "least": scale.least,
        "step": scale.step,
        **_postings(alone, scale),
        "shards": SHARDS,
        "stems": "\n".join(f"{word} {stem}" for word, stem in cutting.stems.items()),
        "traditional": "".join(cutting.simplified),
        "simplified": "".join(cutting.simplified.values()),
        "fillers": " ".join(cutting.fillers),
        "chineseFillers": cutting.chinese_fillers,
        "endings": cutting.endings,
        "usual": word_filter(cutting.usual),
        "translations": packed(number for pair in index.translations for number in pair),
        "rests": packed(number for rest in index.rests for number in rest),
        "cites": packed(n for a, p, part in index.cites for n in (a, p, round(CENTRAL * part))),
        "centralOf": CENTRAL,
        "statutes": index.statutes,
        "concepts": [
            [[term.text, term.lang, term.key, term.needs] for term in terms]
            for terms in index.concepts
        ],
        "numbers": index.numbers,
    }


def _postings(postings: Sequence[Posting], scale: Scale) -> Mapping[str, str]:
    """Terms and their postings, a line each."""
    return {
        "terms": "\n".join(posting.term for posting in postings),
        "postings": "\n".join(map(scale.written, postings)),
    }


def _chunks(documents: Sequence[OfflineDocument]) -> Iterator[list[OfflineDocument]]:
    """Neighbouring documents whose texts go into one file."""
    chunk: list[OfflineDocument] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += sum(len(unit.encode()) for unit in document.text.units)
        if size >= _TEXT_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _text(text: OfflineText) -> list[object]:
    sections = [[s.anchor, s.heading, s.asks, s.counts, s.first] for s in text.sections]
    return [sections, text.units, packed(text.windows), packed(text.cut)]


def _script(name: str, data: object) -> tuple[str, bytes]:
    """A script that hands its data over. JSON is JavaScript."""
    written = codec.encode(data).decode()
    return f"{FOLDER}/{name}.js", f'{_LOAD}("{name}", {written});\n'.encode()
