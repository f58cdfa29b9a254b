"""The real files that the project was asked to read; skipped where they are not at hand."""

from pathlib import Path

import pytest

from archive.importing.pipeline import find_files, read_file
from archive.importing.raw import CleanArticle, Via

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def read_one(folder: Path, start: str) -> CleanArticle:
    [path] = [path for path in find_files([folder]) if path.name.startswith(start)]
    [article] = read_file(path).articles
    return article


@pytest.fixture
def seeds() -> Path:
    if not (DATA / "seeds").is_dir():
        pytest.skip("The seed files are not beside this checkout.")
    return DATA / "seeds"


def test_the_item_of_a_newsletter_is_read_whole(seeds: Path) -> None:
    article = read_one(seeds, "000")
    assert article.title == "NATO Chief Urges Russia To Do More In Afghanistan"
    assert (article.date, article.source) == ("2009-12-16", "RFE/RL")
    assert article.via == Via("Johnson's Russia List", "2009-229", "24")
    assert article.rights.startswith("Copyright (c) 2009. RFE/RL, Inc.")
    assert article.body.startswith("NATO Secretary-General Anders Fogh Rasmussen has called on Russia")
    assert article.body.endswith("meet Russian Prime Minister Vladimir Putin later today.")
    assert [line for line in article.body.split("\n") if line.startswith("## ")] == [
        "## Russian Assistance",
        "## Thaw In Relations",
    ]
    assert not any(words in article.body for words in ("Bookmark and Share", "Back to the Top", "Follow"))
    assert {person.name for person in article.people} == {
        "Anders Fogh Rasmussen",
        "Dmitry Medvedev",
        "Sergei Lavrov",
        "Dmitry Rogozin",
        "Vladimir Putin",
    }


def test_the_copied_page_is_read_whole_and_its_year_is_asked_for(seeds: Path) -> None:
    article = read_one(seeds, "003")
    assert article.title == "Afghanistan To Top NATO Chief's Fence-Mending Visit To Russia"
    assert (article.date, article.source, article.via) == ("XXXX-12-16", "RFE/RL", None)
    assert [problem.code for problem in article.problems] == ["missing-year"]
    assert article.caption.startswith("Russia -- Foreign Minister Sergei Lavrov (R)")
    assert article.credit.startswith("RFE/RL's Russian Service contributed")
    assert article.body.startswith("Anders Fogh Rasmussen is in Russia for his first visit")
    assert article.body.endswith("the alliance has yet to make any firm commitment.")
    assert {person.name for person in article.people} == {
        "Anders Fogh Rasmussen",
        "Dmitry Medvedev",
        "Sergei Lavrov",
        "Dmitry Rogozin",
        "Vladimir Putin",
        "Pavel Felgenhauer",
    }


def test_a_file_of_the_wire_collection_is_read_without_loss() -> None:
    path = DATA / "reuters21578" / "reut2-021.sgm"
    if not path.is_file():
        pytest.skip("Reuters-21578 is not beside this checkout.")
    read = read_file(path)
    assert (len(read.articles), read.refused, read.error) == (578, (), "")
    assert len({article.identity for article in read.articles}) == 578
    assert {article.source for article in read.articles} == {"Reuters"}
    assert {article.date[:4] for article in read.articles} == {"1987"}
    assert not any(article.body.endswith(("Reuter", "REUTER")) for article in read.articles)
