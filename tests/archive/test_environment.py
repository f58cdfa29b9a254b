from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.environment import (
    read_base_url,
    read_choice,
    read_flag,
    read_list,
    read_more_facets,
    read_person_model,
    read_secret_key,
)


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False), (" 0 ", False)]
)
def test_a_flag_is_read_however_it_is_written(written: str, meant: bool) -> None:
    assert read_flag("DEBUG", default=not meant, environ={"DEBUG": written}) is meant


def test_a_flag_that_is_not_set_has_its_default() -> None:
    assert read_flag("DEBUG", default=True, environ={})


def test_a_flag_that_is_neither_yes_nor_no_fails_with_a_repair() -> None:
    with pytest.raises(ImproperlyConfigured, match="write DEBUG=1 or DEBUG=0"):
        read_flag("DEBUG", default=False, environ={"DEBUG": "perhaps"})


def test_an_unknown_choice_fails_and_names_the_known_ones() -> None:
    with pytest.raises(ImproperlyConfigured, match="one of whoosh, opensearch"):
        read_choice("SEARCH_ENGINE", "whoosh", ("whoosh", "opensearch"), environ={"SEARCH_ENGINE": "lucene"})


def test_an_empty_choice_has_its_default() -> None:
    assert read_choice("SEARCH_ENGINE", "whoosh", ("whoosh",), environ={"SEARCH_ENGINE": ""}) == "whoosh"


def test_a_list_is_split_at_commas_without_empty_parts() -> None:
    assert read_list("ALLOWED_HOSTS", "", environ={"ALLOWED_HOSTS": "a.example, b.example,"}) == [
        "a.example",
        "b.example",
    ]


@pytest.mark.parametrize("address", ["archive.example", "ftp://archive.example", "https://", "https://a.example/?q=1"])
def test_a_base_url_that_is_no_web_address_fails_with_a_repair(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="write for example BASE_URL="):
        read_base_url("http://127.0.0.1:8000", environ={"BASE_URL": address})


def test_a_base_url_has_no_slash_at_its_end() -> None:
    assert read_base_url("http://x", environ={"BASE_URL": "https://a.example/news/"}) == "https://a.example/news"


def test_a_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = read_secret_key(tmp_path / "data", environ={})
    assert len(first) >= 50
    assert read_secret_key(tmp_path / "data", environ={}) == first
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_data_directory_is_made_for_its_owner_only(tmp_path: Path) -> None:
    read_secret_key(tmp_path / "archive", environ={})
    assert (tmp_path / "archive").stat().st_mode & 0o077 == 0


def test_a_data_directory_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir(mode=0o750)
    read_secret_key(tmp_path / "archive", environ={})
    assert (tmp_path / "archive").stat().st_mode & 0o777 == 0o750


def test_two_installations_never_share_a_key(tmp_path: Path) -> None:
    assert read_secret_key(tmp_path / "a", environ={}) != read_secret_key(tmp_path / "b", environ={})


def test_a_short_secret_key_fails_with_a_repair(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="at least 32 random characters"):
        read_secret_key(tmp_path, environ={"SECRET_KEY": "secret"})


def test_a_key_file_cut_short_fails_with_a_repair(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(ImproperlyConfigured, match="delete the file"):
        read_secret_key(tmp_path, environ={})


def test_a_data_directory_that_cannot_be_written_fails_with_a_repair(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="point ARCHIVE_DATA_DIR"):
        read_secret_key(tmp_path / "file" / "data", environ={})


def pretend_installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr("archive.environment.find_spec", lambda name: name if name in names else None)


def test_further_facets_are_those_that_are_named() -> None:
    assert read_more_facets({}) == read_more_facets({"MORE_FACETS": ""}) == ()
    assert read_more_facets({"MORE_FACETS": " place, organisation"}) == ("organisation", "place")
    with pytest.raises(ImproperlyConfigured, match="'towns', which is no further facet: write organisation,place"):
        read_more_facets({"MORE_FACETS": "place,towns"})


def test_the_shipped_model_of_people_is_used_where_none_is_named() -> None:
    assert read_person_model({}) == read_person_model({"PERSON_MODEL": ""}) == ""


def test_an_installed_pipeline_may_recognise_people(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend_installed(monkeypatch, "spacy", "halden_news")
    assert read_person_model({"PERSON_MODEL": "spacy:halden_news"}) == "spacy:halden_news"
    assert read_person_model({"PERSON_MODEL": f"spacy:{tmp_path}"}) == f"spacy:{tmp_path}"


@pytest.mark.parametrize(
    ("written", "installed", "message"),
    [
        ("halden_news", ["spacy", "halden_news"], "write spacy:NAME"),
        ("spacy:", ["spacy"], "write spacy:NAME"),
        ("stanza:halden_news", ["spacy", "halden_news"], "write spacy:NAME"),
        ("spacy:halden_news", ["halden_news"], "needs spaCy, which is not installed"),
        ("spacy:halden_news", ["spacy"], "neither installed nor a folder"),
        ("spacy:../no such folder", ["spacy"], "neither installed nor a folder"),
    ],
)
def test_a_model_of_people_that_cannot_be_used_fails_with_a_repair(
    monkeypatch: pytest.MonkeyPatch, written: str, installed: list[str], message: str
) -> None:
    pretend_installed(monkeypatch, *installed)
    with pytest.raises(ImproperlyConfigured, match=message):
        read_person_model({"PERSON_MODEL": written})
