"""Comparisons of `kb eval`: with other engines, and with ourselves less one idea."""

from collections.abc import Iterator, Sequence

from kb.cli.judged_index import Indexed, anew, asking, terms, terms_of_query
from kb.cli.output import Progress
from kb.evaluation import baselines
from kb.evaluation.baselines.vocabulary import Vocabulary
from kb.evaluation.comparison import Compared, compare
from kb.evaluation.judged import JudgedSet
from kb.evaluation.measures import Values, measure
from kb.evaluation.run import Ask, run
from kb.index.ablation import IDEAS
from kb.index.provisions import names as provision_names
from kb.model import Article
from kb.request import MAX_QUERY_CHARS
from kb.statutes import Statute


def measured(judged: JudgedSet, ask: Ask, label: str) -> Values:
    """Ask every query and measure the answers."""
    with Progress(label) as progress:
        return measure(judged.grades, run(judged.queries, ask, progress).hits)


def beside_baselines(judged: JudgedSet, indexed: Indexed, ours: Values) -> tuple[Compared, ...]:
    """Every baseline; raises ``MissingPackageError`` before the first is built."""
    engines = {name: baselines.opened(name) for name in baselines.KNOWN}
    vocabulary = _vocabulary(indexed.articles(), indexed.statutes)
    found = []
    for name, engine in engines.items():
        most = baselines.KNOWN[name].most
        some = judged.sample(most) if most else judged
        queries = {
            query: vocabulary.known(terms_of_query(text[:MAX_QUERY_CHARS]))
            for query, text in some.queries.items()
        }
        with Progress(f"{name}: indexing") as building, Progress(f"{name}: asking") as asked:
            hits = baselines.hits(engine, vocabulary, queries, building, asked)
        fewer = len(some.queries) < len(judged.queries)
        note = f"on {len(queries):,} of the queries: it is slow"
        found.append(compare(name, ours, measure(some.grades, hits), note if fewer else ""))
    return tuple(found)


def _vocabulary(articles: Sequence[Article], statutes: Sequence[Statute]) -> Vocabulary:
    vocabulary = Vocabulary()
    with Progress("Cutting into terms") as progress:
        for done, article in enumerate(articles, 1):
            text = (part for s in article.sections for part in (s.heading, s.text))
            vocabulary.add(article.slug, terms([article.title]), terms([*article.aliases, *text]))
            progress(done, len(articles))
    for statute in statutes:
        for provision in statute.provisions:
            names = provision_names(statute, provision.provision)
            body = (*provision.chapter, provision.text)
            vocabulary.add(str(provision.provision), terms(names), terms(body))
    return vocabulary


def without_each_idea(judged: JudgedSet, indexed: Indexed, ours: Values) -> Iterator[Compared]:
    """Ours with one idea of the ranking switched off at a time.

    Ideas about a field that no article has are left out.
    """
    articles = indexed.articles()
    filled = _filled(articles)
    for idea in IDEAS:
        if idea.field and idea.field not in filled:
            continue
        label = f"Without: {idea.name}"
        with idea.switched_off():
            if idea.anew:
                with anew(articles, indexed.statutes) as engine:
                    theirs = measured(judged, asking(engine), label)
            else:
                theirs = measured(judged, indexed.ask, label)
        yield compare(idea.name, ours, theirs)


def _filled(articles: Sequence[Article]) -> set[str]:
    """The text fields that some article has."""
    found = {
        "title": any(article.title for article in articles),
        "aliases": any(article.aliases for article in articles),
        "headings": any(s.heading for article in articles for s in article.sections),
        "answer": any(article.answer for article in articles),
        "body": True,
    }
    return {field for field, there in found.items() if there}
