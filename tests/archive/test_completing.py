"""A list of topics that a curator called complete: it stays as it is, and can be taken back."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import completing, curation
from archive.models import Article, ImportRun
from archive.undoing import undo_run
from tests.archive.importing.clips import imported
from tests.archive.importing.stories import write_story
from tests.archive.test_admin import save
from tests.factories import clean_article, make_article, make_topic, read_file_of, store_files

pytestmark = pytest.mark.django_db

POLITICS, SPORT = "medtop:11000000", "medtop:15000000"


def store(*topics: str, title: str = "One") -> Article:
    """The article after an import that finds these topics."""
    store_files(read_file_of(clean_article(title, topics=topics), path="/clips/one.txt"))
    return Article.objects.get()


def qcodes(article: Article) -> set[str]:
    return set(article.topic_links.filter(rejected=False).values_list("topic__qcode", flat=True))


def test_who_called_it_complete_and_when_is_kept(curator: User, announced: list[int]) -> None:
    article = make_article()
    completing.complete_topics(article, by=curator)
    assert article.topics_completed_by == curator
    assert article.topics_completed_at
    assert announced == []
    completing.reopen_topics(article)
    assert Article.objects.filter(topics_completed_by=None, topics_completed_at=None).exists()


def test_a_later_import_neither_adds_a_topic_nor_takes_one_away(curator: User) -> None:
    article = store(POLITICS)
    completing.complete_topics(article, by=curator)
    article = store(SPORT, title="Two")
    assert (article.title, qcodes(article)) == ("Two", {POLITICS})


def test_once_it_is_open_again_the_next_import_decides(curator: User) -> None:
    completing.complete_topics(store(POLITICS), by=curator)
    completing.reopen_topics(Article.objects.get())
    assert qcodes(store(SPORT, title="Two")) == {SPORT}


def test_curators_go_on_changing_the_list(curator: User) -> None:
    article, more = store(POLITICS), make_topic("ferries")
    completing.complete_topics(article, by=curator)
    curation.confirm_topic(article, more, by=curator)
    assert qcodes(store(SPORT, title="Two")) == {POLITICS, more.qcode}


def test_undoing_the_import_spares_it(curator: User, tmp_path: Path) -> None:
    imported(*(write_story(tmp_path / f"{number}.txt", number) for number in range(2)))
    first = Article.objects.order_by("pk")[0]
    completing.complete_topics(first, by=curator)
    assert undo_run(ImportRun.objects.get()) == 1
    assert list(Article.objects.all()) == [first]


def test_a_curator_says_so_on_the_page_of_the_article_and_takes_it_back(client: Client, curator: User) -> None:
    client.force_login(curator)
    article = make_article(topics=[make_topic()])
    save(client, article, has_all_topics="on")
    article.refresh_from_db()
    assert article.topics_completed_by == curator
    first = article.topics_completed_at
    save(client, article, title="Another title")
    article.refresh_from_db()
    assert article.topics_completed_at == first
    save(client, article, has_all_topics=None)
    article.refresh_from_db()
    assert article.topics_completed_at is None
