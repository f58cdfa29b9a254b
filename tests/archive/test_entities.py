"""Organisations and places: found where an archive wants them, under one name each, and as a curator says for good."""

from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from archive.browsing import shown_entities
from archive.entities import decide_entity, dismiss_entities, rename_entity
from archive.importing.raw import EntityKind, EntityMention
from archive.importing.runs import import_files
from archive.models import Article, ArticleEntity, Entity, ImportRun
from archive.undoing import undo_run
from tests.factories import clean_article, make_article, read_file_of, store_files

pytestmark = pytest.mark.django_db

STORY = (
    "Ministers of the European Union met in Norway on Monday to talk about the herring quota. The EU wants to "
    "fish less, said a spokesman in Brussels, while fishermen in Denmark and Iceland want to fish more."
)


def named(*names: str, kind: EntityKind = "place", mentions: int = 1) -> tuple[EntityMention, ...]:
    return tuple(EntityMention(kind, name, mentions, "model", 0.9, name) for name in names)


def names_of(article: Article) -> set[str]:
    links = ArticleEntity.objects.filter(article=article, rejected=False)
    return set(links.values_list("entity__name", flat=True))


def write(folder: Path, text: str = STORY) -> None:
    (folder / "quota.txt").write_text(f"Quota talks go on\n\n{text}\n")


def test_nothing_of_the_kind_is_found_unless_the_archive_wants_it(tmp_path: Path) -> None:
    write(tmp_path)
    import_files([tmp_path])
    assert not Entity.objects.exists()


def test_an_import_finds_the_kinds_that_are_wanted(tmp_path: Path, settings: Settings) -> None:
    settings.MORE_FACETS = ("place",)
    write(tmp_path)
    import_files([tmp_path])
    assert names_of(Article.objects.get()) == {"Norway", "Brussels", "Denmark", "Iceland"}
    assert {each.kind for each in Entity.objects.all()} == {"place"}


def test_a_name_is_one_record_in_all_articles_and_one_of_each_kind() -> None:
    both = (*named("Halden"), *named("Halden", kind="organisation", mentions=3))
    store_files(
        read_file_of(
            clean_article("One", "Text one.", entities=named("Halden", "Sund"), item="1"),
            clean_article("Two", "Text two.", entities=both, item="2"),
        )
    )
    assert list(Entity.objects.order_by("kind", "name").values_list("kind", "name", "slug")) == [
        ("organisation", "Halden", "halden-2"),
        ("place", "Halden", "halden"),
        ("place", "Sund", "sund"),
    ]
    assert ArticleEntity.objects.get(article__title="Two", entity__kind="organisation").mentions == 3


def store(entities: Iterable[EntityMention], body: str = "A text.") -> Article:
    clean = clean_article("Quota talks go on", body, identity="talks", entities=tuple(entities))
    store_files(read_file_of(clean))
    return Article.objects.get(identity="talks")


def test_what_a_curator_decided_stays_when_the_article_is_read_again(curator: User) -> None:
    article = store(named("Halden", "Sund", "Monday"))
    decide_entity(article, Entity.objects.get(name="Monday"), rejected=True, by=curator)
    decide_entity(article, Entity.objects.get(name="Sund"), rejected=False, by=curator)
    store(named("Halden", "Monday"), "Another text.")
    assert names_of(article) == {"Halden", "Sund"}
    store(named("Monday"), "A third text.")
    assert names_of(article) == {"Sund"}


def test_a_name_that_was_dismissed_is_shown_nowhere_until_that_is_taken_back(announced: list[int]) -> None:
    article = store(named("Halden", "Monday"))
    announced.clear()
    assert dismiss_entities(Entity.objects.filter(name="Monday")) == 1
    assert [each.name for each in shown_entities(Entity.Kind.PLACE)] == ["Halden"]
    assert announced == [article.pk]
    store(named("Halden", "Monday"), "Another text.")
    assert [each.name for each in shown_entities(Entity.Kind.PLACE)] == ["Halden"]
    assert dismiss_entities(Entity.objects.all()) == 1
    assert dismiss_entities(Entity.objects.filter(name="Monday"), dismissed=False) == 1
    assert [each.name for each in shown_entities(Entity.Kind.PLACE)] == ["Monday"]


def test_a_place_in_withheld_articles_only_is_not_shown() -> None:
    article = store(named("Halden"))
    Article.objects.filter(pk=article.pk).update(withheld=True)
    assert not shown_entities(Entity.Kind.PLACE).exists()


def test_another_name_is_shown_and_texts_still_find_the_one_record() -> None:
    store(named("Halden"))
    rename_entity(Entity.objects.get(), "  Halden Town ")
    store(named("Halden"), "Another text.")
    assert [(each.name, each.slug) for each in Entity.objects.all()] == [("Halden Town", "halden")]


def test_undoing_an_import_takes_its_names_back_but_no_decision(curator: User) -> None:
    store(named("Halden", "Sund"))
    dismiss_entities(Entity.objects.filter(name="Sund"))
    undo_run(ImportRun.objects.get())
    assert [each.name for each in Entity.objects.all()] == ["Sund"]


def test_an_article_whose_place_a_curator_decided_survives_the_undoing(curator: User) -> None:
    article = store(named("Halden"))
    decide_entity(article, Entity.objects.get(), rejected=True, by=curator)
    assert undo_run(ImportRun.objects.get()) == 0


def extract(*options: str) -> str:
    out = StringIO()
    call_command("reextract", "--entities", *options, stdout=out)
    return out.getvalue()


def test_they_are_found_in_an_archive_that_is_there_and_shown_first(settings: Settings, curator: User) -> None:
    one, two = make_article("Quota talks", STORY), make_article("Talks again", f"{STORY} That was all.")
    settings.MORE_FACETS = ("organisation", "place")
    told = extract("--dry-run")
    assert "2 of them would get other organisations and places" in told
    assert "  Norway: +2 -0" in told
    assert not Entity.objects.exists()
    assert "2 of them got other" in extract()
    assert names_of(one) == {"European Union", "Norway", "Brussels", "Denmark", "Iceland"}
    decide_entity(two, Entity.objects.get(name="Denmark"), rejected=True, by=curator)
    assert "0 of them" in extract()
    settings.MORE_FACETS = ()
    extract()
    assert [link.article for link in ArticleEntity.objects.all()] == [two]


def test_a_curator_works_on_them_in_the_admin(client: Client, curator: User) -> None:
    article = store(named("Halden", "Monday"))
    client.force_login(curator)
    page = client.get("/admin/archive/entity/?kind__exact=place").content.decode()
    assert "Monday" in page
    monday = Entity.objects.get(name="Monday")
    client.post("/admin/archive/entity/", {"action": "dismiss", "_selected_action": [monday.pk]})
    monday.refresh_from_db()
    assert monday.dismissed
    halden = Entity.objects.get(name="Halden")
    client.post(f"/admin/archive/entity/{halden.pk}/change/", {"name": "Halden Town"})
    halden.refresh_from_db()
    assert (halden.name, halden.slug) == ("Halden Town", "halden")
    link = ArticleEntity.objects.get(entity=halden)
    client.post("/admin/archive/articleentity/", {"action": "reject", "_selected_action": [link.pk]})
    link.refresh_from_db()
    assert (link.rejected, link.decided_by) == (True, curator)
    assert names_of(article) == {"Monday"}


def test_the_article_page_lists_those_that_the_archive_shows(client: Client, settings: Settings) -> None:
    article = store((*named("Halden", "Monday"), *named("Fish <b>Council</b>", kind="organisation")))
    dismiss_entities(Entity.objects.filter(name="Monday"))
    assert "Halden" not in client.get(article.get_absolute_url()).content.decode()
    settings.MORE_FACETS = ("organisation", "place")
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<a href="/search/?place=halden">Halden</a>' in page
    assert "Fish &lt;b&gt;Council&lt;/b&gt;" in page
    assert "Monday" not in page
