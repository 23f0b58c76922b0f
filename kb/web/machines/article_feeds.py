"""Feeds of new and changed articles: all, or those of a topic, in one language."""

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from kb.model import Article
from kb.taxonomy import Topic
from kb.web import addresses
from kb.web.atom import Entry, Feed, tag_uri
from kb.web.feeds import Reader
from kb.web.site import Site

_SINCE = date(2026, 1, 1)  # of a feed that has no entry yet; today would make it look new daily


def site_feed(site: Site, reader: Reader) -> Feed:
    """All articles in the reader's language."""
    name = reader.phrases("feed_articles")
    return _feed("articles", name, "/", site.library().articles, reader)


def topic_feed(topic: Topic, site: Site, reader: Reader) -> Feed:
    """The articles of the topic in the reader's language."""
    name = topic.name(reader.phrases.lang)
    articles = site.library().in_topic(topic.id)
    return _feed(f"topics/{topic.id}", name, addresses.topic_url(topic.id), articles, reader)


def _feed(about: str, name: str, url: str, articles: Iterable[Article], reader: Reader) -> Feed:
    phrases = reader.phrases
    return Feed(
        id=tag_uri(about, phrases.lang),
        title=phrases("feed_title", name=name, site=phrases("site_name")),
        author=phrases("site_name"),
        url=reader.absolute(url),
        self_url=reader.self_url,
        lang=phrases.tag,
        since=_SINCE,
        entries=[
            _entry(article, article.reviewed, reader)
            for article in articles
            if article.lang == phrases.lang and article.reviewed is not None
        ],
    )


def _entry(article: Article, day: date, reader: Reader) -> Entry:
    """An article is new or changed on the day of its last review: no other day is known."""
    return Entry(
        id=tag_uri("article", article.slug),
        title=article.title,
        url=reader.absolute(addresses.article_url(article.slug)),
        published=day,
        updated=day,
        lang=reader.phrases.tag,
        html=Markup("<p>{}</p>").format(article.answer) if article.answer else "",
    )
