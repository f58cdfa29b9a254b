"""The admin pages that merge, split and undo, as a browser without JavaScript uses them."""

from collections.abc import Iterable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.admin.merging import MOST_MERGED
from archive.matching import find_matches, say_two_people
from archive.merging import merge_people, merge_topics
from archive.models import Article, ArticlePerson, IdentityChange, Person, Topic
from archive.splitting import Split, split_person
from tests.archive.test_merging import dump, links_of
from tests.factories import make_article, make_person, make_reader, make_topic

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    """A browser in which a curator is signed in who is no superuser."""
    client.force_login(curator)
    return client


@pytest.fixture
def two() -> tuple[Person, Person]:
    kept, other = make_person("Dmitri Medvedev"), make_person("Dmitry Medvedyev")
    for number in range(3):
        make_article(f"Kept {number}", people=[kept])
    make_article("Other", people=[other])
    return kept, other


def address(page: str, /, *args: object, ids: Iterable[int] = (), **query: object) -> str:
    pairs = [*(f"ids={pk}" for pk in ids), *(f"{key}={value}" for key, value in query.items())]
    return f"{reverse(f'admin:archive_{page}', args=args)}?{'&'.join(pairs)}"


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return " ".join(response.content.decode().split())


# Merging.


def test_people_chosen_from_the_list_are_merged_on_a_page_that_says_what_changes(
    desk: Client, two: tuple[Person, Person]
) -> None:
    kept, other = two
    chosen = {"action": "merge_chosen", "_selected_action": [other.pk, kept.pk]}
    page = desk.post(address("person_changelist"), chosen, follow=True)
    assert page.status_code == 200
    # The one in most articles is offered to be kept.
    assert page.context["kept"] == kept
    assert "<strong>1</strong> article goes over" in text_of(page)
    assert "Dmitry Medvedyev" in text_of(page)
    assert Person.objects.current().count() == 2
    done = desk.post(address("person_merge_chosen"), {"ids": [kept.pk, other.pk], "kept": kept.pk}, follow=True)
    assert "Dmitry Medvedyev merged into Dmitri Medvedev" in text_of(done)
    assert Person.objects.current().get() == kept
    assert IdentityChange.objects.get().decided_by == User.objects.get(username="curator")
    assert LogEntry.objects.get().object_id == str(kept.pk)


def test_the_other_one_can_be_kept_and_one_left_out(desk: Client, two: tuple[Person, Person]) -> None:
    third = make_person("Jan Berg")
    ids = [each.pk for each in (*two, third)]
    page = desk.get(address("person_merge_chosen", ids=ids, kept=two[1].pk))
    assert page.context["kept"] == two[1]
    assert set(page.context["others"]) == {two[0], third}
    page = desk.get(address("person_merge_chosen", ids=ids[:2], kept=third.pk))
    assert page.context["kept"] == two[0]


def test_a_merge_is_undone_from_its_page_and_from_the_history(desk: Client, two: tuple[Person, Person]) -> None:
    before = dump()
    for origin in ("page", "list"):
        change = merge_people(*two)
        undo = reverse("admin:archive_identitychange_undo", args=[change.pk])
        page = desk.get(
            address("identitychange_change", change.pk) if origin == "page" else address("identitychange_changelist")
        )
        assert undo in page.content.decode()
        assert "Undone: " in text_of(desk.post(undo, follow=True))
        assert dump() == before
    assert "undone already" in text_of(desk.post(undo, follow=True))


def test_what_was_merged_again_says_what_to_undo_first(desk: Client, two: tuple[Person, Person]) -> None:
    change = merge_people(*two)
    merge_people(make_person("D. A. Medvedev"), two[0])
    page = text_of(desk.get(address("identitychange_change", change.pk)))
    assert "undo “Dmitri Medvedev merged into D. A. Medvedev”" in page
    assert '<input type="submit" value="Undo">' not in page


def test_the_history_is_narrowed_to_what_made_a_record(desk: Client, two: tuple[Person, Person]) -> None:
    third, fourth = make_person("D. A. Medvedev"), make_person("Jan Berg")
    first = merge_people(two[0], two[1])
    second = merge_people(third, two[0])
    merge_people(make_person("Jan Bergh"), fourth)
    page = desk.get(address("identitychange_changelist", record=third.pk))
    assert set(page.context["cl"].result_list) == {first, second}


def test_the_page_of_a_person_leads_to_merging_and_splitting_and_that_of_a_merged_one_to_who_stands_for_it(
    desk: Client, two: tuple[Person, Person]
) -> None:
    kept, other = two
    page = desk.get(address("person_change", kept.pk)).content.decode()
    for name in ("person_merge", "person_split"):
        assert f'href="{reverse(f"admin:archive_{name}", args=[kept.pk])}"' in page
    merge_people(kept, other)
    response = desk.get(address("person_change", other.pk), follow=True)
    assert response.redirect_chain == [(reverse("admin:archive_person_change", args=[kept.pk]), 302)]
    assert f"Number {other.pk} was merged into this record." in text_of(response)


def test_merged_records_are_offered_nowhere(desk: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    merge_people(kept, other)
    merge_topics(make_topic("whaling"), make_topic("whale hunting"))
    assert set(desk.get(address("person_changelist")).context["cl"].result_list) == {kept}
    assert "whale hunting" not in desk.get(address("topic_changelist")).content.decode()
    for model, field, term in (("articleperson", "person", "med"), ("articletopic", "topic", "whal")):
        query = f"app_label=archive&model_name={model}&field_name={field}&term={term}"
        results = desk.get(f"{reverse('admin:autocomplete')}?{query}").json()["results"]
        assert [each["text"] for each in results] in (["Dmitri Medvedev"], ["whaling"])


def test_whom_to_merge_with_is_found_by_likeness_and_by_a_part_of_any_name(
    desk: Client, two: tuple[Person, Person]
) -> None:
    kept, other = two
    make_person("Ingrid Solheim", other_names=["Ingrid Medvedev-Solheim"])
    find_matches()
    found = {each.name for each, *_ in desk.get(address("person_merge", kept.pk)).context["found"]}
    assert found == {"Dmitry Medvedyev"}
    page = desk.get(address("person_merge", kept.pk, name="MEDVED"))
    assert {each.name for each, *_ in page.context["found"]} == {"Dmitry Medvedyev", "Ingrid Solheim"}
    assert address("person_merge_chosen", ids=[kept.pk, other.pk]).replace("&", "&amp;") in page.content.decode()
    part = desk.get(address("person_merge", kept.pk, name="medved"), headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="found"')
    for typed in ("%00", "%25", "(", "x" * 300, "%F0%9F%98%80"):
        assert desk.get(address("person_merge", kept.pk, name=typed)).status_code == 200


@pytest.mark.parametrize("ids", [[], [1], [1, 1], ["x", "²", "9" * 30], [999_999, 999_998]])
def test_fewer_than_two_are_sent_back_to_the_list(desk: Client, ids: list[object]) -> None:
    make_person()
    response = desk.get(f"{reverse('admin:archive_person_merge_chosen')}?{'&'.join(f'ids={pk}' for pk in ids)}")
    assert response["Location"] == reverse("admin:archive_person_changelist")


def test_more_than_a_page_can_show_are_not_merged_from_the_list(desk: Client) -> None:
    ids = [make_person(f"Jan Berg {n}").pk for n in range(MOST_MERGED + 1)]
    response = desk.post(address("person_changelist"), {"action": "merge_chosen", "_selected_action": ids}, follow=True)
    assert f"Choose between 2 and {MOST_MERGED}" in text_of(response)


def test_topics_are_merged_on_the_same_pages(desk: Client) -> None:
    kept, other = make_topic("whaling"), make_topic("whale hunting")
    below = make_topic("whale quotas", parent=other)
    make_article("A", topics=[kept])
    make_article("B", topics=[kept, below])
    assert other in [each for each, *_ in desk.get(address("topic_merge", kept.pk, name="whal")).context["found"]]
    page = desk.get(address("topic_merge_chosen", ids=[kept.pk, other.pk]))
    assert "whale quotas" in text_of(page)
    page = desk.get(address("topic_merge_chosen", ids=[below.pk, other.pk], kept=below.pk))
    assert "keep that one, or move" in text_of(page)
    assert page.context.get("preview") is None
    desk.post(address("topic_merge_chosen"), {"ids": [kept.pk, other.pk], "kept": kept.pk})
    assert set(Topic.objects.current()) == {kept, below}
    assert desk.get(address("topic_change", other.pk))["Location"] == reverse(
        "admin:archive_topic_change", args=[kept.pk]
    )


# Splitting.


@pytest.fixture
def berg() -> Person:
    person = make_person("Jan Berg", other_names=["J. P. Berg"])
    for title, found in (("Fish", {"Jan Berg": 1}), ("State", {"J. P. Berg": 1})):
        make_article(title, people=[person])
        ArticlePerson.objects.filter(article__title=title).update(found_as=found)
    return person


def test_a_person_is_split_on_a_page_that_says_what_changes(desk: Client, berg: Person) -> None:
    page = desk.get(address("person_split", berg.pk))
    assert [(each["name"].name, each["articles"]) for each in page.context["names"]] == [("J. P. Berg", 1)]
    assert [each["article"].title for each in page.context["articles"]] == ["State", "Fish"]
    name = berg.names.get(name="J. P. Berg").pk
    page = desk.get(address("person_split", berg.pk, names=name))
    assert page.context["preview"].articles == 1
    assert "Take J. P. Berg out of Jan Berg" in text_of(page)
    before = dump()
    done = desk.post(address("person_split", berg.pk), {"names": [name], "new_name": "Johannes Berg"}, follow=True)
    assert "Johannes Berg taken out of Jan Berg" in text_of(done)
    assert links_of(Person.objects.get(name="Johannes Berg")) == {("State", False)}
    desk.post(reverse("admin:archive_identitychange_undo", args=[IdentityChange.objects.get().pk]))
    assert dump() == before


def test_articles_for_a_split_are_found_by_their_title_and_stay_chosen(desk: Client, berg: Person) -> None:
    state = Article.objects.get(title="State").pk
    foreign = make_article("Foreign").pk
    page = desk.get(address("person_split", berg.pk, articles=state, title="fis", new_name="Johannes+Berg"))
    assert [(each["article"].title, each["chosen"]) for each in page.context["articles"]] == [
        ("State", True),
        ("Fish", False),
    ]
    # What is not the person's cannot be split off.
    assert not desk.get(address("person_split", berg.pk, articles=foreign)).context["split"].articles


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "at least one letter or digit"),
        ({"new_name": "Johannes Berg"}, "Choose at least one name or one article"),
        ({"new_name": "Jan Berg", "articles": "all"}, "stays a name of Jan Berg"),
    ],
)
def test_a_split_that_makes_no_sense_says_why(desk: Client, berg: Person, data: dict[str, str], said: str) -> None:
    if "articles" in data:
        data |= {"articles": str(Article.objects.get(title="State").pk)}
    before = dump()
    assert said in text_of(desk.post(address("person_split", berg.pk), data))
    assert dump() == before


# People who may be one.


def test_a_pair_is_answered_from_its_list_for_good(desk: Client, two: tuple[Person, Person]) -> None:
    find_matches()
    page = desk.get(address("possiblematch_changelist"))
    (match,) = page.context["cl"].result_list
    assert "(3)" in text_of(page)
    assert address("person_merge_chosen", ids=[two[0].pk, two[1].pk]).replace("&", "&amp;") in page.content.decode()
    response = desk.post(reverse("admin:archive_possiblematch_apart", args=[match.pk]), follow=True)
    assert "are two people: nobody is asked about them again" in text_of(response)
    find_matches()
    assert not desk.get(address("possiblematch_changelist")).context["cl"].result_list
    answered = desk.get(address("possiblematch_changelist", answered=1))
    assert "two people, said curator" in text_of(answered)
    again = {"action": "ask_again", "_selected_action": [match.pk]}
    desk.post(address("possiblematch_changelist", answered=1), again)
    assert list(desk.get(address("possiblematch_changelist")).context["cl"].result_list) == [match]


def test_merging_two_who_were_said_to_be_two_people_is_warned_of(
    desk: Client, two: tuple[Person, Person], curator: User
) -> None:
    say_two_people(*two, by=curator)
    page = desk.get(address("person_merge_chosen", ids=[two[0].pk, two[1].pk]))
    assert "are two people, said curator" in text_of(page)


def test_all_names_are_looked_through_in_the_background(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr("archive.admin.identity.start_command", lambda *words, log: started.append(words))
    assert desk.post(reverse("admin:archive_possiblematch_look")).status_code == 302
    assert started == [("find_same_people", "--anew")]


# Who may do this, and what it costs.


@pytest.fixture
def pages(two: tuple[Person, Person], berg: Person) -> list[str]:
    """An address of each page, with records behind it."""
    whaling, hunting = make_topic("whaling"), make_topic("whale hunting")
    gone = make_person("D. A. Medvedev")
    merged = merge_people(two[0], gone)
    article = Article.objects.get(title="Fish")
    _, split = split_person(Split(berg, articles=frozenset([article.pk])), "Johannes Berg")
    find_matches()
    name = berg.names.get(name="J. P. Berg").pk
    return [
        address("person_changelist"),
        address("person_change", two[0].pk),
        address("person_merge", two[0].pk),
        address("person_merge", two[0].pk, name="med"),
        address("person_merge_chosen", ids=[each.pk for each in two]),
        address("person_split", berg.pk, names=name, title="sta"),
        address("topic_change", whaling.pk),
        address("topic_merge", whaling.pk, name="whal"),
        address("topic_merge_chosen", ids=[whaling.pk, hunting.pk]),
        address("identitychange_changelist"),
        address("identitychange_change", merged.pk),
        address("identitychange_change", split.pk),
        address("possiblematch_changelist"),
    ]


def test_every_page_takes_few_queries_however_many_records_there_are(
    desk: Client, pages: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def count(url: str) -> int:
        with django_assert_max_num_queries(MOST_QUERIES) as seen:
            assert desk.get(url).status_code == 200, url
        return len(seen)

    for url in pages:
        desk.get(url)
    few = {url: count(url) for url in pages}
    person = Person.objects.get(name="Dmitri Medvedev")
    for number in range(10):
        make_article(f"More {number}", people=[person, make_person(f"Dmitrij Medwedew {number}")])
        make_topic(f"whale meat {number}")
    find_matches()
    # A record that is found more often is named more often, not asked for more often.
    assert {url: count(url) for url in pages} == few


def test_who_may_only_look_changes_nothing(client: Client, pages: list[str], two: tuple[Person, Person]) -> None:
    looker = make_reader("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    change = IdentityChange.objects.first()
    assert change
    before = dump()
    statuses = {url: client.get(url).status_code for url in pages}
    assert {url for url, status in statuses.items() if status == 200} == {
        url for url in pages if "/merge/" not in url and "/split/" not in url
    }
    assert "Merge into…" not in client.get(address("person_change", two[0].pk)).content.decode()
    for name, args, data in (
        ("person_merge_chosen", [], {"ids": [each.pk for each in two]}),
        ("person_split", [two[0].pk], {"new_name": "Somebody"}),
        ("identitychange_undo", [change.pk], {}),
        ("possiblematch_look", [], {}),
    ):
        assert client.post(reverse(f"admin:archive_{name}", args=args), data).status_code == 403
    assert dump() == before
    client.logout()
    assert client.get(address("person_merge", two[0].pk)).status_code == 302


def test_undoing_wants_the_right_to_change_such_records(client: Client, two: tuple[Person, Person]) -> None:
    change = merge_people(*two)
    clerk = make_reader("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_identitychange", "change_identitychange"]))
    client.force_login(clerk)
    undo = reverse("admin:archive_identitychange_undo", args=[change.pk])
    assert undo not in client.get(address("identitychange_change", change.pk)).content.decode()
    assert client.post(undo).status_code == 403


def test_nothing_is_changed_by_following_a_link(desk: Client, two: tuple[Person, Person]) -> None:
    change = merge_people(*two)
    for name, args in (("identitychange_undo", [change.pk]), ("possiblematch_apart", [1]), ("possiblematch_look", [])):
        assert desk.get(reverse(f"admin:archive_{name}", args=args)).status_code == 405


def test_what_a_file_says_is_escaped(desk: Client) -> None:
    bad = "<script>alert(1)</script>"
    kept, other = make_person(f"{bad} Berg"), make_person(f"{bad} Bergh", other_names=[f"{bad} Other"])
    make_article(f"{bad} title", people=[kept, other])
    change = merge_people(kept, make_person(f"{bad} Third"))
    for url in (
        address("person_merge", kept.pk, name="script"),
        address("person_merge_chosen", ids=[kept.pk, other.pk]),
        address("person_split", other.pk, names=other.names.get(name=f"{bad} Other").pk),
        address("identitychange_change", change.pk),
        address("identitychange_changelist"),
    ):
        assert bad not in desk.get(url).content.decode()
