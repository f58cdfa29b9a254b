"""What becomes of every file of the agencies' samples that the project was given; skipped where they are not at hand.

given_fates.tsv lists them all, by folder: the format, the number of articles, the codes of the records that are
refused, the doubts that are left on the articles, and how the sentence begins that refuses a file as a whole.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from archive.edtf import EdtfDate
from archive.importing.pipeline import read_file
from archive.importing.raw import CleanArticle, ReadFile

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TABLE = Path(__file__).parent / "given_fates.tsv"


@dataclass(frozen=True)
class Fate:
    """One row of the table."""

    folder: str
    file: str
    format: str
    articles: str
    refused: str
    doubts: str
    error: str


def read_table() -> list[Fate]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Fate(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


FATES = read_table()
FOLDERS = sorted({fate.folder for fate in FATES})


@cache
def read_given(folder: str, file: str) -> ReadFile:
    if not (DATA / folder).is_dir():
        pytest.skip(f"The files of {folder} are not beside this checkout.")
    return read_file(DATA / folder / file)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_table_lists_every_file(folder: str) -> None:
    if not (DATA / folder).is_dir():
        pytest.skip(f"The files of {folder} are not beside this checkout.")
    assert {path.name for path in (DATA / folder).iterdir()} == {fate.file for fate in FATES if fate.folder == folder}


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: f"{fate.folder}-{fate.file}")
def test_every_file_has_the_fate_that_the_table_gives_it(fate: Fate) -> None:
    read = read_given(fate.folder, fate.file)
    assert "failed on" not in read.error
    assert (read.format, str(len(read.articles))) == (fate.format, fate.articles)
    assert ",".join(sorted(problem.code for _, problem in read.refused)) == fate.refused
    assert ",".join(sorted({problem.code for each in read.articles for problem in each.problems})) == fate.doubts
    assert read.error.startswith(fate.error)
    assert bool(read.error) == bool(fate.error)


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: f"{fate.folder}-{fate.file}")
def test_a_text_has_a_title_a_day_a_source_and_a_body_and_a_refusal_is_a_sentence(fate: Fate) -> None:
    read = read_given(fate.folder, fate.file)
    for article in read.articles:
        assert article.title
        assert article.body
        assert EdtfDate.parse(article.date).day
        assert article.source or "unknown-source" in fate.doubts
    for sentence in [read.error, *(problem.message for _, problem in read.refused)]:
        assert not sentence or (sentence[0].isupper() and sentence.endswith(".") and len(sentence.split()) > 5)


# What stands in the files, looked up by eye: title, day, source, authors, and how the text begins.
VERIFIED = [
    (
        "wire-formats/NTB_nitf_sample.xml",
        "Pandemien herjer på den legeløse indiske landsbygda",
        "2021-05-16",
        "NTB",
        (),
        "Koronapandemien herjer også",
    ),
    ("wire-formats/aap-1.xml", "F1 Test", "2013-10-20", "AAP", ("John Doe",), "Bogus"),
    (
        "wire-formats/aap-finance.xml",
        "ASIA:Samsung sells defence, petrochemical units",
        "2014-11-26",
        "AFP",
        (),
        "SEOUL, Nov 26 AFP - Samsung has announced the sale of stakes in four petrochemical",
    ),
    (
        "wire-formats/ap-nitf.xml",
        "Can trading pollution like stocks help fight climate change?",
        "2015-12-10",
        "AP",
        ("Bernard Condon",),
        "NEW YORK (AP) — The gas produced by hog manure",
    ),
    (
        "wire-formats/handle_invalid_fields.xml",
        "Man accused of ramming gate at Rideau Hall with truck faces multiple charges",
        "2020-07-03",
        "The Canadian Press",
        ("Mia Rabson",),
        "OTTAWA - A Manitoba man is facing 22 criminal charges",
    ),
    (
        "wire-formats/pa5.xml",
        "HARD BREXIT TO COST UK UP TO £66BN A YEAR, SAYS TREASURY",
        "2016-10-11",
        "PA",
        ("Sam Lister",),
        "Treasury coffers will take a £66 billion annual hit",
    ),
    (
        "wire-formats/afp.com_newsml1.2_sample.xml",
        "Israel strikes key Hamas targets as UN Security Council to meet",
        "2021-05-16",
        "AFP",
        ("Adel Zaanoun", "Guillaume Lavallee"),
        "Israel's army said Sunday it had bombed the home",
    ),
    (
        "wire-formats/ana1.xml",
        "Wage employment balance positive in Jan-March",
        "2018-04-04",
        "ΑΠΕ-ΜΠΕ",
        (),
        "Wage employment in the private sector grew in March",
    ),
    (
        "wire-formats/dpa.xml",
        "Eintracht in London: Hintereggers Tränen und Attacke auf Reporter",
        "2022-10-11",
        "dpa",
        (),
        "London (dpa) - 2019 gab es bittere Tränen in der Kurve",
    ),
    (
        "wire-formats/TT_newsmlg2_sample.xml",
        'Jan Guillou skriver på ny "Hamilton"-bok',
        "2021-09-19",
        "TT",
        (),
        "LitteraturTT\n\nJan Guillou arbetar just nu",
    ),
    (
        "wire-formats/stt_newsml_no_truncated_text_test.xml",
        "Vastaamoon kohdistunut tietomurto oli syyttäjien mukaan erityisen suunnitelmallinen – "
        "syytetylle vaaditaan seitsemän vuoden vankeutta",
        "2023-10-18",
        "STT",
        ("Maria Rosvall", "Jecaterina Mantsinen"),
        "## Tietomurto tapahtui syksyllä 2018.",
    ),
    (
        "wire-formats/tag_reuters.com_2014_newsml_KBN0FL0NN_version_5",
        "Confident Assad launches new term in stronger position",
        "2014-07-16",
        "Reuters",
        ("Marwan Makdisi",),
        "",
    ),
    (
        "wire-formats/tag_reuters.com_2014_newsml_KBN0FL0ZP_version_2",
        "Syria's Assad says foreign states will pay for supporting 'terrorism'",
        "2014-07-16",
        "Reuters",
        (),
        "President Bashar al-Assad, who was sworn in",
    ),
    (
        "wire-formats/anpa-1.tst",
        "For Argentine chemo patients, mirrors can hurt",
        "2013-11-13",
        "AP",
        ("Paul Byrne", "Almudena Calatrava"),
        "For cancer patients dealing with the physical",
    ),
    (
        "wire-formats/anpa-4.tst",
        "AP Top Entertainment News at 11:23 p.m. EST",
        "2016-02-09",
        "AP",
        (),
        "Ex-bodyguard testifies",
    ),
    (
        "wire-formats/ap_anpa-1.tst",
        "Deng has 30 points, short-handed Heat beat Hawks 115-111",
        "2016-02-20",
        "AP",
        ("Charles Odum",),
        "Luol Deng scored 30 points",
    ),
    (
        "wire-formats/IPTC7901.txt",
        "Germany Social Democrats: Coalition talks with Merkel could fail",
        "2013-11-13",
        "dpa",
        (),
        "Berlin (dpa) - Negotiations between German conservatives headed by Chancellor Angela Merkel",
    ),
    (
        "wire-formats/dpa_two_line.txt",
        "Peace talks on Yemen to take place in Sweden next month, Mattis says",
        "2018-11-21",
        "dpa",
        (),
        "Washington (dpa) - US Defence Secretary",
    ),
    (
        "wire-formats/ninjs5.json",
        "Oil prices edge up on first drop in US drilling in months",
        "2017-08-24",
        "Reuters",
        ("Henning Gloystein",),
        "Oil prices edged up on Monday, supported by",
    ),
    (
        "wire-formats/ninjs_embargoed.json",
        "Trouble is brewing for the future of beer",
        "2022-06-26",
        "360info",
        ("Aaron J. Staples",),
        "What does torched earth taste like?",
    ),
    (
        "ninjs/v3.0-dpa_text.json",
        "Faktencheck Derby-Elfmeter: Hat Schiedsrichter Zwayer recht?",
        "2019-05-10",
        "dpa",
        ("Christian Hollmann",),
        "Für Lucien Favre war es «der größte Skandal",
    ),
    (
        "ninjs/ninjsExComplex1.json",
        "Captain of wrecked cruise ship on trial in Italy",
        "2013-07-09",
        "The News Agency",
        ("Paulo Santalucia", "Frances d'Emilio"),
        "The trial of the captain",
    ),
    (
        "ninjs/businesswire-newsml-20130515006361.json",
        "Dell Redefines Workstation Computing Boundaries with Smallest Tower and Most Powerful Rack Workstations",
        "2013-05-16",
        "businesswire.com",
        (),
        "Dell today announced",
    ),
    (
        "newsml1/businesswire-newsml-20130731006140.xml",
        "Lunch Taking a Toll? Let Applebee’s® Industrial Strength Lunch Decoy Stand In",
        "2013-07-31",
        "Business Wire",
        (),
        "With more Applebee’s® Lunch Combos than ever",
    ),
    (
        "newsml-g2/LISTING_2_NewsML-G2_Text_Document.xml",
        'Fed to halt QE to avert "bubble"',
        "2018-11-21",
        "Acme News and Media",
        ("Meredith Jameson",),
        "(New York, NY - October 21)",
    ),
]


@pytest.mark.parametrize(
    ("path", "title", "day", "source", "authors", "opening"), VERIFIED, ids=[row[0] for row in VERIFIED]
)
def test_what_is_read_is_what_stands_in_the_file(
    path: str, title: str, day: str, source: str, authors: tuple[str, ...], opening: str
) -> None:
    [article] = read_given(*path.split("/")).articles
    assert (article.title, article.date, article.source, article.authors) == (title, day, source, authors)
    assert article.body.startswith(opening)


def read_first(path: str) -> CleanArticle:
    return read_given(*path.split("/")).articles[0]


def test_two_versions_of_an_item_share_their_identity() -> None:
    identity = read_first("ninjs/v2.1-dpa_text.json").identity
    assert identity == read_first("ninjs/v3.0-dpa_text.json").identity == "urn:newsml:dpa.com:20090101:190510-99-167362"
    release = read_first("newsml1/businesswire-newsml-20130515006361.xml")
    assert release.identity == "urn:newsml:businesswire.com:20010714:20130515006361"


def test_subject_codes_become_media_topics_and_named_people_stay_named() -> None:
    labels = {topic.label for topic in read_first("wire-formats/afp.com_newsml1.2_sample.xml").topics}
    assert {"armed conflict", "law enforcement"} <= labels
    people = {person.name for person in read_first("wire-formats/TT_newsmlg2_sample.xml").people}
    assert {"Jan Guillou", "Erik Ponti"} <= people


def test_the_caption_of_a_picture_goes_to_the_text_it_came_with() -> None:
    article = read_first("wire-formats/TT_newsmlg2_sample.xml")
    assert (
        article.caption
        == "Journalisten och författaren Jan Guillou jobbar på en ny bok om agenten Hamilton. Arkivbild."
    )
    assert read_first("ninjs/v3.0-tt_text_image_3.json").credit == "Karl Melander/TT"
