"""Every number that ranking depends on, and the formula that most of them belong to.

BM25F adds up a term's frequencies over the fields, each weighted and set against the
field's length, before it levels them off: a word in the title and the body is one word
said twice, not two answers. (Robertson, Zaragoza: The Probabilistic Relevance
Framework, 2009, section 3.6.) A little is added for having a term at all. (Lv, Zhai:
Lower-Bounding Term Frequency Normalization, 2011, BM25+.)

The *impact* of a term in a document is that sum: all of its score but the inverse
document frequency. It is worked out when a document is written, and kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weight:
    """What one occurrence in a field counts, and how much a long field makes it count less."""

    weight: float
    length: float  # the b of BM25: 0 not at all, 1 in proportion


# These are starting values; the evaluation sets them once the judgements are there.
WEIGHTS = {
    # The question as an editor asks it: few words, nearly all of them telling.
    "title": Weight(2.0, 0.5),
    # The same as people ask it. Ten aliases must not drown one another: length counts less.
    "aliases": Weight(4.0, 0.3),
    # They name the parts of the matter; a long article has more of them.
    "headings": Weight(1.5, 0.5),
    # By the house rule it answers; its words are in the body once more.
    "answer": Weight(0.5, 0.5),
    # Everything else, where the length says most.
    "body": Weight(1.0, 0.7),
}
TEXT_FIELDS = tuple(WEIGHTS)
# How soon further occurrences add nothing; the usual value of the literature.
K1 = 1.2
# What having a term counts, however long the document (BM25+'s delta). nDCG@10 of the
# corpus's dev queries falls from 0.563 at 0 to 0.553 at 0.5, 0.549 at its authors' 1.0 and
# 0.542 at 2.0, so it is kept as small as it can be: more than LEAST_SCORE, which it holds
# up so that an article with the only word of a question is a hit however long it is.
PRESENCE = 0.1
# What the exact word adds to its stem: enough to decide between two articles that are
# otherwise alike, too little to beat another word of the question. On the dev queries 0.2
# is a little better than 0.1 and than nothing (nDCG@10 0.564, 0.561, 0.563).
EXACT_WORTH = 0.2
# "old-age" asks for "old" and "age"; that it was run together is only a hint.
JOINED_WORTH = 0.5
# What two neighbouring words of a question count that are neighbours in the article too; with
# the words that only ask: nDCG@10 of insuranceqa-en valid rises from 0.297 to 0.366 at 0.15
# (0.359 at 0.1, 0.369 at 0.2), without them to 0.341; cranfield from 0.355 to 0.359, vaswani
# from 0.445 to 0.449 (0.446 at 0.2, 0.435 at 0.3).
TWO_WORDS_WORTH = 0.15
# What a Chinese word counts beside the pairs of characters in it: nDCG@10 of stard-zh dev
# rises from 0.365 to 0.374 at 0.3 and 0.377 at 1.
CHINESE_WORD_WORTH = 1.0
# What is left of a pair of Chinese characters that belong to two words: nDCG@10 of stard-zh dev
# is 0.382 at 1, 0.385 at 0.7, 0.383 at 0.5; the corpus does not mind.
CROSSING_WORTH = 0.7
# What the nearest of the questions that an article answers adds: the corpus's dev queries
# rise from 0.643 to 0.657 at 1, 0.666 at 2, and a little more at 3; cranfield, whose titles
# are looked at, from 0.375 to 0.388, 0.391 and 0.394.
QUESTION_WORTH = 3.0
# What another word of the glossary for what was typed counts, in the same language and in
# the other one: less than the word itself.
SYNONYM_WORTH = 0.4
TRANSLATED_WORTH = 0.5
# How many of the best articles are looked at for it. More than a page of hits, few enough
# to cost little.
POOL = 40
# What is left of an article's score for the same article in another language: it answers the
# question as well, for who reads that language. The dev queries, whose judge held it for a
# good answer, rise from 0.604 to 0.634 at 0.7 and 0.637 at 0.9; with the law behind answers
# from 0.735 to 0.770 at 0.8 and 0.767 at 0.9.
TRANSLATION_WORTH = 0.8
# The same for the translation that is in the question's language: whoever asks in Chinese reads
# the Chinese article first, even where it is the English one that has the words.
OWN_TRANSLATION_WORTH = 1.02
# What the legal basis of one of the best articles counts, of the article's score: the law that
# the answer rests on comes with it. Of the corpus's dev queries nDCG@10 rises from 0.733 to
# 0.767 at 0.6 and 0.7, 0.764 at 0.8; recall at 100 from 0.880 to 0.94.
BASIS_WORTH = 0.6
# How much of the best score an article must have to be one of the best: 0.5, 0.6 and 0.75 are
# the same to a thousandth, and fewer provisions come with the highest.
BASIS_LEAST = 0.75
# Of what a question is worth if each of its words is there once, the part an article must
# reach to be a hit: one word out of twenty is none.
LEAST_SCORE = 0.05
# What is left of the score of an article in the other language than the question's. The dev
# queries, whose judge read both languages, would have it at 1 (nDCG@10 0.562 at 0.5, 0.584
# at 0.8, 0.599 at 1); most readers read one, so their own comes first where little decides.
OTHER_LANGUAGE = 0.8
# What is left of the score of a provision: articles say what the law means, so provisions
# stay behind them unless they were asked for. By the dev queries it matters little while the
# corpus's statutes alone are held (nDCG@10 0.775 from 0.4 to 0.6). With 1,417 statutes imported,
# R@100 is 0.942 at 0.6 and 0.5, 0.945 at 0.4 and 0.3, as without them (nDCG@10 0.782 and 0.783):
# the less it is, the less do provisions come between articles.
PROVISION_WORTH = 0.4
# Among the articles that cite a provision that was looked up, where fitting best what else
# the query says counts 1: what the reader's language counts, and what it counts to share
# most of the provision's own words. nDCG@10 of the 24 look-ups among the dev queries is 0.936
# with neither, 0.957 with the first, 0.950 with the second, 0.972 with both; resting on few
# other provisions, in place of the second, makes it less.
SAME_LANGUAGE = 0.4
CENTRAL = 0.3
# What the score is multiplied with where the title or an alias is the question asked, so
# that nothing that merely says its words more often can come before.
SAME_QUESTION = 2.0
# What is added where the article's editors want it first for the question: more than any
# score can be (a question of 500 characters has at most 250 concepts, each some 30), so that
# no measurement is needed; 0 switches the wish off.
BEST_BET = 10_000.0
# When the first hit is clear, if its title or alias is not the question: the part of the
# question's worth that its title, aliases and answer hold, and what its score is at least
# divided by that of the next other article. Of the 305 dev queries every second gets an answer
# so, 0.97 of them of grade 2 or 3 (`kb eval --answers`, docs/decisions/0009-answers.md). Lower
# ones would keep 0.9 there, but coverage is what keeps out questions about other things than
# social security, and the lead those that two articles answer in part.
ANSWER_COVERAGE = 0.5
ANSWER_LEAD = 1.3
# What a section must hold of the question's worth beyond the title and the lead to answer in
# the lead's place. Of 40 dev queries whose first hit links to a section that holds more, the
# section was the better answer for 13, read one by one; at 0.5 five are left, four of them so.
ANSWER_SECTION = 0.5
# What each nearness of two articles counts at most: shared provisions, topic, text. On the 40
# dev articles of related.tsv nDCG@5 is 0.879 so, and 0.85 to 0.88 with 0.5 to 0.8, 0.15 to 0.4
# and 1.0 (`kb eval --related`). Aliases are left out of the text: there are twenty of them, in
# two languages, and with them P@3 falls from 0.725 to 0.692.
RELATED_PROVISIONS = 0.8
RELATED_TOPIC = 0.3
RELATED_TEXT = 1.0
# Two articles that share little more than the words of the field are not related.
RELATED_LEAST = 0.15
# Whether words that only ask or bind ("how", "the", 怎么) are left out of a question that says
# more than that: see ``fillers``.
DROP_FILLERS = True

# -- typing errors (``spelling``, ``edits``, ``homophones``)

# Whether a query is searched for as it was likely meant. On the corpus's dev queries nDCG@10 is
# 0.603 with it and 0.584 without; with one error more in each, 0.591 and 0.553.
CORRECT_TYPOS = True
# What an edit makes a word less likely, in nats: see ``spelling.Guess``.
EDIT = 7.0
# What kinds of edit cost beside an ordinary one.
TRANSPOSED = 0.8
DOUBLED = 0.7
NEAR_LETTER = 0.85
FIRST_LETTER = 1.15
MISSING_SPACE = 1.0
# How much the other words of the query say about a word beside how frequent it is.
CONTEXT = 0.25
# By how much, in nats, the likeliest word must lead before the next one to be searched for.
CLEARLY = 0.25
# In how many articles a word must stand beside the query's word before or after it, where
# what was typed may be a word all the same.
SEEN_BESIDE = 2
# Of two Chinese characters the part that a third stands beside if it is called for there, and
# how many articles must have the three.
CALLED_FOR = 0.5
SEEN_IN_THREES = 2
# The same of one character, for another to be offered beside it, and to be searched for.
USUAL = 0.3
SEEN_IN_PAIRS = 5
SURELY_IN_PAIRS = 10

_WEIGHT = np.array([weight.weight for weight in WEIGHTS.values()])
_LENGTH = np.array([weight.length for weight in WEIGHTS.values()])


@contextmanager
def changed(**values: Any) -> Iterator[None]:
    """Other values for numbers of this module until the block ends: ``changed(K1=2.0)``.

    For the evaluation, which asks what each of them is worth. All threads of the process see
    them, so nobody else may be served meanwhile; that is also why whoever uses a number here
    says ``weights.K1`` and does not import it. Impacts are kept as they were written: after a
    change of ``WEIGHTS``, ``K1`` or ``PRESENCE`` the index is to be built anew in the block.
    Raises ``KeyError`` for a name that is not there.
    """
    names = globals()
    before = {name: names[name] for name in (*values, "_WEIGHT", "_LENGTH")}
    names.update(values)
    names["_WEIGHT"] = np.array([weight.weight for weight in WEIGHTS.values()])
    names["_LENGTH"] = np.array([weight.length for weight in WEIGHTS.values()])
    try:
        yield
    finally:
        names.update(before)


def behind_impacts() -> str:
    """The numbers that impacts are made with: an index with other ones has other impacts."""
    return repr((WEIGHTS, K1, PRESENCE))


def occurrence_weights(lengths: NDArray[np.int32], averages: Floats) -> Floats:
    """What one occurrence counts in each field (row) of each document (column).

    ``lengths`` are the fields' lengths in terms, ``averages`` one number a field, above 0.
    """
    part = _LENGTH[:, None]
    return _WEIGHT[:, None] / (1 - part + part * lengths / averages[:, None])


def impact(frequencies: Floats) -> Floats:
    """The impact of a term that a document has so often, counted by ``occurrence_weights``."""
    return PRESENCE + frequencies * (K1 + 1) / (frequencies + K1)


def drift(averages: Floats, written_with: Floats) -> float:
    """The factor by which impacts may be off, that were worked out with other averages.

    BM25F's norm of a field moves less than the average does, and what is summed up and
    levelled off of it moves less than the norm.
    """
    return float(np.exp(np.abs(np.log(averages / written_with)).max()))


def inverse_frequency(having: int, of: int) -> float:
    """BM25's weight of what ``having`` of ``of`` documents have; 0 where none has it."""
    return log(1 + (of - having + 0.5) / (having + 0.5)) if having else 0.0
