"""The outbox is drained into the index, and nothing is lost on the way."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from filelock import FileLock
from pytest_django import Settings

from archive.changes import announce
from archive.models import Article
from search import indexing
from search.documents import ArticleDocument, TopicTree
from search.engines.base import EngineError, EngineQuery, SearchEngine
from search.indexing import check_index, drain, forget_drained, rebuild_index, update_index
from search.models import OutboxEntry
from search.query.nodes import Word
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare_engine(use_engine: Callable[[str], SearchEngine]) -> SearchEngine:
    """An engine that has no index yet."""
    return use_engine("whoosh")


@pytest.fixture
def engine(bare_engine: SearchEngine) -> SearchEngine:
    """An engine with an empty index."""
    bare_engine.rebuild([])
    return bare_engine


def save(title: str = "Ferry runs again", **fields: object) -> Article:
    article = make_article(title, **fields)  # type: ignore[arg-type]  # the tests give the right types
    announce([article.pk])
    return article


def found(engine: SearchEngine, word: str) -> list[int]:
    return [hit.article_id for hit in engine.search(EngineQuery(Word(word), sort="newest")).hits]


def waiting() -> int:
    return OutboxEntry.objects.filter(drained_at=None).count()


def test_an_article_is_found_once_its_entry_is_drained(engine: SearchEngine) -> None:
    article = save("Ferry runs again")
    assert drain() == 1
    assert (found(engine, "ferry"), waiting()) == ([article.pk], 0)


def test_a_changed_article_is_found_by_its_new_words_only(engine: SearchEngine) -> None:
    article = save("Ferry runs again", body="Nothing more.")
    update_index()
    article.title = "Bridge opens"
    article.save()
    announce([article.pk])
    update_index()
    assert (found(engine, "bridge"), found(engine, "ferry")) == ([article.pk], [])


@pytest.mark.parametrize("change", ["deleted", "withheld"])
def test_an_article_that_readers_may_not_see_leaves_the_index(engine: SearchEngine, change: str) -> None:
    article, other = save("Ferry runs again"), save("Ferry stops")
    update_index()
    pk = article.pk
    if change == "deleted":
        article.delete()
    else:
        Article.objects.filter(pk=pk).update(withheld=True)
    announce([pk])
    update_index()
    assert found(engine, "ferry") == [other.pk]


def test_several_entries_of_one_article_are_drained_together(engine: SearchEngine) -> None:
    article = save()
    announce([article.pk])
    announce([article.pk])
    assert drain() == 3
    assert found(engine, "ferry") == [article.pk]


def test_entries_beyond_the_most_wait_for_the_next_time(engine: SearchEngine) -> None:
    for _ in range(3):
        save()
    assert (drain(most=2), waiting()) == (2, 1)


def test_a_change_that_is_rolled_back_leaves_no_entry(engine: SearchEngine) -> None:
    with transaction.atomic():
        save()
        transaction.set_rollback(True)
    assert waiting() == 0


def test_an_engine_that_fails_leaves_the_entries_waiting(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    article = save()
    with monkeypatch.context() as patch:
        patch.setattr(engine, "update", _raise(EngineError("the disk is full")))
        with pytest.raises(EngineError, match="the disk is full"):
            drain()
    assert (waiting(), found(engine, "ferry")) == (1, [])
    drain()
    assert (waiting(), found(engine, "ferry")) == (0, [article.pk])


def test_an_article_that_cannot_be_indexed_holds_up_no_other(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = save("Ferry breaks")
    drain()
    others = [save(f"Ferry {number}") for number in range(6)]
    announce([broken.pk])
    read = ArticleDocument.from_article

    def fail_on_one(article: Article, tree: TopicTree) -> ArticleDocument:
        if article.pk == broken.pk:
            raise TypeError("no text")
        return read(article, tree)

    monkeypatch.setattr(ArticleDocument, "from_article", fail_on_one)
    drain()
    assert waiting() == 0
    assert sorted(found(engine, "ferry")) == [article.pk for article in others]
    assert f"Article {broken.pk} cannot be indexed" in caplog.text
    assert check_index().missing == (broken.pk,)


def _raise(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_missing_index_is_built_from_the_whole_archive(bare_engine: SearchEngine) -> None:
    never_announced = make_article("Ferry sinks")
    article = save("Ferry runs again")
    drain()
    assert sorted(found(bare_engine, "ferry")) == [never_announced.pk, article.pk]
    assert waiting() == 0


def test_an_index_of_another_release_is_built_anew_and_kept_until_then(
    engine: SearchEngine, settings: Settings, use_engine: Callable[[str], SearchEngine]
) -> None:
    article = save("Ferry runs again")
    drain()
    (old,) = settings.SEARCH_INDEX_DIR.glob("*/index.json")
    old.write_text('{"version": "0-abc-1"}')
    engine = use_engine("whoosh")
    with pytest.raises(EngineError, match="built anew beside the old one"):
        found(engine, "ferry")
    assert check_index().rebuild_due
    drain()
    assert found(engine, "ferry") == [article.pk]
    assert old.exists()


def test_a_rebuild_does_not_index_again_what_waited_when_it_began(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = save()
    monkeypatch.setattr(engine, "update", _raise(EngineError("not again")))
    assert rebuild_index() == 1
    assert (waiting(), found(engine, "ferry")) == (0, [article.pk])


def test_an_empty_archive_gets_an_empty_index(bare_engine: SearchEngine) -> None:
    assert bare_engine.status().missing
    assert update_index() == 0
    assert not bare_engine.status().missing
    assert found(bare_engine, "ferry") == []


def test_nothing_is_drained_while_another_process_is_at_it(engine: SearchEngine, settings: Settings) -> None:
    save()
    with FileLock(settings.DATA_DIR / "indexer.lock"):
        assert drain() == 0
    assert drain() == 1


def test_commands_say_who_holds_them_up(
    engine: SearchEngine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save()
    monkeypatch.setattr(indexing, "LOCK_WAIT", 0.05)
    with FileLock(settings.DATA_DIR / "indexer.lock"):
        for command in ("update_index", "rebuild_index"):
            with pytest.raises(CommandError, match="Another process has been updating the index"):
                call_command(command)


def test_what_changes_during_a_rebuild_is_in_the_new_index(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = save("Ferry runs again"), save("Ferry to be scrapped")
    update_index()
    load = indexing._all_articles

    def changing(progress: object, *, behind: int) -> object:
        yield from load(None)
        # Here the old index is brought up to date by another process, and the new one has read the articles.
        stays.title = "Bridge opens"
        stays.save()
        pk = goes.pk
        goes.delete()
        announce([stays.pk, pk])
        assert drain() > 0

    monkeypatch.setattr(indexing, "_all_articles", changing)
    rebuild_index()
    assert (found(engine, "bridge"), found(engine, "ferry")) == ([stays.pk], [stays.pk])
    assert found(engine, "scrapped") == []
    assert check_index().is_sound


def test_a_topic_added_while_articles_are_read_is_no_error() -> None:
    tree = TopicTree()
    parent = make_topic("sea")
    child = make_topic("fishing", parent=parent)
    assert tree.with_ancestors([child.pk]) == [child, parent]


def test_a_check_names_what_is_missing_and_what_is_too_much(engine: SearchEngine) -> None:
    article = save()
    update_index()
    assert check_index().is_sound
    unannounced = make_article("Ferry sinks")
    Article.objects.filter(pk=article.pk).update(withheld=True)
    report = check_index()
    assert (report.missing, report.superfluous, report.is_sound) == ((unannounced.pk,), (article.pk,), False)


def test_what_waits_in_the_outbox_is_neither_missing_nor_too_much(engine: SearchEngine) -> None:
    article = save()
    update_index()
    save()
    pk = article.pk
    article.delete()
    announce([pk])
    report = check_index()
    assert (report.missing, report.superfluous, report.waiting, report.is_sound) == ((), (), 2, True)


def test_entries_drained_long_ago_are_forgotten(engine: SearchEngine) -> None:
    save()
    update_index()
    OutboxEntry.objects.update(drained_at=timezone.now() - timedelta(days=3))
    save()
    forget_drained()
    assert OutboxEntry.objects.count() == 1


class TestCommands:
    def test_they_say_what_they_did(self, engine: SearchEngine) -> None:
        make_article()
        assert run("rebuild_index") == "1 articles indexed.\n"
        save()
        assert run("update_index") == "1 changes brought into the search index.\n"
        assert run("update_index") == "Nothing to do.\n"
        assert run("check_index").endswith("Nothing is wrong.\n")

    def test_a_check_that_finds_something_ends_with_1(self, engine: SearchEngine) -> None:
        rebuild_index()
        article = make_article()
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("check_index", stdout=out)
        assert ended.value.code == 1
        assert f"1 article ({article.pk}) is not in the index: run rebuild_index." in out.getvalue()

    def test_a_check_without_an_index_says_to_build_one(self, bare_engine: SearchEngine) -> None:
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("check_index", stdout=out)
        assert "There is no search index yet: run rebuild_index." in out.getvalue()

    def test_a_check_can_be_read_by_a_program(self, engine: SearchEngine) -> None:
        rebuild_index()
        assert run("check_index", "--json").startswith('{"articles": 0, "indexed": 0, "waiting": 0, "missing": []')


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()
