"""Files to described articles: what is concluded, what is doubted, and what is refused."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from archive.importing.describing import describe
from archive.importing.pipeline import find_files, read_file
from archive.importing.raw import Problem, RawArticle, Subject, Via

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
BODY = f"{LEAD}\n\n{LEAD.replace('Tuesday', 'Friday')}"


def codes(raw: RawArticle) -> set[str]:
    return {problem.code for problem in describe(raw).problems}


def raw(**fields: object) -> RawArticle:
    given = {"title": "Bridge reopens", "body": BODY, "date": "2014-03-12", "source": "Halden Post"} | fields
    return RawArticle(**given)  # type: ignore[arg-type]  # the tests give the right types


def test_an_article_with_everything_raises_no_doubt() -> None:
    article = describe(raw())
    assert (article.title, article.date, article.source, article.language) == (
        "Bridge reopens",
        "2014-03-12",
        "Halden Post",
        "en",
    )
    assert article.problems == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"date": ""}, "missing-date"),
        ({"date": "some day"}, "unreadable-date"),
        ({"date": "16 December"}, "missing-year"),
        ({"date": "03/04/2009"}, "ambiguous-date"),
        ({"source": ""}, "unknown-source"),
        ({"body": "Too short."}, "short-body"),
        ({"title": ""}, "missing-title"),
    ],
)
def test_each_doubt_has_its_code(fields: dict[str, object], code: str) -> None:
    assert codes(raw(**fields)) == {code}


def test_the_day_of_a_caption_is_taken_and_quoted_when_nothing_else_dates_the_article() -> None:
    caption = "Norland -- Minister Ivar Holt (R) in Halden on December 16"
    article = describe(raw(date="", caption=caption))
    assert article.date == "XXXX-12-16"
    assert caption in article.problems[0].message


def test_a_caption_with_two_days_dates_nothing() -> None:
    assert codes(raw(date="", caption="Halden on December 15 and on December 16")) == {"missing-date"}


def test_the_dateline_is_split_off_and_dates_and_names_what_nothing_else_does() -> None:
    article = describe(raw(date="", source="", body=f"HALDEN, Dec 16 (Coast Wire) - {BODY}"))
    assert (article.dateline, article.date, article.source) == ("HALDEN, Dec 16", "XXXX-12-16", "Coast Wire")
    assert article.body == BODY


def test_a_paper_that_reprints_an_agency_is_the_source() -> None:
    assert describe(raw(body=f"HALDEN (AP) -- {BODY}")).source == "Halden Post"


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"rights": "Copyright (c) 2012. Norland Radio, Inc. Reprinted with permission"}, "Norland Radio"),
        ({"body": f"(Norland Radio) -- {BODY}"}, "Norland Radio"),
        ({"credit": "Norland Radio's Halden studio contributed to this report."}, "Norland Radio"),
    ],
)
def test_the_source_is_concluded_from_the_evidence(fields: dict[str, object], source: str) -> None:
    assert describe(raw(source="", **fields)).source == source


def test_a_byline_that_opens_the_text_names_the_authors() -> None:
    article = describe(raw(body=f"By Nora Quist\n\n{BODY}"))
    assert (article.authors, article.body) == (("Nora Quist",), BODY)


def test_the_agency_is_no_author_beside_a_person() -> None:
    assert describe(raw(authors=("Nora Quist", "Halden Post"))).authors == ("Nora Quist",)


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        ({"identity": "reuters21578:7", "url": "https://a.example/b"}, "reuters21578:7"),
        ({"url": "https://a.example/b#top"}, "url:a.example/b"),
        ({"via": Via("Coast Reader", "2013-041", "7")}, "via:coast reader:2013-041:7"),
        ({"via": Via("Coast Reader")}, ""),
        ({}, ""),
    ],
)
def test_an_article_is_known_again_by_the_best_identity_it_has(fields: dict[str, object], identity: str) -> None:
    assert describe(raw(**fields)).identity == identity


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://", "ftp://a.example/b"]
)
def test_only_web_addresses_are_kept(url: str) -> None:
    assert describe(raw(url=url)).url == ""


def test_keywords_are_kept_as_the_file_has_them_each_once() -> None:
    subjects = (Subject("cocoa", "reuters21578"), Subject("ferries"), Subject("ferries"), Subject("", "", "bridges"))
    assert describe(raw(subjects=subjects)).keywords == ("reuters21578:cocoa", "ferries", "bridges")


def test_a_very_long_title_is_cut() -> None:
    assert len(describe(raw(title="bridge " * 500)).title) <= 300


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_files_are_found_in_order_each_once_without_hidden_folders(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".git/config", "b/.hidden"):
        write(tmp_path, name, "x")
    found = [
        path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path, tmp_path / "b", tmp_path / "a.txt"])
    ]
    assert found == ["a.txt", "b/.hidden", "b/1.txt", "b/2.txt"]


def test_a_file_is_read_with_its_hash_size_and_format(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", f"Bridge reopens\n\n12 March 2014\n\n{BODY}\n")
    read = read_file(path)
    assert (read.path, read.size, read.format, read.error) == (path, path.stat().st_size, "plain text", "")
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [article.title for article in read.articles] == ["Bridge reopens"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("README.md", "# About these files", "describes others"),
        ("LICENSE", "Do what you like.", "describes others"),
        (".DS_Store", b"\x00\x00\x00\x01Bud1", "describes others"),
        ("scan.txt", b"\x00\x01\x02\x03\x00\xff", "not a text file"),
        ("empty.txt", b"", "empty"),
        ("style.css", "body { color: black }", "No format"),
        ("truth.json", '{"V1": {}}', "no articles"),
    ],
)
def test_a_file_that_gives_nothing_says_why(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    read = read_file(write(tmp_path, name, content))
    assert words in read.error
    assert read.articles == ()


def test_a_missing_file_is_an_error_and_no_exception(tmp_path: Path) -> None:
    assert "cannot be opened" in read_file(tmp_path / "none.txt").error


def test_a_record_without_text_and_title_is_refused_with_its_reason(tmp_path: Path) -> None:
    rows = [{"title": "Bridge reopens", "body": BODY}, {"note": "x"}]
    read = read_file(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert [article.title for article in read.articles] == ["Bridge reopens"]
    assert [(item, problem.code) for item, problem in read.refused] == [("2", "no-article")]


def test_two_records_with_one_identity_are_both_there(tmp_path: Path) -> None:
    row = json.dumps({"title": "Bridge reopens", "body": BODY, "url": "https://a.example/b"})
    read = read_file(write(tmp_path, "a.jsonl", f"{row}\n{row}\n"))
    assert [article.identity for article in read.articles] == ["url:a.example/b"] * 2


def test_a_link_out_of_the_folder_and_what_is_no_file_are_left_out_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    inside = write(folder, "a.txt", BODY)
    secret = write(tmp_path, "secret-key.txt", BODY)
    (folder / "b.txt").symlink_to(secret)
    (folder / "c.txt").symlink_to(inside)
    (folder / "d.txt").symlink_to(tmp_path / "gone.txt")
    (folder / "e.txt").symlink_to(folder / "e.txt")
    os.mkfifo(folder / "f.txt")
    (tmp_path / "elsewhere").mkdir()
    (folder / "g").symlink_to(tmp_path / "elsewhere")
    (folder / "h").symlink_to(folder)
    left_out: dict[str, str] = {}
    found = list(find_files([folder], left_out=lambda path, reason: left_out.update({path.name: reason})))
    assert [path.name for path in found] == ["a.txt", "c.txt"]
    assert sorted(left_out) == ["b.txt", "d.txt", "e.txt", "f.txt", "g"]
    assert "leads out of the folder" in left_out["b.txt"]
    assert "pipe" in left_out["f.txt"]
    assert "name that folder itself" in left_out["g"]
    assert list(find_files([folder / "b.txt"])) == [folder / "b.txt"]


def test_a_format_that_fails_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise KeyError("broken")

    monkeypatch.setattr("archive.importing.formats.plain_text.read", fail)
    read = read_file(write(tmp_path, "a.txt", f"Bridge reopens\n\n{BODY}\n"))
    assert "failed" in read.error
    assert read.articles == ()


def test_a_record_that_cannot_be_described_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_tides(title: str, *_: object, **__: object) -> tuple[()]:
        if title == "Tides":
            raise KeyError("broken")
        return ()

    monkeypatch.setattr("archive.importing.describing.find_people", fail_on_tides)
    rows = [{"title": title, "body": BODY} for title in ("Bridge reopens", "Tides", "Ferry runs")]
    read = read_file(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert [article.title for article in read.articles] == ["Bridge reopens", "Ferry runs"]
    assert [(item, problem.code) for item, problem in read.refused] == [("2", "failed")]


def test_an_article_longer_than_any_is_refused(tmp_path: Path) -> None:
    read = read_file(write(tmp_path, "a.txt", f"Bridge reopens\n\n{LEAD}\n\n{'word ' * 500_000}\n"))
    assert [problem.code for _, problem in read.refused] == ["too-long"]


def test_a_problem_of_the_format_is_kept() -> None:
    problem = Problem("two-dates", "Two dates are printed.")
    assert describe(raw(problems=(problem,))).problems == (problem,)
