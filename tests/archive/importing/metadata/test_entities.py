"""Organisations and places in texts: what counts as one name, and what as none."""

import pytest

from archive.importing.describing import Finders, describe
from archive.importing.metadata.entities import find_entities
from archive.importing.raw import EntityKind, RawArticle

BOTH: tuple[EntityKind, ...] = ("organisation", "place")


def find(body: str, *people: str, kinds: tuple[EntityKind, ...] = BOTH) -> dict[str, tuple[str, int]]:
    return {each.name: (each.kind, each.mentions) for each in find_entities(body, people=people, kinds=kinds)}


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("Troops of NATO left Afghanistan in the spring, officials said.", "NATO", "organisation"),
        ("Troops of NATO left Afghanistan in the spring, officials said.", "Afghanistan", "place"),
        ("The U.N. Security Council met in New York on Tuesday.", "New York", "place"),
        ("He said the U.S. would send grain to Russia's harbours.", "United States", "place"),
        ("He said the U.S. would send grain to Russia's harbours.", "Russia", "place"),
        (
            "The International Monetary Fund lent Poland money.",
            "International Monetary Fund",
            "organisation",
        ),
    ],
)
def test_a_name_is_found_as_what_it_is(body: str, name: str, kind: str) -> None:
    assert find(body)[name] == (kind, 1)


def test_several_names_of_one_are_one() -> None:
    body = "The United Nations met in Geneva. A spokesman of the U.N. said that the UN would go on, and the U.N. did."
    assert find(body)["United Nations"] == ("organisation", 4)


def test_the_letters_in_brackets_stand_for_the_name_from_there_on() -> None:
    body = (
        "The Norwegian Fisheries Directorate (NFD) met in Oslo. Ships of the NFD will leave on Monday, and the head of "
        "the NFD will be on board."
    )
    found = find(body)
    assert found["Norwegian Fisheries Directorate"][1] == 3
    assert "NFD" not in found


def test_people_days_and_adjectives_are_no_places() -> None:
    body = "Iraqi soldiers met Anna Denmark in Baghdad on Monday. Denmark said that the Iraqi soldiers were polite."
    assert find(body, "Anna Denmark").keys() == {"Baghdad"}


def test_only_the_kinds_that_are_wanted_are_found() -> None:
    body = "Troops of NATO left Afghanistan in the spring, officials said."
    assert find(body, kinds=("organisation",)).keys() == {"NATO"}
    assert find(body, kinds=()) == {}


def test_a_text_of_names_alone_or_without_a_stop_costs_no_more_than_another() -> None:
    assert len(find(". ".join(f"Ministers met in Oslo and Port Number{n} of NATO" for n in range(500)))) <= 100
    assert find("Oslo " * 20_000) == {}


@pytest.mark.parametrize(("language", "is_read"), [("en", True), ("en-GB", True), ("de", False)])
def test_texts_in_other_languages_are_left_alone(language: str, is_read: bool) -> None:
    raw = RawArticle("Talks", "Troops of NATO left Afghanistan in the spring, officials said.", language=language)
    assert bool(describe(raw, finders=Finders(entity_kinds=BOTH)).entities) is is_read
    assert not describe(raw).entities
