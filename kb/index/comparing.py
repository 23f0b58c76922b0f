"""What a generation holds, as digests: to tell what it lacks without decoding it."""

from kb.engine import Digests
from kb.index.documents import ARTICLE_KEY, STATUTE_KEY
from kb.index.snapshot import Snapshot


def digests(snapshot: Snapshot) -> Digests:
    """Of all that is kept, articles by path, statutes by id. Segments remember theirs."""
    articles: dict[str, str] = {}
    statutes: dict[str, str] = {}
    for part in snapshot.parts:
        gone = set(part.deleted.tolist())
        for number, key, digest in part.leaf.kept.digests:
            if number in gone:
                continue
            if key.startswith(ARTICLE_KEY):
                articles[key.removeprefix(ARTICLE_KEY)] = digest
            else:
                statutes[key.removeprefix(STATUTE_KEY)] = digest
    return Digests(articles=articles, statutes=statutes, generation=snapshot.generation)
