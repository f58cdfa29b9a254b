"""Finding topics anew: what no curator decided follows the rules and the model, and nothing else does."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from filelock import FileLock

from archive import completing, curation, reextracting
from archive.authorities import ensure_topics
from archive.importing.metadata.topics import TopicJudge
from archive.importing.raw import CleanArticle, TopicMatch
from archive.linking import sync_people
from archive.merging import merge_topics, undo_change
from archive.models import Article, ArticlePerson, ArticleTopic, Origin, Topic
from archive.reextracting import Kind, reextract, topics_anew
from search.models import OutboxEntry
from tests.factories import make_article, make_person, make_topic

pytestmark = pytest.mark.django_db

GAME = "The striker scored in the match, and the goalkeeper and the referee left the stadium."


def judge_as(*matches: tuple[str, float, str]) -> TopicJudge:
    """A judge that finds the same in every text: labels, scores and evidence."""
    found = tuple(
        TopicMatch(Topic.objects.get(label=label).qcode, label, (label,), "model", score, evidence)
        for label, score, evidence in matches
    )
    return lambda title, body: found


def records() -> list[list[dict[str, object]]]:
    tables = (Article.objects.order_by("pk"), ArticleTopic.objects.order_by("pk"), OutboxEntry.objects.order_by("pk"))
    return [[dict(row) for row in table.values()] for table in tables]


def labels(article: Article) -> set[str]:
    return set(ArticleTopic.objects.filter(article=article, rejected=False).values_list("topic__label", flat=True))


def test_topics_become_those_that_are_found_now(announced: list[int]) -> None:
    old, game = make_topic("ferries"), make_article("Cup final", GAME, topics=[])
    ArticleTopic.objects.create(article=game, topic=old, origin=Origin.RULE, score=0.5)
    difference = reextract(topics_anew(), dry_run=False)
    link = ArticleTopic.objects.get()
    assert (link.topic.label, link.origin, link.evidence.split(", ")[0]) == ("soccer", "rule", "goalkeeper")
    assert (difference.read, difference.articles) == (1, 1)
    assert (difference.added[link.topic_id], difference.removed[old.pk]) == (1, 1)
    assert announced == [game.pk]


def test_a_second_time_changes_nothing_and_announces_nothing(announced: list[int]) -> None:
    make_article("Cup final", GAME)
    reextract(topics_anew(), dry_run=False)
    announced.clear()
    difference = reextract(topics_anew(), dry_run=False)
    assert (difference.articles, announced) == (0, [])


def test_a_dry_run_tells_the_same_difference_and_changes_no_record() -> None:
    ensure_topics()
    make_article("Cup final", GAME, topics=[make_topic("ferries")])
    before = records()
    told = reextract(topics_anew(), dry_run=True)
    assert records() == before
    assert told == reextract(topics_anew(), dry_run=False)
    assert records() != before


def test_what_a_curator_decided_stays_whatever_is_found(curator: User) -> None:
    ensure_topics()
    confirmed, rejected = make_topic("ferries"), Topic.objects.get(label="soccer")
    article = make_article("Cup final", GAME)
    curation.confirm_topic(article, confirmed, by=curator)
    curation.reject_topic(article, rejected, by=curator)
    before = records()
    difference = reextract(topics_anew(judge_as(("soccer", 0.9, "x"), ("ferries", 0.1, "y"))), dry_run=False)
    assert records() == before
    assert (difference.articles, difference.added, difference.removed) == (0, {}, {})


def test_what_is_found_of_a_merged_topic_is_the_one_that_stands_for_it(curator: User) -> None:
    ensure_topics()
    kept, soccer = make_topic("our game"), Topic.objects.get(label="soccer")
    old, new = make_article("Cup final", GAME, topics=[soccer]), make_article("Second final", GAME)
    change = merge_topics(kept, soccer, by=curator)
    reextract(topics_anew(), dry_run=False)
    assert (labels(old), labels(new)) == ({"our game"}, {"our game"})
    undo_change(change, by=curator)
    assert (labels(old), labels(new)) == ({"soccer"}, {"soccer"})


def test_a_rejected_topic_that_was_merged_stays_away(curator: User) -> None:
    ensure_topics()
    kept, soccer = make_topic("our game"), Topic.objects.get(label="soccer")
    article = make_article("Cup final", GAME)
    curation.reject_topic(article, soccer, by=curator)
    merge_topics(kept, soccer, by=curator)
    reextract(topics_anew(), dry_run=False)
    assert labels(article) == set()
    assert ArticleTopic.objects.get(article=article).topic == kept


def test_what_the_file_states_and_what_is_complete_is_not_read(curator: User) -> None:
    ferries = make_topic("ferries")
    stated, complete = make_article("Cup final", GAME), make_article("Cup final", GAME, topics=[ferries])
    ArticleTopic.objects.create(article=stated, topic=ferries, origin=Origin.FILE)
    completing.complete_topics(complete, by=curator)
    assert reextract(topics_anew(), dry_run=False).read == 0
    assert (labels(stated), labels(complete)) == ({"ferries"}, {"ferries"})


def test_another_reason_for_the_same_topic_is_taken_over_and_counts_as_no_move(announced: list[int]) -> None:
    article = make_article("Cup final", GAME, topics=[make_topic("ferries")])
    difference = reextract(topics_anew(judge_as(("ferries", 0.4, "learned from many"))), dry_run=False)
    link = ArticleTopic.objects.get()
    assert (link.origin, link.score, link.evidence) == ("model", 0.4, "learned from many")
    assert (difference.articles, announced) == (0, [article.pk])


def test_it_goes_batch_by_batch_and_one_that_was_stopped_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reextracting, "_BATCH", 2)
    articles = [make_article("Cup final", GAME) for _ in range(5)]
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        steps.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reextract(topics_anew(), dry_run=False, progress=stop)
    assert [labels(article) for article in articles] == [{"soccer"}, {"soccer"}, set(), set(), set()]
    reextract(topics_anew(), dry_run=False, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(2, 5), (2, 5), (4, 5), (5, 5)]
    assert all(labels(article) == {"soccer"} for article in articles)


def test_what_is_called_complete_while_it_is_read_stays(curator: User) -> None:
    article = make_article("Cup final", GAME)

    def judge(title: str, body: str) -> tuple[TopicMatch, ...]:
        completing.complete_topics(article, by=curator)
        return judge_as(("soccer", 0.9, "x"))(title, body)

    reextract(topics_anew(judge), dry_run=False)
    assert labels(article) == set()


def test_another_kind_of_thing_is_found_anew_in_the_same_way(curator: User) -> None:
    """As people will be: only what finds and what links is theirs."""
    old, new = make_person("Kalash Nikov"), make_person("Ingrid Solheim")
    article = make_article("Ferry", "Ingrid Solheim spoke.", people=[old])
    kept = make_person("Ann Berg")
    curation.confirm_person(article, kept, by=curator)

    def link(found: Sequence[tuple[Article, CleanArticle]]) -> list[ArticlePerson]:
        return [ArticlePerson(article=each, person=new, origin=Origin.RULE, score=0.8) for each, _ in found]

    people = Kind(
        articles=Article.objects.all(),
        find=lambda each: CleanArticle(each.title, each.body),
        link=link,
        present=ArticlePerson.objects.all(),
        names=lambda ids: {},
        target="person_id",
        write=lambda links, changed: sync_people(links, changed=changed),
    )
    difference = reextract(people, dry_run=False)
    assert (difference.added, difference.removed) == ({new.pk: 1}, {old.pk: 1})
    assert set(ArticlePerson.objects.values_list("person__name", flat=True)) == {"Ingrid Solheim", "Ann Berg"}


# The command.


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("reextract", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_the_difference_first_and_then_makes_it() -> None:
    make_article("Cup final", GAME, topics=[make_topic("ferries")])
    told = run("--topics", "--dry-run")
    assert "1 articles read; 1 of them would get other topics." in told
    assert "  ferries: +0 -1\n" in told
    assert "  soccer: +1 -0\n" in told
    assert "No article was changed." in told
    assert "1 of them got other topics." in run("--topics")
    assert "0 of them got other topics." in run("--topics")


def test_the_command_wants_to_be_told_what_is_found_anew() -> None:
    with pytest.raises(CommandError, match="--topics"):
        run()


def test_the_command_waits_for_no_import(own_data_directory: Path) -> None:
    with FileLock(own_data_directory / "import.lock"), pytest.raises(CommandError, match="An import is running"):
        run("--topics")


def test_of_very_many_topics_the_command_lists_those_that_change_most() -> None:
    topics = [make_topic(f"topic {number}") for number in range(30)]
    make_article("A walk", "She walked.", topics=topics)
    make_article("A walk", "He walked.", topics=topics[:1])
    told = run("--topics", "--dry-run").splitlines()
    assert told[1] == "  topic 0: +0 -2"
    assert told[-2] == "  and 10 more topics"
