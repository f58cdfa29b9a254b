"""WordPress export files."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.describing import describe
from archive.importing.formats.wordpress import read_content
from archive.importing.raw import Subject
from tests.archive.importing.samples import read_sample, read_text


def test_a_post_has_its_own_day_its_authors_name_and_its_number() -> None:
    _, [post, *_] = read_sample("wordpress/export.xml")
    assert (post.title, post.source) == ("Herring & gulls are back", "Halden Harbour Blog")
    assert (describe(post).date, post.authors) == ("2010-09-06", ("Nora Quist",))
    assert (post.identity, post.url) == ("wordpress:harbour.example:77", "https://harbour.example/2010/09/herring/")
    assert post.subjects == (Subject("Fishing"), Subject("gulls"))


def test_a_text_of_the_old_editor_is_parted_at_blank_lines_and_loses_its_shortcodes() -> None:
    _, [post, *_] = read_sample("wordpress/export.xml")
    assert post.caption == "Boats in the bay."
    assert post.body.split("\n\n") == [
        "The herring came back [sic] on Monday.\nThey had been away.",
        "Nobody knows why, said the buyers' union [1].",
        "I have counted enough herring.",
    ]


def test_a_page_of_the_new_editor_is_read_by_its_blocks() -> None:
    _, [_, page, *_] = read_sample("wordpress/export.xml")
    assert (page.body, page.authors) == ("The harbour is old.\n\n## Its boats\n\nThe boats are new.", ("somebody",))
    assert page.identity == "wordpress:harbour.example:2"


def test_what_is_not_published_or_no_article_is_refused_with_what_it_is() -> None:
    _, [_, _, *refused] = read_sample("wordpress/export.xml")
    messages = [article.problems[0].message for article in refused]
    words = ("“draft”", "(attachment)", "locked with a password", "a page without text")
    assert all(word in message for word, message in zip(words, messages, strict=True))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("He said [sic] so.", "He said [sic] so."),
        ("One [youtube id=7] two.", "One two."),
        ('One [foo bar="[x]"] two.', 'One [foo bar="[x]"] two.'),
        ("[note]One[/note] two [3].", "One two [3]."),
        ("One.\n\n[gallery]\n\nTwo.", "One.\n\nTwo."),
        ("<p>One\nline.</p>\n\n<p>Two.</p>", "One line.\n\nTwo."),
    ],
)
def test_shortcodes_go_and_words_in_brackets_stay(text: str, body: str) -> None:
    assert read_content(text).body == body


@pytest.mark.parametrize("piece", ["[caption]", "[caption x=", "[a b", "[a =", "[gallery ids=", "[/a]", "\n \n", "<p>"])
def test_a_text_made_to_take_long_is_read_all_the_same(piece: str) -> None:
    assert read_content(f"Herring {piece * 30_000}").body.startswith("Herring")


def test_an_export_without_posts_is_refused_with_a_sentence() -> None:
    text = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title></channel></rss>'
    with pytest.raises(UnreadableFileError, match="has no posts"):
        read_text(text, "export.xml")
