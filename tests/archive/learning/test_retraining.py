"""Training on the archive: one at a time, from what curators said and left unsaid, and what comes of it."""

import logging
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from filelock import FileLock

from archive import completing, curation
from archive.learning import retraining
from archive.learning.keeping import find_judge, model_path
from archive.learning.retraining import TrainingBusyError, retrain
from archive.models import Article
from archive.reextracting import reextract, topics_anew
from tests.archive.learning.archives import fill_archive, topic, topics_of
from tests.archive.learning.news import OF_SPORT, plain, sport
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def decide(articles: list[Article], label: str, *, by: User, accept: bool) -> None:
    for article in articles:
        (curation.confirm_topic if accept else curation.reject_topic)(article, topic(label), by=by)


def test_an_archive_teaches_itself_and_later_texts_are_judged_by_it() -> None:
    fill_archive(40, 40)
    learned = retrain()
    assert (learned.articles, learned.is_self_trained, learned.lessons) == (80, True, ())
    assert learned.cases == {"sport": 40, "politics": 40}
    judge = find_judge()
    assert judge
    assert judge(*plain(f"A minister wrote of {OF_SPORT}. " * 2))[0].path[0] == "sport"


def test_a_small_archive_is_too_little_and_an_empty_one_no_error() -> None:
    assert not retrain().is_self_trained
    fill_archive(5, 5)
    assert not retrain().is_self_trained
    judge = find_judge()
    assert judge
    assert judge(*sport(99))[0].label == "soccer"


def test_a_rejected_topic_stays_away_after_retraining_and_reextraction(curator: User) -> None:
    articles = fill_archive(40, 40)
    curation.reject_topic(articles[0], topic("soccer"), by=curator)
    retrain()
    reextract(topics_anew(find_judge()), dry_run=False)
    assert topics_of(articles[0]) == {"soccer": True}
    assert topics_of(articles[1]) == {"soccer": False}


def test_what_curators_reject_is_no_longer_found_elsewhere(curator: User) -> None:
    articles = fill_archive(30, 30)
    decide(articles[:20], "soccer", by=curator, accept=False)
    decide(articles[30:40], "soccer", by=curator, accept=True)
    (lesson,) = [lesson for lesson in retrain().lessons if lesson.path == ("sport", "competition discipline", "soccer")]
    assert (lesson.yes, lesson.no) == (10, 20)
    reextract(topics_anew(find_judge()), dry_run=False)
    assert "soccer" not in topics_of(articles[25])
    assert topics_of(articles[25])


def test_a_topic_of_the_curators_own_is_learned_and_found(curator: User) -> None:
    articles = fill_archive(30, 30)
    own = make_topic("fixtures")
    decide(articles[:15], own.label, by=curator, accept=True)
    decide(articles[30:45], own.label, by=curator, accept=False)
    retrain()
    reextract(topics_anew(find_judge()), dry_run=False)
    assert "fixtures" in topics_of(articles[25])
    assert "fixtures" not in topics_of(articles[55])


def test_not_marked_is_not_no_and_a_complete_list_says_no_to_the_rest(curator: User) -> None:
    articles = fill_archive(10, 10)
    own = make_topic("fixtures")
    decide(articles[:5], own.label, by=curator, accept=True)
    assert "fixtures" not in {lesson.path[-1] for lesson in retrain().lessons}
    for article in articles[10:]:
        completing.complete_topics(article, by=curator)
    (lesson,) = [lesson for lesson in retrain().lessons if lesson.path == ("fixtures",)]
    assert (lesson.yes, lesson.no) == (5, 10)


def test_of_very_many_decisions_the_latest_are_read(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retraining, "_MOST_JUDGED", 4)
    articles = fill_archive(6, 6)
    decide(articles[:6], "soccer", by=curator, accept=True)
    decide(articles[6:8], "soccer", by=curator, accept=False)
    (lesson,) = [lesson for lesson in retrain().lessons if lesson.path[-1] == "soccer"]
    assert (lesson.yes, lesson.no) == (2, 2)


def test_one_training_runs_at_a_time_and_the_model_before_stays(own_data_directory: Path) -> None:
    retrain()
    before = model_path().read_bytes()
    with FileLock(own_data_directory / "training.lock"):
        with pytest.raises(TrainingBusyError, match="Another training is running"):
            retrain()
        with pytest.raises(CommandError, match="Another training is running"):
            call_command("train_topics")
    assert model_path().read_bytes() == before


def test_the_command_prints_what_was_learned(curator: User) -> None:
    articles = fill_archive(40, 40)
    decide(articles[:3], "soccer", by=curator, accept=True)
    decide(articles[40:44], "soccer", by=curator, accept=False)
    out = StringIO()
    call_command("train_topics", stdout=out)
    assert "80 articles read" in out.getvalue()
    assert "      40  politics\n" in out.getvalue()
    assert "       3      4  100%  sport / competition discipline / soccer\n" in out.getvalue()


def test_the_command_says_so_where_there_is_little_to_learn() -> None:
    out = StringIO()
    call_command("train_topics", stdout=out)
    assert "Too few clear cases" in out.getvalue()
    assert "Curators taught no topic yet" in out.getvalue()
    call_command("train_topics", "--if-due", stdout=(again := StringIO()))
    assert again.getvalue() == ""


def test_a_broken_model_falls_back_to_the_rules_with_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    make_article(*sport(1))
    model_path().write_bytes(b"no model")
    with caplog.at_level(logging.WARNING):
        assert find_judge() is None
    assert "train it anew with `train_topics`" in caplog.text
    assert retrain().articles == 1
    assert find_judge()
