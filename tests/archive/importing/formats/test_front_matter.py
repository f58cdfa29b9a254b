"""Notes in Markdown: facts in YAML or TOML, plain texts below them, and facts made to take long."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."


def note(facts: str, body: str = LEAD, name: str = "note.md") -> RawArticle:
    [article] = read_text(f"---\n{facts}\n---\n{body}\n", name)
    return article


def test_a_post_of_a_site_has_its_facts_and_a_plain_text() -> None:
    fmt, [article] = read_sample("front_matter/post.md")
    assert fmt.NAME == "Markdown"
    assert (article.title, article.source, article.section) == ("Bridge at Halden reopens", "Halden Post", "Islands")
    assert (article.date, article.language) == ("2014-03-04 18:02:11 +0100", "en")
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert article.url == "https://www.haldenpost.example/2014/bridge_of_halden"
    assert article.subjects == (Subject("bridges"), Subject("winter"))
    assert article.caption == "The first lorry on the bridge (Photo: Ivar Holt)"
    assert article.body.split("\n\n") == [
        f"{LEAD[:-1]} and left the islands without bread.",
        "## A Pier Too Many",
        "The inquiry will ask why there was a third pier at all. It was not in the drawings of 1911, nor in those of "
        "the harbour itself.",
        "* The baker drove across with his horn sounding.",
        "* Nobody has paid for the barge.",
    ]


def test_the_day_on_which_a_page_was_clipped_is_not_its_day() -> None:
    _, [article] = read_sample("front_matter/clipping.md")
    assert (article.date, article.authors) == ("2015-01-19", ("Nora Quist",))
    assert article.url == "https://www.norlandradio.example/2015/01/lighthouse"
    assert article.source == "norlandradio.example"


def test_facts_may_be_toml() -> None:
    _, [article] = read_sample("front_matter/hugo.txt")
    assert (article.title, article.date, article.source) == ("Choir to sing on the ice", "2001-12-28", "Norland Radio")
    assert article.authors == ("Mirela Stan",)
    assert article.body.startswith("The choir of the seamen's church")


@pytest.mark.parametrize(
    ("facts", "title", "date"),
    [
        ("title: Bridge: open at last\ndate: 2014-03-04", "Bridge: open at last", "2014-03-04"),
        ("title: 'It''s open'\ndate: 4 March 2014", "It's open", "4 March 2014"),
        ("title: >\n  Bridge open\n  at last\ndate: 2014", "Bridge open at last", "2014"),
        ("title: Bridge open\npublished: true", "Bridge open", ""),
        ("title: Bridge open\ntags: [a, *b\ndate: 2014-03-04", "Bridge open", "2014-03-04"),
        ("Title: Bridge open\nDate Published: 2014-03-04\nPublished: 2014-03-04", "Bridge open", "2014-03-04"),
    ],
)
def test_facts_are_read_even_where_they_break_the_rules(facts: str, title: str, date: str) -> None:
    article = note(facts)
    assert (article.title, article.date, article.body) == (title, date, LEAD)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("a **strong** and *soft* `word` with snake_case_name", "a strong and soft word with snake_case_name"),
        (
            "see [the page](https://a.example/b_(c)) and [this][1] and <https://a.example>",
            "see the page and this and https://a.example",
        ),
        ("a \\*star\\* and 2 * 3 * 4", "a *star* and 2 * 3 * 4"),
        ("one ![a picture](b.png) two", "one two"),
        ("before <!-- a remark --> after", "before after"),
        ("> quoted words", "quoted words"),
    ],
)
def test_marks_are_taken_off(markdown: str, plain: str) -> None:
    assert note("title: Bridge open\nauthor: Nora Quist", f"{LEAD}\n\n{markdown}").body == f"{LEAD}\n\n{plain}"


def test_a_note_without_facts_is_known_by_its_name() -> None:
    [article] = read_text(f"# Bridge open\n\n{LEAD}\n\nWhat comes next\n---------------\n\n{LEAD}\n", "note.md")
    assert article.title == "Bridge open"
    assert article.body == f"{LEAD}\n\n## What comes next\n\n{LEAD}"


def test_a_rule_above_a_text_is_no_front_matter() -> None:
    [article] = read_text(f"---\nBridge open\n---\n\n{LEAD}\n", "clipping.txt")
    assert article.title == "Bridge open"


def test_a_note_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no words"):
        read_text("---\ndate: 2014-03-04\nauthor: Nora Quist\n---\n", "note.md")


BOMB = "a0: &a0 [x, x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))


@pytest.mark.parametrize(
    "facts",
    [BOMB, f"x: {'[' * 10_000}", f"x: {'{a: ' * 5_000}", "x: !!python/object/apply:os.system ['true']", "- " * 9_000],
    ids=["references", "lists", "mappings", "objects", "dashes"],
)
def test_facts_made_to_take_long_or_to_run_something_do_neither(facts: str) -> None:
    article = note(f"title: Bridge open\n{facts}\ndate: 2014-03-04")
    assert (article.title, article.date) == ("Bridge open", "2014-03-04")


@pytest.mark.parametrize("mark", ["[", "![", "*", "**a ", "`", "[[", "<!--", "_", "](", "\\"])
def test_marks_that_never_end_are_read(mark: str) -> None:
    assert LEAD in note("title: Bridge open\nauthor: Nora Quist", f"{LEAD}\n\n{mark * 20_000}").body
