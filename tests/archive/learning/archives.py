"""Archives to learn from: invented articles in the database, with the topics that the rules find in them."""

from archive.authorities import ensure_topics
from archive.models import Article, ArticleTopic, Topic
from archive.reextracting import reextract, topics_anew
from tests.archive.learning.news import politics, sport
from tests.factories import make_article


def fill_archive(sports: int, votes: int) -> list[Article]:
    """So many articles of each, with their topics by rule."""
    ensure_topics()
    articles = [make_article(*text) for text in (*map(sport, range(sports)), *map(politics, range(votes)))]
    reextract(topics_anew(), dry_run=False)
    return articles


def topic(label: str) -> Topic:
    return Topic.objects.get(label=label)


def topics_of(article: Article) -> dict[str, bool]:
    """The labels of an article's topics, each with whether it is rejected."""
    return dict(ArticleTopic.objects.filter(article=article).values_list("topic__label", "rejected"))
