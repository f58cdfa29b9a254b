"""ANPA 1312: a story with its lines above and its table."""

from archive.importing.raw import Subject
from tests.archive.importing.samples import SAMPLES, read_sample, read_text


def test_a_story_gives_headline_byline_section_and_the_day_of_its_header() -> None:
    _, [article] = read_sample("anpa1312/cup.txt")
    assert article.title == "Harbour Cup goes to Vessen after a draw"
    assert (article.authors, article.source, article.section) == (("Nora Quist", "Ana Ruiz"), "CW", "Sports")
    assert article.subjects == (Subject("sport"),)
    # The time below is that of Greenwich, where the new year had begun.
    assert article.date == "2009-12-31"


def test_versions_of_a_story_share_their_identity() -> None:
    text = (SAMPLES / "anpa1312" / "cup.txt").read_bytes().decode()
    [second] = read_text(text.replace("1st Ld-Writethru", "2nd Ld-Writethru").replace("W0417", "W0555"))
    [first] = read_text(text.replace(", 1st Ld-Writethru,120<", ",98<"))
    assert first.identity == second.identity == "anpa:cw:2009-12-31:bc-nor--harbour cup"


def test_the_text_has_its_signs_and_its_table_and_notes_to_editors_are_left_out() -> None:
    _, [article] = read_sample("anpa1312/cup.txt")
    opening, quote, subhead, table, more, note = article.body.split("\n\n")
    assert opening == "HALDEN, Norland (CW) — Vessen won the Harbour Cup on Friday — by 2½ points."
    assert quote == "“We rowed well,” said Mira Nazari."
    assert (subhead, more) == ("## Standings", "More on Sunday.")
    assert [row.split() for row in table.split("\n")] == [["Vessen", "2", "1"], ["Halden", "1", "2"]]
    assert note == "EDITOR'S NOTE — This is the first of two parts."


def test_a_story_without_text_says_so() -> None:
    [article] = read_text("\x01W0001\x1fcoast\nr a\x13\x11 BC-x     12-31 0001\n\x02\n\x03CW-WF-12-31-09 0100GMT\n")
    assert article.problems[0].code == "no-text"
