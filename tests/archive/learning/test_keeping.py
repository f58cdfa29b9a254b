"""When training is due, and that it is started in the background without keeping anybody."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import TestCase
from pytest_django import Settings

from archive import completing, curation
from archive.importing.metadata.triggers import load_lexicon
from archive.learning import keeping
from archive.learning.keeping import is_due, model_path, train_if_due
from archive.learning.model import Facts, TopicModel, save_model
from archive.learning.wordbook import make_wordbook
from archive.models import Article
from tests.archive.processes import run_python
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def trained_on(*, articles: int = 0, decisions: int = 0, lexicon: int | None = None) -> None:
    """Leaves a model that was trained on so much."""
    version = load_lexicon().version if lexicon is None else lexicon
    save_model(TopicModel(make_wordbook([]), facts=Facts(articles, decisions, version)), model_path())


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[tuple[str, ...]]:
    """The commands that were started, in place of processes."""
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(keeping, "start_command", lambda *arguments, log: commands.append(arguments))
    settings.TRAIN_TOPICS = True
    cache.clear()
    return commands


@pytest.mark.parametrize(
    ("articles", "decisions", "due"), [(0, 0, False), (199, 9, False), (200, 0, True), (0, 10, True)]
)
def test_a_first_training_needs_articles_or_decisions(
    articles: int, decisions: int, due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "count_decisions", lambda: decisions)
    monkeypatch.setattr(Article.objects, "count", lambda: articles)
    assert is_due() is due


@pytest.mark.parametrize(
    ("articles", "decisions", "due"),
    [(1000, 100, False), (1249, 124, False), (1250, 100, True), (1000, 125, True), (1000, 20, False)],
)
def test_another_training_needs_a_quarter_more(
    articles: int, decisions: int, due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained_on(articles=1000, decisions=100)
    monkeypatch.setattr(keeping, "count_decisions", lambda: decisions)
    monkeypatch.setattr(Article.objects, "count", lambda: articles)
    assert is_due() is due


def test_another_lexicon_makes_training_due() -> None:
    trained_on()
    assert not is_due()
    trained_on(lexicon=load_lexicon().version - 1)
    assert is_due()


def test_a_broken_model_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    model_path().write_bytes(b"no model")
    assert not is_due()
    monkeypatch.setattr(Article.objects, "count", lambda: 200)
    assert is_due()


def test_training_is_started_where_it_is_due_and_wanted(
    started: list[tuple[str, ...]], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_if_due()
    assert started == []
    trained_on(lexicon=0)
    train_if_due()
    assert started == [("train_topics", "--if-due")]
    settings.TRAIN_TOPICS = False
    train_if_due()
    assert len(started) == 1


def test_where_no_process_can_be_started_the_log_says_what_to_do(
    started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: str, log: str) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(keeping, "start_command", fail)
    trained_on(lexicon=0)
    train_if_due()
    assert "run `train_topics` by hand" in caplog.text


def test_decisions_about_topics_have_it_looked_at_after_the_transaction_and_once_a_minute(
    started: list[tuple[str, ...]], curator: User
) -> None:
    trained_on(lexicon=0)
    article, topics = make_article(), [make_topic("fixtures"), make_topic("ferries")]
    with TestCase.captureOnCommitCallbacks() as callbacks:
        curation.confirm_topic(article, topics[0], by=curator)
        curation.reject_topic(article, topics[1], by=curator)
        completing.complete_topics(article, by=curator)
    assert started == []
    for callback in callbacks:
        callback()
    assert started == [("train_topics", "--if-due")]
    assert keeping.count_decisions() == 3


_JUDGES = """
import django, sys
django.setup()
from archive.learning.keeping import find_judge
judge = find_judge()
print(judge and [match.label for match in judge("", "The striker scored in the match.")])
print("archive.learning.model" in sys.modules, "sklearn" in sys.modules, "scipy" in sys.modules)
"""


def test_judging_loads_no_trainer_and_without_a_model_nothing_at_all(own_data_directory: Path) -> None:
    environ = {"DJANGO_SETTINGS_MODULE": "archive.settings"}
    assert run_python("-c", _JUDGES, data_dir=own_data_directory, **environ).stdout == "None\nFalse False False\n"
    trained_on()
    assert run_python("-c", _JUDGES, data_dir=own_data_directory, **environ).stdout == "['soccer']\nTrue False False\n"
