"""The `search` command answers what the page answers."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import make_article, make_person
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(engine: OracleEngine) -> None:
    brandauer = make_person("Ilse Brandauer")
    for number in range(25):
        people = [brandauer] if number % 2 else []
        make_article(f"Ferry {number}", source=f"Paper {number % 3}", people=people, date=f"20{number:02d}-03-04")
    index_everything()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "query_string"),
    [
        (["ferry"], "q=ferry"),
        ([], ""),
        (["ferry", "--person", "ilse-brandauer", "--sort", "oldest"], "q=ferry&person=ilse-brandauer&sort=oldest"),
        (["ferry", "--source", "paper-1", "--source", "paper-2"], "q=ferry&source=paper-1&source=paper-2"),
        (["ferry", "--not_source", "paper-1", "--not-person", "_none"], "q=ferry&not_source=paper-1&not_person=_none"),
        (["ferry", "--from", "2005", "--to", "2009-05", "--page", "2"], "q=ferry&from=2005&to=2009-05&page=2"),
        (["ferries", "--exact"], "q=ferries&exact=1"),
        (["ferry", "--copies", "each"], "q=ferry&copies=each"),
    ],
)
def test_the_json_is_that_of_the_page(client: Client, arguments: list[str], query_string: str) -> None:
    printed = json.loads(run(*arguments, "--json"))
    answered = client.get(f"/search/?{query_string}&format=json").json()
    assert {**printed, "took_ms": 0} == {**answered, "took_ms": 0}


def test_the_plain_output_can_be_read() -> None:
    lines = run("ferry", "--sort", "newest").splitlines()
    assert lines[0] == "25 articles, page 1"
    assert lines[2:4] == ["1. Ferry 24", "   Paper 0, 4 March 2024"]
    assert lines[-1] == "More with --page 2."


def test_a_query_that_cannot_be_read_is_an_error_with_a_repair() -> None:
    with pytest.raises(CommandError, match="Try: ferry"):
        run("ferry OR")


def test_with_json_such_an_error_is_json_too() -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("search", '"ferry', "--json", stdout=out)
    assert json.loads(out.getvalue())["error"]["repaired"] == '"ferry"'


def test_bytes_that_are_no_text_break_nothing() -> None:
    assert run("ferry \udcff").startswith("25 articles")
