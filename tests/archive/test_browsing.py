"""What the pages read of the records: this day in other years, whom and what an article in a list is about."""

import datetime as dt

import pytest

from archive.browsing import Named, named_in, on_this_day
from tests.factories import make_article, make_person, make_topic

pytestmark = pytest.mark.django_db


class TestThisDay:
    today = dt.date(2026, 3, 4)

    def titles(self, today: dt.date = today, first: int = 1990) -> list[str]:
        return [article.title for article in on_this_day(today, range(first, 2027))]

    def test_recent_years_come_first_and_none_has_more_than_two(self) -> None:
        for year in (1999, 2024, 2010):
            for number in range(3):
                make_article(f"{year}, {number}", date=f"{year}-03-04")
        assert self.titles() == ["2024, 0", "2024, 1", "2010, 0", "2010, 1", "1999, 0", "1999, 1"]

    def test_it_goes_back_six_years_that_have_any(self) -> None:
        for year in range(2000, 2026, 2):
            make_article(str(year), date=f"{year}-03-04")
        assert self.titles() == ["2024", "2022", "2020", "2018", "2016", "2014"]

    @pytest.mark.parametrize("date", ["2024", "2024-03", "XXXX-03-04", "2026-03-04", "2024-03-05", "2024-04-03"])
    def test_only_that_very_day_of_another_year_counts(self, date: str) -> None:
        make_article(date=date)
        assert self.titles() == []

    def test_a_copy_and_what_is_withheld_are_left_out(self) -> None:
        first = make_article("First", date="2024-03-04")
        make_article("Copy", date="2023-03-04", version_of=first)
        make_article("Withheld", date="2022-03-04", withheld=True)
        assert self.titles() == ["First"]

    def test_a_leap_day_looks_at_leap_years(self) -> None:
        make_article("Leap", date="2020-02-29")
        make_article("Before", date="2023-02-28")
        assert self.titles(dt.date(2024, 2, 29)) == ["Leap"]


def test_an_article_in_a_list_has_those_that_matter_most_people_first() -> None:
    people = [make_person(name) for name in ("Ada Berg", "Bo Ek", "Cy Dahl", "Di Falk")]
    topics = [make_topic(label) for label in ("ales", "breads", "cakes")]
    article, bare = make_article(people=people, topics=topics), make_article("Bare")
    article.person_links.filter(person=people[3]).update(mentions=9)
    article.person_links.filter(person=people[0]).update(rejected=True)
    article.topic_links.filter(topic=topics[2]).update(score=1)
    about = named_in([article.pk, bare.pk], people=2, topics=2)
    assert about == {
        article.pk: [Named(each.name, each.get_absolute_url()) for each in (people[3], people[1])]
        + [Named(each.label, each.get_absolute_url()) for each in (topics[2], topics[0])],
        bare.pk: [],
    }
