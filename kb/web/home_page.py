"""What the front page and the topics' pages show."""

from dataclasses import dataclass

from kb.library import Library
from kb.model import Article, unique
from kb.taxonomy import Topic
from kb.web import addresses

_EXAMPLES = 4
_RECENT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic with the number of its published articles."""

    topic: Topic
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The front page; ``examples`` are questions that have an answer."""

    examples: tuple[Article, ...]
    topics: tuple[TopicLine, ...]
    recent: tuple[Article, ...]
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic's articles: those in the reader's language, then the others."""

    topic: Topic
    articles: tuple[Article, ...]
    others: tuple[Article, ...]


def home_view(library: Library, lang: str) -> HomeView:
    """The front page for a reader of this language."""
    own = _own_language(library, lang)
    recent = sorted(
        (article for article in own if article.reviewed),
        key=lambda article: (article.reviewed, article.slug),
        reverse=True,
    )
    return HomeView(
        examples=_examples(own, library),
        topics=topic_lines(library, empty=False),
        recent=tuple(recent[:_RECENT]),
        empty=not library.articles,
    )


def topic_lines(library: Library, *, empty: bool) -> tuple[TopicLine, ...]:
    """The topics in their order, with or without those that have no article yet."""
    lines = (
        TopicLine(
            topic=topic,
            count=len(library.in_topic(topic.id)),
            url=addresses.topic_url(topic.id),
        )
        for topic in library.taxonomy.topics
    )
    return tuple(line for line in lines if line.count or empty)


def topic_view(topic: Topic, library: Library, lang: str) -> TopicView:
    """A topic's page for a reader of this language."""
    articles = library.in_topic(topic.id)
    return TopicView(
        topic=topic,
        articles=tuple(article for article in articles if article.lang == lang),
        others=tuple(article for article in articles if article.lang != lang),
    )


def _own_language(library: Library, lang: str) -> tuple[Article, ...]:
    """The articles in the reader's language; all where there are none."""
    return tuple(a for a in library.articles if a.lang == lang) or library.articles


def _examples(articles: tuple[Article, ...], library: Library) -> tuple[Article, ...]:
    """The articles that most others link to, from different topics: readers ask for them."""
    liked = sorted(articles, key=lambda a: (-len(library.backlinks(a.slug)), a.title))
    topics = unique(article.topic for article in liked)
    firsts = (next(a for a in liked if a.topic == topic) for topic in topics)
    return tuple(firsts)[:_EXAMPLES]
