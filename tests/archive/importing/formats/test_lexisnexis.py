"""LexisNexis exports, in both layouts, three languages and three wrappings."""

import pytest

from archive.importing.describing import describe
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import SAMPLES, read_bytes, read_sample, read_text, word_file

NEW_DOCUMENT = [
    "Date and Time: Friday, 5. July 2019 09:31:00 CEST",
    "1. Herring are back",
    "Herring are back",
    "Halden Post(Norland)",
    "July 1, 2019 Monday 9:20 AM GMT",
    "\nCopyright 2019 Halden Post All Rights Reserved",
    "\n",
    "Section:\xa0FISH; Version:2",
    "Length:\xa06 words",
    "Byline:\xa0Nora Quist",
    "Body",
    "",
    "The herring came back on Monday.",
    "\nLoad-Date:\xa0July 3, 2019",
    "\nEnd of Document",
]


def day(article: RawArticle) -> str:
    return describe(article).date


def test_a_document_of_the_old_layout_keeps_what_its_fields_say() -> None:
    _, [article, *_] = read_sample("lexisnexis/old_layout.txt")
    assert article.title == "Herring are back in the bay after eleven empty winters"
    assert (article.source, day(article), article.item) == ("Halden Post", "2010-01-11", "1")
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert (article.section, article.dateline, article.language) == ("NEWS; Pg. 3", "HALDEN", "ENGLISH")
    assert article.caption.startswith("Boats in the bay on Monday morning.")
    assert article.rights == "Copyright 2010 Halden Post Ltd.\nAll Rights Reserved"
    assert article.people == ("IVAR HOLT", "ADA BRANDAUER")
    assert article.subjects == (
        *(Subject(word) for word in ("FISHING INDUSTRY", "HARBOURS & PORTS", "BIRDS")),
        Subject("NORLAND FISH BUYERS LTD", "lexisnexis-company"),
        *(Subject(place, "lexisnexis-place") for place in ("HALDEN, NORLAND", "NORLAND")),
    )


def test_the_text_is_unwrapped_and_opened_by_its_highlight() -> None:
    _, [article, *_] = read_sample("lexisnexis/old_layout.txt")
    paragraphs = article.body.split("\n\n")
    assert paragraphs[0] == "The boats had almost given up"
    assert paragraphs[1].endswith(
        "and the smell. Nobody in the harbour could say why they had stayed away for so long."
    )
    assert paragraphs[-1].startswith("LONDON: that was the word on the crates")


def test_a_paragraph_that_looks_like_a_field_stays_and_a_correction_is_added() -> None:
    _, [_, article, _] = read_sample("lexisnexis/old_layout.txt")
    assert (article.source, day(article)) == ("Norland Courier (Skerry)", "2010-02-02")
    assert article.url == "http://courier.example/ferries/2010/timetable"
    assert article.body.split("\n\n")[1:] == [
        "UPDATE: the first ferry of the day is not changed.",
        "## Correction",
        "The second ferry sails as it did, and not later, as was written here.",
    ]


def test_a_notice_in_place_of_a_document_is_refused_with_its_words() -> None:
    _, [_, _, notice] = read_sample("lexisnexis/old_layout.txt")
    assert (notice.title, notice.body, notice.item) == ("", "", "3")
    assert "We are sorry but there is an error" in notice.problems[0].message


def test_the_oldest_layout_names_headline_and_text() -> None:
    _, [article] = read_sample("lexisnexis/oldest_layout.txt")
    assert (article.title, article.source) == ("Minister of Fish Resigns", "The Skerry Mail")
    assert (day(article), article.authors, article.dateline) == ("1994-03-03", ("Johan Strand",), "HALDEN, March 2")
    assert article.body.split("\n\n")[1] == '"I have counted enough herring," he said.'
    assert article.rights == "Copyright 1994 The Skerry Mail Company"


def test_pages_in_german_and_french_are_read_the_same() -> None:
    _, [german, french] = read_sample("lexisnexis/german.html")
    assert german.title == "Die Heringe sind zurück; Elf Winter blieb die Bucht leer"
    assert (german.source, day(german), german.authors) == ("Hafenpost", "2015-05-08", ("Nora Quist",))
    assert (german.section, german.caption) == ("WIRTSCHAFT; S. 7", "Boote in der Bucht.")
    assert german.body.split("\n\n") == [
        "Am Montag kamen die Heringe zurück, und mit ihnen die Möwen.",
        "Niemand im Hafen weiß, warum sie so lange fortblieben.",
        "Jahr | Tonnen\n2014 | 0",
    ]
    assert (french.title, french.source, day(french)) == ("Le hareng revient", "Le Phare", "2015-05-09")
    assert french.body == "Onze hivers sans poisson\n\nLe hareng est revenu lundi dans la baie."
    assert french.subjects == (Subject("PÊCHE"), Subject("PORTS"))
    assert [describe(article).language for article in (german, french)] == ["de", "fr"]


def test_a_document_of_the_new_layout_begins_with_its_headline() -> None:
    _, [article, other] = read_sample("lexisnexis/new_layout.txt")
    assert (article.title, article.source) == ("Herring are back in the bay", "Halden Post (Norland)")
    assert (day(article), article.section, article.authors) == ("2019-07-01", "FISH", ("Nora Quist",))
    assert (article.caption, article.people) == ("Boats in the bay on Monday morning.", ("IVAR HOLT",))
    assert article.body.split("\n\n")[:2] == ["The boats had almost given up", "The herring came back on Monday."]
    assert "Load-Date" not in article.body
    assert (other.title, other.source, other.date) == ("Winter without a ferry", "The Skerry Review", "Winter 2018")


def test_a_word_document_is_read_like_a_text() -> None:
    [article] = read_bytes(word_file(NEW_DOCUMENT), "export.DOCX")
    assert (article.title, article.source, day(article)) == ("Herring are back", "Halden Post (Norland)", "2019-07-01")
    assert (article.body, article.section) == ("The herring came back on Monday.", "FISH")
    assert article.rights == "Copyright 2019 Halden Post All Rights Reserved"


def test_the_load_date_is_never_the_day() -> None:
    text = (SAMPLES / "lexisnexis/old_layout.txt").read_text()
    [article, *_] = read_text(text.replace("January 11, 2010 Monday", "Some Day"))
    assert "2010-01-13" not in describe(article).date
    assert "January 13" not in article.body


@pytest.mark.parametrize(
    ("count", "item"),
    [
        ("1 of 10 DOCUMENTS", "1"),
        ("8 of 383 DOCUMENTS", "8"),
        ("Document 2 de 3", "2"),
        ("Dokument 4 von 5", "4"),
        ("3 von 7 DOKUMENTEN", "3"),
        ("FOCUS - 2 of 3 DOCUMENTS", "2"),
    ],
)
def test_the_count_above_a_document_is_known_in_every_form(count: str, item: str) -> None:
    [article] = read_text(f"    {count}\n\n   Post\n\n   3 mai 2010\n\nTitle\n\nLENGTH: 2 words\n\nOne two.\n")
    assert (article.item, article.title, article.body) == (item, "Title", "One two.")


HOSTILE = {
    "counts": "1 of 2 DOCUMENTS\n" * 50_000 + "LENGTH: 1 words\n",
    "fields": "1 of 2 DOCUMENTS\n" + "LENGTH: 1 words\n\n" * 50_000,
    "names": "1 of 2 DOCUMENTS\nLENGTH: 2\n\n" + "A-" * 500_000 + ": x",
    "spaces": "1 of 2 DOCUMENTS\nLENGTH: 2\n\n" + " " * 1_000_000 + "x",
    "ends": "LENGTH: 2\n" + "End of Document\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_export_made_to_take_long_is_read_all_the_same(name: str) -> None:
    assert read_text(HOSTILE[name])
