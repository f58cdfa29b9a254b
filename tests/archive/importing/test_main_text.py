"""The article's own text among what stands around it."""

import pytest

from archive.importing.main_text import find_text
from archive.importing.page_blocks import outline_of
from tests.archive.importing.pages import SENTENCES, TEXT, page, tree_of

PLAIN = "\n\n".join(SENTENCES)
TITLE = "Bridge reopens at last"
H1 = f"<h1>{TITLE}</h1>"
FIRST, *REST = SENTENCES
OTHER = "A cat was found in the tower of the town hall on Friday, where it had lived for a week on pigeons."
SUMMARY = "Lorries and cabbages cross again, eleven weeks after the barge."


def text_of(body: str, *descriptions: str) -> str:
    return find_text(outline_of(tree_of(page(body))), title=TITLE, descriptions=descriptions)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "around",
    [
        "{text}",
        "<nav><a href=/a>News</a></nav><main><article>{text}</article></main><footer><p>Imprint.</p></footer>",
        "<form id=aspnet><div>{text}</div></form>",
        "<div class='has-sidebar with-comments'><div>{text}</div></div>",
        "<div style='display:none'>{text}</div>",
        "<table><tr><td>{text}</td></tr></table>",
        "<article>{text}</article><section class=comments><p>" + OTHER + "</p><p>" + OTHER + "</p></section>",
        "<div>{text}<p class=caption>" + OTHER + "</p></div>",
        "<div>{text}<figure><img><figcaption>" + OTHER + "</figcaption></figure></div>",
        "<div>{text}<aside class=related-articles><h3>Related</h3><p>" + OTHER + "</p></aside></div>",
        "<div>{text}<p>" + FIRST + "</p></div>",
        "<div>{text}<p><a href=/b>" + OTHER + "</a></p></div>",
        "<div>{text}<p>Read all of it in <a href=/n>our weekly newsletter</a>, and sign up here.</p></div>",
        "<div>{text}<p>Do you have a story to tell? Write to desk@post.example and we will listen.</p></div>",
        "<div>{text}<div class=item><h3><a href=/c>A cat in a tower</a></h3><p>" + OTHER + "</p></div></div>",
        "<div>{text}</div><div>" + "<a href=/x>More</a><br><br>" * 12 + "</div><div><p>" + OTHER + "</p></div>",
        "<article>{text}</article><article><h1>A cat in a tower</h1><p>" + OTHER + "</p></article>",
        "<div>{text}<span class=sr-only>opens in a new window</span><script>var text = 1;</script></div>",
    ],
)
def test_the_text_is_found_whatever_stands_around_it(around: str) -> None:
    assert text_of(H1 + around.replace("{text}", TEXT)) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "<div>" + "<br><br>".join(SENTENCES) + "</div>",
        "".join(f"<div><p>{sentence}</p></div>" for sentence in SENTENCES),
        "".join(
            f"<section id=part-{n}x><div class=widget><p>{each}</p></div></section>" for n, each in enumerate(SENTENCES)
        ),
        "".join(f"<div class=teaser><p>{sentence}</p></div>" for sentence in SENTENCES),
        f"<p><b>{FIRST[:30]}</b>{FIRST[30:]}</p>" + paragraphs(*REST),
        f"<p>{FIRST.replace(' ', chr(10))}</p>" + paragraphs(*REST),
    ],
)
def test_paragraphs_are_found_however_they_are_set(text: str) -> None:
    assert text_of(f"{H1}<main>{text}</main>") == PLAIN


@pytest.mark.parametrize(
    "above",
    [
        f"<header>{H1}<p class=standfirst>{SUMMARY}</p></header>",
        f"<header>{H1}<div>{SUMMARY}</div></header>",
        f"<header>{H1}<h2 class=article__subtitle>{SUMMARY}</h2></header>",
        f"<div class=teaser><p>{SUMMARY}</p></div>{H1}",
    ],
)
def test_the_standfirst_opens_the_text(above: str) -> None:
    assert text_of(f"{above}<div class=story>{TEXT}</div>", SUMMARY) == f"{SUMMARY}\n\n{PLAIN}"


def test_a_standfirst_that_the_text_has_already_is_there_once() -> None:
    assert text_of(f"<header>{H1}<p class=lead>{FIRST}</p></header><div>{TEXT}</div>", FIRST) == PLAIN


def test_subheads_lists_and_tables_keep_their_form() -> None:
    list_ = "<ul><li>one ship of the line</li><li><p>two tugs and a barge</p></li></ul>"
    table = "<table><tr><th>Pier</th><th>State</th></tr><tr><td>Third</td><td>wrapped in steel</td></tr></table>"
    text = text_of(f"{H1}<div>{TEXT}<h2>What is left</h2>{list_}{table}{paragraphs(OTHER)}<h2>Nothing</h2></div>")
    assert text.removeprefix(PLAIN).split("\n\n")[1:] == [
        "## What is left",
        "- one ship of the line\n- two tugs and a barge",
        "Pier | State\nThird | wrapped in steel",
        OTHER,
    ]


def test_a_box_among_the_paragraphs_is_no_part_of_the_text() -> None:
    box = f"<div class=factbox><h3>The barge</h3>{paragraphs(OTHER, OTHER.replace('cat', 'dog'))}</div>"
    half = len(SENTENCES) // 2
    assert text_of(f"{H1}<div>{paragraphs(*SENTENCES[:half])}{box}{paragraphs(*SENTENCES[half:])}</div>") == PLAIN


def test_a_page_without_running_text_has_none() -> None:
    assert text_of(f"{H1}<ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul>") == ""


def test_scripts_without_blanks_are_text_too() -> None:
    sentences = [f"{'市' * n}長は火曜日に橋の再開を発表し、多くの市民が雨の中で拍手を送った。" for n in range(1, 6)]
    assert text_of(f"{H1}<div>{paragraphs(*sentences)}</div>") == "\n\n".join(sentences)


def test_a_parser_that_takes_the_article_for_a_part_of_the_head_hides_nothing() -> None:
    tree = tree_of(f"<html><head><meta name=a><article>{H1}{TEXT}</article></html>")
    assert find_text(outline_of(tree), title=TITLE) == PLAIN
