"""Pieces of HTML as paragraphs."""

import pytest

from archive.importing.fragments import read_field, read_fragment, read_line
from archive.importing.paragraphs import MarkedText


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ("<p>One <b>bold</b>word.</p>loose <a href='x'>end</a>.", "One boldword.\n\nloose end."),
        ("one<br>line<br><br>two", "one\nline\n\ntwo"),
        ("<h2>Head</h2><p>Text.</p><h3>Nothing below</h3>", "## Head\n\nText."),
        ("<ul><li>a</li><li>b <b>c</b></li></ul>", "- a\n- b c"),
        ("<table><tr><th>Port<th>Boats<tr><td>Halden<td>12</table>after", "Port | Boats\nHalden | 12\n\nafter"),
        ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", "One.\n\nTwo."),
        ("<table><tr><td>Menu</td><td><table><tr><td>One.</td></tr></table></td></tr></table>", "Menu\n\nOne."),
        (f"<table><tr><td>Menu</td><td>{'word ' * 80}</td></tr></table>", f"Menu\n\n{'word ' * 79}word"),
        ("<script>x()</script><style>p{}</style><!-- no --><p>Text.</p>", "Text."),
        ("<P>Caf&eacute; &amp; &#8220;bar&#8221;</P>", "Café & “bar”"),
        ("<div><div>One.</div>Two.<div>Three.</div></div>", "One.\n\nTwo.\n\nThree."),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, body: str) -> None:
    assert read_fragment(markup).body == body


def test_captions_stand_beside_the_text() -> None:
    figure = "<figure><img><figcaption>Boats in the bay.</figcaption></figure>"
    assert read_fragment(f"<p>Text.</p>{figure}<p class='wp-caption-text'>Gulls.</p>") == MarkedText(
        "Text.", "Boats in the bay.\nGulls."
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One.\n\nTwo & a < b.", "One.\n\nTwo & a < b."),
        ("AT&amp;T", "AT&T"),
        ("<p>One.\n\nTwo.</p>", "One. Two."),
    ],
)
def test_a_field_may_hold_markup_or_not(text: str, body: str) -> None:
    assert read_field(text).body == body


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<b>Herring</b> back", "Herring back"),
        ("Fish &amp; chips", "Fish & chips"),
        ("a < b > c", "a < b > c"),
        ("x", "x"),
    ],
)
def test_a_line_loses_its_markup(text: str, line: str) -> None:
    assert read_line(text) == line


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 100_000, "<ul><li>" * 20_000, "<table><tr><td>" * 20_000, "<br>" * 100_000, "<a " * 50_000, "\0"],
)
def test_markup_nested_beyond_reason_keeps_its_words(markup: str) -> None:
    assert "Herring" in read_fragment(f"{markup}Herring").body + read_fragment(f"Herring{markup}").body
