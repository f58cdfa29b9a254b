"""Articles with the same text are one group, whatever order they come in and whatever becomes of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import copies, curation
from archive.copies import catch_up, update_versions
from archive.importing.fingerprints import are_copies, read_wording, scheme
from archive.importing.raw import CleanArticle
from archive.models import Article, ArticleFingerprint, FingerprintKey
from tests.archive.texts import sentences, story
from tests.factories import clean_article, make_article, make_reader, read_file_of, store_files

pytestmark = pytest.mark.django_db

STORY = story(1)
CUT = " ".join(sentences(1)[:8])
# The first and the last are no copies of each other: the one in the middle joins them.
CHAIN = [" ".join(sentences(5, 14)[start : start + 10]) for start in (0, 2, 4)]


def save(body: str = STORY, date: str = "2009-12-16", *, identity: str = "") -> Article:
    article = make_article(f"Title of {body[:20]}", body, date=date, identity=identity or f"{Article.objects.count()}")
    update_versions([article.pk])
    return article


def groups() -> set[frozenset[str]]:
    """The identities of those that are one text."""
    found: dict[int, set[str]] = {}
    for pk, head, identity in Article.objects.values_list("pk", "version_of", "identity"):
        found.setdefault(head or pk, set()).add(identity)
    return {frozenset(members) for members in found.values() if len(members) > 1}


def head_of(article: Article) -> Article | None:
    article.refresh_from_db()
    return article.version_of


# Who is with whom, and at whose head.


def test_a_reprint_is_grouped_under_the_earliest() -> None:
    reprint = save(CUT, "2009-12-20")
    alone = save(story(2))
    first = save(STORY, "2009-12-16")
    assert (head_of(first), head_of(reprint), head_of(alone)) == (None, first, None)


@pytest.mark.parametrize(
    ("dates", "head"),
    [(["2009-12-16", "2009-12-16"], 0), (["2009-12", "2009-12-02"], 0), (["", "2009"], 1), (["XXXX-12-16", ""], 0)],
)
def test_the_earliest_is_the_head_and_of_one_day_the_one_that_came_first(dates: list[str], head: int) -> None:
    articles = [save(date=date) for date in dates]
    assert [head_of(article) for article in articles] == [None if n == head else articles[head] for n in range(2)]


def test_articles_without_text_stand_alone() -> None:
    save("")
    save("")
    assert not groups()


def test_what_two_texts_have_in_common_with_a_third_makes_one_group() -> None:
    wordings = [read_wording("", body) for body in CHAIN]
    assert [are_copies(*pair) for pair in pairwise(wordings)] == [True, True]
    assert not are_copies(wordings[0], wordings[2])
    for number, body in enumerate(CHAIN):
        save(body, identity=str(number))
    assert groups() == {frozenset("012")}


def test_a_group_whose_link_is_gone_falls_apart() -> None:
    first, link, last = (save(body) for body in CHAIN)
    curation.delete_articles(Article.objects.filter(pk=link.pk))
    assert (head_of(first), head_of(last)) == (None, None)


def test_a_group_whose_link_gets_another_text_falls_apart(announced: list[int]) -> None:
    first, link, last = (save(body) for body in CHAIN)
    del announced[:]
    curation.edit_article(link, {"body": story(7)})
    assert [head_of(article) for article in (first, link, last)] == [None, None, None]
    assert set(announced) == {link.pk, last.pk}


def test_a_head_that_gets_a_later_day_is_none_any_more(announced: list[int]) -> None:
    first, second = save(date="2009-12-16"), save(date="2009-12-18")
    del announced[:]
    curation.edit_article(first, {"date": "2010"})
    assert (head_of(first), head_of(second)) == (second, None)
    assert set(announced) == {first.pk, second.pk}


def test_a_thousand_equal_texts_are_one_group() -> None:
    articles = [Article(title="One", body=STORY, identity=str(number)) for number in range(1_000)]
    Article.objects.bulk_create(articles)
    update_versions([article.pk for article in articles])
    assert len(*groups()) == 1_000
    first = Article.objects.earliest("pk")
    assert Article.objects.filter(version_of=first).count() == 999


# Withheld and removed.


def test_a_withheld_head_gives_way_to_the_next_and_comes_back(announced: list[int]) -> None:
    first, second, third = save(date="2009-01"), save(date="2009-02"), save(date="2009-03")
    del announced[:]
    curation.withhold_articles([first])
    assert [head_of(article) for article in (first, second, third)] == [second, None, second]
    assert set(announced) == {first.pk, second.pk, third.pk}
    curation.release_articles([first])
    assert [head_of(article) for article in (first, second, third)] == [None, first, first]


def test_a_new_copy_never_stands_under_a_withheld_article() -> None:
    first = save(date="2009-01")
    curation.withhold_articles([first])
    second = save(date="2009-02")
    assert (head_of(first), head_of(second)) == (second, None)


def test_a_deleted_head_gives_way_to_the_next(announced: list[int]) -> None:
    first, second, third = save(date="2009-01"), save(date="2009-02"), save(date="2009-03")
    del announced[:]
    curation.delete_articles(Article.objects.filter(pk=first.pk))
    assert (head_of(second), head_of(third)) == (None, second)
    assert set(announced) == {first.pk, second.pk, third.pk}
    assert ArticleFingerprint.objects.count() == 2


# Through the importer.


def reprint_of(body: str, number: int) -> CleanArticle:
    return clean_article(f"Reprint {number}", body, date=f"2009-12-{number:02}", identity=f"wire:{number}")


def test_an_import_groups_what_it_brings_with_what_is_there() -> None:
    store_files(read_file_of(reprint_of(STORY, 5), reprint_of(story(2), 6), path="/clips/a.txt"))
    store_files(read_file_of(reprint_of(CUT, 4), reprint_of(STORY, 7), path="/clips/b.txt"))
    assert groups() == {frozenset({"wire:5", "wire:4", "wire:7"})}
    assert {article.version_of and article.version_of.identity for article in Article.objects.all()} == {None, "wire:4"}


def test_a_second_import_of_the_same_changes_and_announces_nothing(announced: list[int]) -> None:
    file = read_file_of(reprint_of(STORY, 1), reprint_of(CUT, 2))
    store_files(file)
    before = list(FingerprintKey.objects.values_list("pk", "key"))
    del announced[:]
    store_files(file)
    assert (len(groups()), announced) == (1, [])
    assert list(FingerprintKey.objects.values_list("pk", "key")) == before


def test_a_file_with_another_text_takes_its_article_out_of_the_group() -> None:
    store_files(read_file_of(reprint_of(STORY, 1), path="/clips/a.txt"), read_file_of(reprint_of(STORY, 2)))
    store_files(read_file_of(reprint_of(story(2), 1), path="/clips/a.txt"))
    assert not groups()
    store_files(read_file_of(reprint_of(CUT, 1), path="/clips/a.txt"))
    assert len(groups()) == 1


def test_a_batch_is_in_its_groups_or_not_in_the_archive() -> None:
    def fail(ids: Iterable[int]) -> set[int]:
        update_versions(ids)
        raise KeyboardInterrupt

    store_files(read_file_of(reprint_of(STORY, 1)))
    with patch("archive.importing.store.update_versions", fail), pytest.raises(KeyboardInterrupt):
        store_files(read_file_of(reprint_of(STORY, 2), path="/clips/b.txt"))
    assert (Article.objects.count(), groups()) == (1, set())
    store_files(read_file_of(reprint_of(STORY, 2), path="/clips/b.txt"))
    assert len(groups()) == 1


def test_what_a_curator_said_of_copies_outlasts_every_import() -> None:
    files = [
        read_file_of(reprint_of(body, n), path=f"/clips/{n}.txt") for n, body in enumerate([STORY, CUT, story(2)], 1)
    ]
    store_files(*files)
    first, cut, other = Article.objects.order_by("identity")
    curation.separate_version(cut, by=make_reader())
    curation.join_versions(first, other, by=make_reader("another"))
    for n, body in enumerate([STORY, CUT, story(2)], 1):
        store_files(read_file_of(reprint_of(f"{body} Again.", n), path=f"/clips/{n}.txt"))
    store_files(read_file_of(reprint_of(CUT, 9)))
    assert groups() == {frozenset({"wire:1", "wire:3", "wire:9"})}


# Fingerprints of another release.


def test_articles_signed_otherwise_are_signed_anew_and_keep_their_group() -> None:
    first, second = save(), save(CUT)
    ArticleFingerprint.objects.update(scheme=5)
    FingerprintKey.objects.update(key=0)
    third = save()
    assert [head_of(article) for article in (first, second, third)] == [None, first, first]
    assert set(ArticleFingerprint.objects.values_list("scheme", flat=True)) == {scheme()}
    assert not FingerprintKey.objects.filter(key=0).exists()


def test_the_command_compares_what_was_there_before_an_upgrade(announced: list[int]) -> None:
    first, second = make_article(body=STORY, date="2009"), make_article(body=CUT, date="2010")
    for article in (first, second):
        ArticleFingerprint.objects.create(article=article, scheme=0, digest=b"", signature=b"")
    output = StringIO()
    call_command("find_copies", stdout=output)
    assert head_of(second) == first
    assert output.getvalue() == "2 articles compared; 1 articles have the text of an earlier one.\n"
    assert announced == [second.pk]
    assert catch_up() == 0


def test_the_command_compares_all_anew_on_demand() -> None:
    first, second, third = save(), save(CUT), make_article(body=STORY)
    Article.objects.filter(pk=first.pk).update(version_of=third)
    call_command("find_copies", "--all", verbosity=0)
    assert [head_of(article) for article in (first, second, third)] == [None, first, third and first]


def test_a_catch_up_that_is_interrupted_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        article = make_article(body=STORY, identity=str(number))
        ArticleFingerprint.objects.create(article=article, scheme=0, digest=b"", signature=b"")
    monkeypatch.setattr(copies, "_BATCH", 2)

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catch_up(stop)
    assert len(*groups()) == 4
    assert catch_up() == 2
    assert len(*groups()) == 6


# The same articles make the same groups.


BODIES = [
    STORY,
    CUT,
    *CHAIN,
    story(2),
    story(2).upper(),
    " ".join(sentences(2)[1:]),
    story(3),
    "A brief.",
    "A brief.",
    "",
]


def brute_force(chosen: Sequence[int]) -> set[frozenset[str]]:
    """The groups that follow from comparing every text with every other."""
    found = [{number} for number in chosen]
    for one in chosen:
        for other in chosen:
            if are_copies(read_wording("T", BODIES[one]), read_wording("T", BODIES[other])):
                first = next(group for group in found if one in group)
                second = next(group for group in found if other in group)
                if first is not second:
                    found.remove(second)
                    first |= second
    return {frozenset(map(str, group)) for group in found if len(group) > 1}


class OrderTest(TestCase):
    """Hypothesis runs each example in a transaction of its own here."""

    @settings(max_examples=40)
    @given(
        st.permutations(range(len(BODIES))),
        st.lists(st.integers(1, len(BODIES) - 1), max_size=3),
        st.lists(st.integers(0, len(BODIES) - 1), max_size=3, unique=True),
    )
    def test_the_order_and_the_batches_of_an_import_make_no_difference(
        self, order: list[int], cuts: list[int], removed: list[int]
    ) -> None:
        ends = sorted({*cuts, len(order)})
        for start, end in pairwise([0, *ends]):
            with transaction.atomic():
                made = [
                    Article(title="T", body=BODIES[n], date=f"2009-12-{n + 1:02}", identity=f"{n}")
                    for n in order[start:end]
                ]
                for article in made:
                    article.set_derived()
                Article.objects.bulk_create(made)
                update_versions([article.pk for article in made])
        assert groups() == brute_force(order)
        curation.delete_articles(Article.objects.filter(identity__in=map(str, removed)))
        left = [number for number in order if number not in removed]
        assert groups() == brute_force(left)
        for article in Article.objects.filter(version_of__isnull=False).select_related("version_of"):
            assert article.version_of is not None
            assert article.version_of.version_of_id is None
            assert (article.version_of.first_day or dt.date.max) <= (article.first_day or dt.date.max)
