"""From files to one person: import, merge, import again; reject, read everything again; undo each, byte for byte."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive import curation
from archive.matching import open_matches
from archive.merging import merge_people, merge_topics, undo_change
from archive.models import Article, ArticleProblem, ArticleTopic, IdentityChange, Person, Topic
from archive.splitting import Split, split_person
from tests.archive.test_merging import dump

pytestmark = pytest.mark.django_db

STORIES = {
    "one": (
        "Minister opens the new ferry harbour",
        "The new ferry harbour was opened by Minister Dmitri Lomov on Sunday. Mr Lomov, who fought for it through four "
        "parliaments, cut the ribbon before some two hundred fishermen and told them that the islands were a part of "
        "the country again. Trade unions of the harbour had called a strike for the same day and called it off.",
    ),
    "two": (
        "Fishermen lose patience over quotas",
        "Fishermen of the outer islands have lost patience with the ministry. Minister Dmitry Lomow answered none of "
        "their letters, they said in the harbour on Monday, and the quotas for herring and cod are as low as before. "
        "Mr Lomow said in a statement that he would visit them before the winter, when the ferry runs again.",
    ),
    "three": (
        "Minister visits the islands after all",
        "Minister Dmitry Lomow came to the outer islands on Thursday after all. The fishermen received him in the rain "
        "and showed him their empty nets. Mr Lomow promised a commission, which is to report before the summer, and "
        "left with the last ferry of the day. Nobody on the pier believed that the quotas would be raised.",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    return tmp_path / "clips"


def bring(folder: Path, *names: str) -> None:
    """Writes these stories into files and imports all that is there."""
    for name in names:
        title, body = STORIES[name]
        text = f"Title: {title}\nSource: Harbour Gazette\nDate: 2014-03-0{len(name)}\n\n{body}\n"
        (folder / f"{name}.txt").write_text(text)
    call_command("import_articles", folder, "--processes=0", "--quiet")


def read_everything_again(folder: Path) -> None:
    """Imports the same files with a mark more, so that every article is described anew and says the same."""
    for path in folder.iterdir():
        path.write_text(f"{path.read_text().rstrip()}!\n")
    before = set(Article.objects.values_list("content_hash", flat=True))
    call_command("import_articles", folder, "--processes=0", "--quiet")
    assert not before & set(Article.objects.values_list("content_hash", flat=True))


def articles_themselves(model: object, row: object) -> bool:
    """Leaves out the texts, which were read again."""
    return model is Article


def of_other_articles(*articles: Article) -> Any:  # noqa: ANN401  # what `dump` takes
    """Leaves out what belongs to these articles."""
    ids = {article.pk for article in articles}
    return lambda model, row: (row["id"] if model is Article else row.get("article_id")) in ids


def lomovs() -> dict[str, set[str]]:
    """The people of that name with the titles they are in."""
    found = Person.objects.current().filter(name__contains="Lomo")
    return {
        each.name: set(each.articles.filter(person_links__rejected=False).values_list("title", flat=True))
        for each in found
    }


def titles(*names: str) -> set[str]:
    return {STORIES[name][0] for name in names}


def test_two_spellings_are_one_person_after_a_merge_also_in_later_imports(folder: Path, curator: User) -> None:
    bring(folder, "one", "two")
    assert lomovs() == {"Dmitri Lomov": titles("one"), "Dmitry Lomow": titles("two")}
    # The machine asks, and merges nobody.
    (match,) = open_matches()
    assert {match.person.name, match.other.name} == {"Dmitri Lomov", "Dmitry Lomow"}
    merge_people(Person.objects.get(name="Dmitri Lomov"), Person.objects.get(name="Dmitry Lomow"), by=curator)
    bring(folder, "three")
    assert lomovs() == {"Dmitri Lomov": titles("one", "two", "three")}
    assert not open_matches()


def test_reading_everything_again_after_a_merge_finds_the_one_person(folder: Path, curator: User) -> None:
    bring(folder, "one", "two")
    before = dump(leaving_out=articles_themselves)
    change = merge_people(*Person.objects.filter(name__contains="Lomo").order_by("pk"), by=curator)
    read_everything_again(folder)
    assert lomovs() == {"Dmitri Lomov": titles("one", "two")}
    undo_change(change, by=curator)
    assert lomovs() == {"Dmitri Lomov": titles("one"), "Dmitry Lomow": titles("two")}
    assert dump(leaving_out=articles_themselves) == before


def test_undoing_a_merge_after_an_import_is_as_before_but_for_the_new_article(folder: Path, curator: User) -> None:
    bring(folder, "one", "two")
    before = dump()
    change = merge_people(*Person.objects.filter(name__contains="Lomo").order_by("pk"), by=curator)
    bring(folder, "three")
    undo_change(change, by=curator)
    assert lomovs() == {"Dmitri Lomov": titles("one"), "Dmitry Lomow": titles("two", "three")}
    assert dump(leaving_out=of_other_articles(Article.objects.latest("pk"))) == before


def test_undoing_a_split_after_an_import_is_as_before_but_for_the_new_article(folder: Path, curator: User) -> None:
    bring(folder, "one", "two")
    merge_people(*Person.objects.filter(name__contains="Lomo").order_by("pk"), by=curator)
    before = dump()
    person = Person.objects.get(name="Dmitri Lomov")
    split = Split(person, tuple(person.names.filter(name="Dmitry Lomow")))
    _, change = split_person(split, "Dmitry Lomow", by=curator)
    bring(folder, "three")
    assert lomovs() == {"Dmitri Lomov": titles("one"), "Dmitry Lomow": titles("two", "three")}
    undo_change(change, by=curator)
    assert lomovs() == {"Dmitri Lomov": titles("one", "two", "three")}
    assert dump(leaving_out=of_other_articles(Article.objects.latest("pk"))) == before


def test_a_rejected_topic_stays_away_when_everything_is_read_again_and_after_a_merge_and_its_undoing(
    folder: Path, curator: User
) -> None:
    bring(folder, "one")
    article, topic = Article.objects.get(), ArticleTopic.objects.order_by("-score", "pk")[0].topic
    kept = Topic.objects.exclude(pk=topic.pk).filter(article_links=None, parent=None).order_by("pk")[0]
    curation.reject_topic(article, topic, by=curator)
    before = dump(leaving_out=articles_themselves)
    read_everything_again(folder)
    assert dump(leaving_out=articles_themselves) == before
    change = merge_topics(kept, topic, by=curator)
    read_everything_again(folder)
    assert [link.rejected for link in ArticleTopic.objects.filter(article=article, topic=kept)] == [True]
    undo_change(change, by=curator)
    assert ArticleTopic.objects.get(article=article, topic=topic).rejected
    assert dump(leaving_out=articles_themselves) == before


def test_a_surname_that_two_people_share_waits_for_a_curator(folder: Path) -> None:
    bring(folder, "one", "two")
    merge_people(*Person.objects.filter(name__contains="Lomo").order_by("pk"))
    twin = curation.make_person("Dmitri Lomov")
    bring(folder, "three")
    (folder / "one.txt").write_text((folder / "one.txt").read_text().replace("Sunday", "Monday"))
    bring(folder)
    problem = ArticleProblem.objects.get(code="ambiguous-person")
    assert (problem.article.title, problem.evidence) == (STORIES["one"][0], "Dmitri Lomov")
    assert "2 people in the archive may be “Dmitri Lomov”" in problem.message
    assert not twin.article_links.exists()
    assert IdentityChange.objects.count() == 1
