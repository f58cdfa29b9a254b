"""read_articles: what a script and a person get to see."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

KEYS = "file item title date source via authors language people topics body caption credit rights url problems"
ARTICLE = """#7 - Coast Reader 2013-041 - Home
June 4, 2012
Mayor Petra Lund opens the bridge
Copyright (c) 2012. Halden Post, Inc.

Mayor Petra Lund opened the bridge at Halden on Tuesday, eleven weeks after a barge struck its third pier.

"We looked at every bolt," Lund told reporters who had come from as far away as the islands to see it.
"""


def run(*args: str) -> tuple[list[dict[str, Any]], str, str]:
    out, err = StringIO(), StringIO()
    call_command("read_articles", *args, stdout=out, stderr=err, no_color=True)
    text = out.getvalue()
    return ([json.loads(line) for line in text.splitlines()] if "--json" in args else []), text, err.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "item.txt").write_text(ARTICLE)
    (tmp_path / "clips" / "scan.txt").write_bytes(b"\x00\x01\x02\x03")
    return tmp_path


def test_json_has_exactly_the_keys_of_the_contract_in_order(folder: Path) -> None:
    records, _, _ = run("clips", "--json")
    assert [list(record) for record in records] == [KEYS.split()] * 2


def test_an_article_is_one_object(folder: Path) -> None:
    [article, _], _, _ = run("clips", "--json")
    assert article["file"] == "clips/item.txt"
    assert (article["title"], article["date"], article["source"]) == (
        "Mayor Petra Lund opens the bridge",
        "2012-06-04",
        "Halden Post",
    )
    assert article["via"] == {"title": "Coast Reader", "issue": "2013-041", "item": "7"}
    person = article["people"][0]
    assert list(person) == ["name", "mentions", "origin", "score"]
    assert person["name"] == "Petra Lund"
    assert article["problems"] == []


def test_organisations_and_places_are_there_where_the_archive_wants_them(folder: Path, settings: Settings) -> None:
    (folder / "clips" / "item.txt").write_text(ARTICLE.replace("Halden", "Norway"))
    settings.MORE_FACETS = ("organisation", "place")
    [article, _], _, _ = run("clips", "--json")
    assert list(article) == [*KEYS.split()[:10], "organisations", "places", *KEYS.split()[10:]]
    assert [(each["name"], each["mentions"], each["origin"]) for each in article["places"]] == [("Norway", 1, "model")]
    assert "places: Norway" in run("clips")[1]


def test_an_unreadable_file_is_an_object_without_title_and_a_sentence_on_stderr(folder: Path) -> None:
    [_, unreadable], _, err = run("clips", "--json")
    assert unreadable["file"] == "clips/scan.txt"
    assert unreadable["title"] is None
    assert [problem["code"] for problem in unreadable["problems"]] == ["unreadable"]
    assert "clips/scan.txt: This is not a text file" in err


def test_without_json_a_person_can_read_it(folder: Path) -> None:
    _, out, err = run("clips")
    assert "Mayor Petra Lund opens the bridge" in out
    assert "Halden Post · 2012-06-04 · via Coast Reader 2013-041 #7" in out
    assert "scan.txt" in err


def test_a_path_that_does_not_exist_is_named_after_the_rest_was_read(folder: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match=r"nowhere: there is no such file"):
        call_command("read_articles", "nowhere", "clips/item.txt", "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["file"] == "clips/item.txt"


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / os.fsdecode(b"w\xe4sser\n\x1b[2J.txt")
    path.write_text(ARTICLE)
    articles, out, _ = run(str(path), *arguments)
    shown = articles[0]["file"] if arguments else out
    assert "w\\xe4sser" in shown.encode().decode()
    assert arguments or "\x1b" not in out
