"""The index as plain data, for a search that runs without a server."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kb.index import weights
from kb.index.analysis import EXACT_MARK, Piece, Sort, has_chinese, pieces
from kb.index.fillers import CHINESE, ENGLISH
from kb.index.folding import fold, simplified
from kb.index.question import telling_terms
from kb.index.shown import Shown
from kb.index.snapshot import Snapshot
from kb.index.snippets import role_counts
from kb.index.sought import central
from kb.index.synonyms import ENDINGS, Synonyms
from kb.index.wordlists import usual_english
from kb.model import Article, unique
from kb.offline import (
    Cutting,
    OfflineDocument,
    OfflineIndex,
    OfflineSection,
    OfflineTerm,
    OfflineText,
    Posting,
)
from kb.request import PROVISION

# What of ``kb.index.weights`` the ranking without a server depends on, under the same names.
_NUMBERS = (
    "EXACT_WORTH",
    "JOINED_WORTH",
    "TWO_WORDS_WORTH",
    "CHINESE_WORD_WORTH",
    "CROSSING_WORTH",
    "QUESTION_WORTH",
    "SYNONYM_WORTH",
    "TRANSLATED_WORTH",
    "POOL",
    "TRANSLATION_WORTH",
    "OWN_TRANSLATION_WORTH",
    "BASIS_WORTH",
    "BASIS_LEAST",
    "LEAST_SCORE",
    "OTHER_LANGUAGE",
    "PROVISION_WORTH",
    "SAME_QUESTION",
    "BEST_BET",
    "EDIT",
    "TRANSPOSED",
    "DOUBLED",
    "SAME_LANGUAGE",
    "CENTRAL",
    "FIRST_LETTER",
    "NEAR_LETTER",
    "MISSING_SPACE",
    "CONTEXT",
    "CLEARLY",
)
_USUAL = 30_000  # English words: rarer ones are more often errors than meant
# Where characters are that traditional ones may be: all that simplify lies there.
_TRADITIONAL = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))


def offline(snapshot: Snapshot, synonyms: Synonyms) -> OfflineIndex:
    """A snapshot as plain data. Documents that were deleted are left out, and count nowhere."""
    dead = set(snapshot.dead.tolist())
    living = [number for number in range(snapshot.size) if number not in dead]
    numbers = {number: place for place, number in enumerate(living)}
    documents = tuple(_document(number, snapshot) for number in living)
    rests = snapshot.rests
    twins = snapshot.twins
    concepts = tuple(
        tuple(OfflineTerm(text=t.text, lang=t.lang, key=t.key, needs=t.needs) for t in terms)
        for terms in synonyms.concepts()
    )
    spoken = (term.text for terms in concepts for term in terms)
    return OfflineIndex(
        documents=documents,
        postings=tuple(_postings(snapshot, numbers)),
        cutting=Cutting(
            stems=_stems([*_texts(living, snapshot), *spoken]),
            simplified=_simplified(),
            fillers=tuple(sorted(ENGLISH)),
            chinese_fillers=CHINESE.pattern,
            endings=ENDINGS,
            usual=usual_english(_USUAL),
        ),
        translations=tuple(
            (numbers[doc], numbers[other])
            for doc, other in zip(twins.docs.tolist(), twins.others.tolist(), strict=True)
        ),
        rests=tuple(
            (numbers[article], numbers[provision], often)
            for article, provision, often in zip(
                rests.articles.tolist(),
                rests.provisions.tolist(),
                rests.often.tolist(),
                strict=True,
            )
        ),
        cites=tuple(_cites(numbers, snapshot)),
        statutes=tuple((named.id, named.names) for named in snapshot.names.statutes.values()),
        concepts=concepts,
        numbers={name: float(getattr(weights, name)) for name in _NUMBERS},
    )


def _postings(snapshot: Snapshot, numbers: Mapping[int, int]) -> Iterator[Posting]:
    """All terms of the text fields that a document has, in their order.

    ``numbers`` are what documents of the snapshot are called here.
    """
    terms = {
        part.leaf.text_of(number) for part in snapshot.parts for number in part.leaf.text_terms()
    }
    for term in sorted(terms):
        having = [
            (numbers[doc + part.base], impact)
            for part, found in snapshot.term(term).lists
            for doc, impact in zip(found.docs.tolist(), found.impacts.tolist(), strict=True)
            if doc + part.base in numbers
        ]
        if having:
            docs, impacts = zip(*having, strict=True)
            yield Posting(term=term, docs=docs, impacts=impacts)


def _document(number: int, snapshot: Snapshot) -> OfflineDocument:
    shown = snapshot.shown(number)
    part, local = snapshot.place(number)
    article = None if shown.kind == PROVISION else snapshot.article(number)
    return OfflineDocument(
        slug=shown.slug,
        title=shown.title,
        title_zh=shown.title_zh,
        lang=shown.lang,
        kind=shown.kind,
        topic=shown.topic,
        regions=shown.regions,
        statutes=part.leaf.values(local)[-1],
        asks=_terms((article.title, *article.aliases)) if article else (),
        best=_terms(article.best_for) if article else (),
        hidden=_terms(article.not_for) if article else (),
        text=_text(shown),
    )


def _terms(questions: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The terms of each question, without fillers; those without any are left out."""
    return unique(terms for text in questions if (terms := telling_terms(text)))


def _text(shown: Shown) -> OfflineText:
    return OfflineText(
        sections=tuple(
            OfflineSection(
                anchor=section.anchor,
                heading=section.heading,
                asks=section.asks,
                counts=role_counts(section.role),
                first=section.first,
            )
            for section in shown.sections
        ),
        units=shown.units,
        windows=shown.windows,
        cut=shown.cut,
    )


def _cites(numbers: Mapping[int, int], snapshot: Snapshot) -> Iterator[tuple[int, int, float]]:
    """Each provision whose text is held, with the articles that cite it."""
    for number, place in numbers.items():
        shown = snapshot.shown(number)
        if shown.kind == PROVISION:
            marked = snapshot.marked("provisions", shown.slug)
            citing = marked[marked != number]
            share = central(shown.units, citing, snapshot).tolist()
            for article, part in zip(citing.tolist(), share, strict=True):
                yield numbers[article], place, part


def _texts(living: Iterable[int], snapshot: Snapshot) -> Iterator[str]:
    """All that was indexed, but for what is indexed twice."""
    for number in living:
        shown = snapshot.shown(number)
        yield shown.title
        yield from shown.units
        if shown.kind != PROVISION:
            yield from _of_article(snapshot.article(number))


def _of_article(article: Article) -> Iterator[str]:
    yield from article.aliases
    yield from (section.heading for section in article.sections)
    yield article.answer


def _stems(texts: Iterable[str]) -> dict[str, str]:
    """The stem of each English word of the texts, and of hyphenated ones run together."""
    found: dict[str, str] = {}
    for text in texts:
        for piece in pieces(text):
            found.update(_stems_of(piece))
    return dict(sorted(found.items()))


def _stems_of(piece: Piece) -> Iterator[tuple[str, str]]:
    """Each word of a piece with its stem; a word of two letters is its own."""
    told = list(piece.tokens())
    words: list[str] = []
    for token, after in zip(told, [*told[1:], None], strict=True):
        if token.sort is Sort.STEM and after and after.sort is Sort.EXACT:
            words.append(after.text.removeprefix(EXACT_MARK))
            yield words[-1], token.text
        elif token.sort in (Sort.STEM, Sort.NUMBER):
            words.append(token.text)
    if joined := next((token.text for token in told if token.sort is Sort.JOINED), ""):
        yield "".join(words), joined


@cache
def _simplified() -> dict[str, str]:
    """The simplified form of every character that has one."""
    characters = (chr(code) for codes in _TRADITIONAL for code in codes)
    pairs = ((char, simplified(char)) for char in characters if has_chinese(char))
    return {char: simple for char, simple in pairs if simple != char and fold(char).text == simple}
