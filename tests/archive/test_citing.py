"""References: what readers of RIS, BibTeX and schema.org find in what the archive writes."""

import json
import re
from typing import Any

import pybtex.database  # type: ignore[import-untyped]  # it has no types
import pytest
import rispy  # type: ignore[import-untyped]  # it has no types
from django.test import Client

from archive.citing import reference, surname_first, to_bibtex, to_json_ld, to_ris
from archive.models import Article, Source
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

HOSTILE = 'Harbour & {Sons} 100%: "$5_000" </script><b>~x^2\\\nER  - TI  - }'


@pytest.fixture
def article() -> Article:
    return make_article(
        "Ferry runs again",
        date="2009-12-16",
        source=make_source("Harbour Gazette"),
        authors=["Marta van der Okafor", "Associated Press"],
        section="Shipping",
        dateline="SENN",
        language="en",
        url="https://gazette.example/ferry",
        via=make_source("Morning Digest"),
        via_issue="214",
        via_item="3",
    )


def ris(article: Article) -> dict[str, Any]:
    (record,) = rispy.loads(to_ris(article))
    return dict(record)


def bibtex(article: Article) -> Any:  # noqa: ANN401  # an entry of a library without types
    entries = pybtex.database.parse_string(to_bibtex(article), "bibtex").entries
    assert list(entries) == [f"clippings{article.pk}"]
    return entries[f"clippings{article.pk}"]


def test_the_reference_in_words_leads_back_to_the_archive(article: Article) -> None:
    assert reference(article) == (
        "Marta van der Okafor and Associated Press, “Ferry runs again”, Harbour Gazette, 16 December 2009, "
        f"http://127.0.0.1:8000/articles/{article.pk}/."
    )


def test_ris_is_a_newspaper_article_with_all_that_is_known(article: Article) -> None:
    record = ris(article)
    assert record["type_of_reference"] == "NEWS"
    assert record["title"] == "Ferry runs again"
    assert record["authors"] == ["van der Okafor, Marta", "Associated Press"]
    assert record["secondary_title"] == "Harbour Gazette"
    assert (record["year"], record["date"]) == ("2009", "2009/12/16/")
    assert record["urls"] == ["https://gazette.example/ferry", f"http://127.0.0.1:8000/articles/{article.pk}/"]
    assert record["notes"] == ["Through Morning Digest, 214, item 3"]
    assert to_ris(article).endswith("\r\nER  - \r\n")


def test_bibtex_has_persons_to_take_apart_and_offices_in_one_piece(article: Article) -> None:
    entry = bibtex(article)
    first, office = entry.persons["author"]
    assert (first.first_names, first.prelast_names, first.last_names) == (["Marta"], ["van", "der"], ["Okafor"])
    assert office.last_names == ["{Associated Press}"]
    assert {name: entry.fields[name] for name in ("title", "journal", "year", "month", "date")} == {
        "title": "{Ferry runs again}",
        "journal": "Harbour Gazette",
        "year": "2009",
        "month": "December",
        "date": "2009-12-16",
    }


@pytest.mark.parametrize(
    ("date", "of_ris", "of_bibtex", "of_schema"),
    [
        ("2009-12", "2009/12//", "2009-12", "2009-12"),
        ("2009", "2009///", "2009", "2009"),
        ("XXXX-12-16", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_date_is_as_precise_as_it_is(
    date: str, of_ris: str | None, of_bibtex: str | None, of_schema: str | None
) -> None:
    article = make_article(date=date)
    assert ris(article).get("date") == of_ris
    assert bibtex(article).fields.get("date") == of_bibtex
    assert to_json_ld(article).get("datePublished") == of_schema


def test_whatever_stands_in_an_article_stays_inside_its_field() -> None:
    source = Source.objects.create(name=HOSTILE, slug="hostile")
    article = make_article(HOSTILE, source=source, authors=[HOSTILE, "Smith and Sons"], section=HOSTILE)
    record = ris(article)
    assert record["title"] == " ".join(HOSTILE.split())
    assert record["authors"][1] == "Sons, Smith and"
    entry = bibtex(article)
    assert set(entry.fields) <= {"title", "journal", "chapter", "url", "note", "language"}
    assert len(entry.persons["author"]) == 2
    assert entry.fields["title"].startswith(r"{Harbour \& {\textbraceleft}Sons{\textbraceright} 100\%:")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Doe", "Doe, Jane"),
        ("Jane van der Doe", "van der Doe, Jane"),
        ("Martin Doe Jr.", "Doe, Martin, Jr."),
        ("Reuters", "Reuters"),
        ("Gazette Staff", "Gazette Staff"),
        ("Doe, Jane", "Doe, Jane"),
        ("von Doe", "Doe, von"),
        ("", ""),
    ],
)
def test_surnames_come_first_and_offices_keep_their_order(name: str, expected: str) -> None:
    assert surname_first(name) == expected


def test_the_page_carries_what_reference_managers_look_for(client: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(title=HOSTILE)
    html = client.get(f"/articles/{article.pk}/{article.slug}/").content.decode()
    assert '<meta name="z:itemType" content="newspaperArticle">' in html
    assert '<meta name="citation_author" content="Marta van der Okafor">' in html
    assert '<meta name="citation_publication_date" content="2009/12/16">' in html
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert data
    schema = json.loads(data[1])
    assert schema["@type"] == "NewsArticle"
    assert schema["headline"] == " ".join(HOSTILE.split())
    assert schema["author"][1] == {"@type": "Organization", "name": "Associated Press"}


@pytest.mark.parametrize(("form", "begins"), [("ris", "TY  - NEWS"), ("bib", "@article{")])
def test_a_reference_is_a_file_to_download(client: Client, article: Article, form: str, begins: str) -> None:
    response = client.get(f"/articles/{article.pk}.{form}")
    assert response.content.decode().startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="ferry-runs-again-{article.pk}.{form}"'


def test_there_is_no_reference_to_what_a_reader_may_not_see_nor_in_other_forms(
    client: Client, article: Article
) -> None:
    assert client.get(f"/articles/{article.pk}.doc").status_code == 404
    Article.objects.filter(pk=article.pk).update(withheld=True)
    assert client.get(f"/articles/{article.pk}.ris").status_code == 404
