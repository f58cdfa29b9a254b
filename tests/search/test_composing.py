"""The advanced search: fields in, a query as a reader could have typed it out."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from search.composing import Parts, compose
from search.forms import AdvancedSearchForm
from search.query.parser import parse


@pytest.mark.parametrize(
    ("parts", "q"),
    [
        (Parts(), ""),
        (Parts(all_of="harbour  strike"), "harbour strike"),
        (Parts(all_of="W-2 U.S. Élise"), "W-2 U.S. Élise"),
        (Parts(phrase='the "harbour" strike'), '"the harbour strike"'),
        (Parts(any_of="harbour port"), "(harbour OR port)"),
        (Parts(any_of="harbour"), "harbour"),
        (Parts(none_of="tanker oil"), "-tanker -oil"),
        (Parts(near="pilots harbour", within=3), '"pilots harbour"~3'),
        (Parts(title="strike", body="pilots harbour", author="lund"), "title:strike body:(pilots harbour) author:lund"),
        (Parts(starting="harb dock"), "harb* dock*"),
        (Parts(first="2009", last="2011-05"), "date:2009..2011-05"),
        (Parts(first="2009", last="2009"), "date:2009"),
        (Parts(first="2009"), "date:2009.."),
        (Parts(last="2011"), "date:..2011"),
        (Parts(all_of="title:x OR (y* -z ~"), '"title x" "or" y z'),
        (Parts(all_of="... -", phrase="--", any_of="()", none_of="*"), ""),
        (
            Parts(all_of="strike", any_of="harbour port", none_of="tanker", first="2009"),
            "strike (harbour OR port) -tanker date:2009..",
        ),
    ],
)
def test_each_field_writes_its_part(parts: Parts, q: str) -> None:
    assert compose(parts) == q
    assert parse(q).problem is None


@given(st.text(max_size=40), st.sampled_from(["all_of", "phrase", "any_of", "none_of", "title", "body", "author"]))
def test_whatever_is_typed_the_query_can_be_read(typed: str, field: str) -> None:
    parts: dict[str, Any] = {field: typed}
    assert parse(compose(Parts(**parts))).problem is None


@pytest.mark.parametrize("field", [field for field in AdvancedSearchForm.base_fields.values() if field.help_text])
def test_what_stands_beside_a_field_is_a_query(field: object) -> None:
    assert parse(str(getattr(field, "help_text", ""))).problem is None


@pytest.mark.django_db
@pytest.mark.usefixtures("engine")
class TestThePage:
    def test_a_filled_in_form_leads_to_the_search_with_its_filters(self, client: Client) -> None:
        response = client.get(
            "/search/advanced/?source=the-meridian&sort=oldest&all_of=strike&phrase=&any_of=harbour+port"
        )
        assert response.status_code == 302
        assert response["Location"] == "/search/?q=strike+%28harbour+OR+port%29&source=the-meridian&sort=oldest"

    def test_it_takes_over_the_query_where_that_is_plain_words(self, client: Client) -> None:
        html = client.get("/search/advanced/?q=harbour+strike&source=x").content.decode()
        assert 'name="all_of" value="harbour strike"' in html
        assert '<input type="hidden" name="source" value="x">' in html
        assert 'name="all_of" value' not in client.get("/search/advanced/?q=title%3Astrike").content.decode()

    @pytest.mark.parametrize(
        ("query_string", "sentence"),
        [
            ("near=harbour", "Write two words or more"),
            ("starting=a", "Write two letters or more."),
            ("all_of=", "Fill in one field or more."),
            ("first=soon", "soon"),
            ("near=a+b&within=1000", "less than or equal to 100"),
        ],
    )
    def test_what_cannot_be_written_is_said(self, client: Client, query_string: str, sentence: str) -> None:
        response = client.get(f"/search/advanced/?{query_string}")
        assert response.status_code == 200
        assert sentence in response.content.decode()
