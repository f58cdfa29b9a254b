"""Saved pages."""

import gzip
import json
from pathlib import Path

import pytest

from archive.importing.decoding import unpack
from archive.importing.formats import html
from archive.importing.formats.html import read_page
from archive.importing.raw import RawArticle
from tests.archive.importing.pages import SENTENCES, TEXT
from tests.archive.importing.samples import SAMPLES, read_sample

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
BODY = f"<article><h1>Bridge reopens at last</h1><p>{LEAD}</p><p>{LEAD.replace('Tuesday', 'Friday')}</p></article>"
AGENCY = '{"name": "Coast Wire"}'
PERSON = '[{"name": "Nora Quist (nq)"}]'


def test_a_page_says_what_it_is() -> None:
    _, [article] = read_sample("html/page.html")
    assert (article.title, article.source) == ("Tunnel under the fjord is through", "Halden Post")
    assert article.date == "2019-02-28T23:30:00-05:00"
    assert article.authors == ("Nora Quist",)
    assert article.language == "en-GB"
    assert article.caption == "The last metre of rock falls on Thursday."
    assert article.url == "https://www.haldenpost.example/2019/tunnel"
    assert [subject.code for subject in article.subjects] == ["tunnels", "roads"]


def test_the_main_text_is_found_with_its_subheads_and_without_the_page() -> None:
    _, [article] = read_sample("html/page.html")
    assert article.body.startswith("At a quarter past nine on Thursday evening")
    assert "\n\n## Three years late\n\n" in article.body
    assert article.body.endswith("if the fans arrive.")
    assert "Most read" not in article.body
    assert "Sport" not in article.body


def test_a_gzipped_page_is_the_same_page() -> None:
    data = (SAMPLES / "html" / "page.html").read_bytes()
    file = unpack(Path("page.html.gz"), gzip.compress(data))
    assert html.recognises(file)
    assert list(html.read(file)) == read_sample("html/page.html")[1]


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        (
            '<meta property="og:title" content="Bridge reopens &amp; stays"><meta name="date" content="2014-03-12">',
            "Bridge reopens & stays",
            "2014-03-12",
        ),
        (
            '<meta property="article:published_time" content="2014-03-12T08:00Z">',
            "Bridge reopens at last",
            "2014-03-12T08:00Z",
        ),
        ("<title>Something | Halden Post</title>", "Bridge reopens at last", ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Broken</script>',
            "Bridge reopens at last",
            "",
        ),
        ('<script type="application/ld+json">[[[[[[]]]]]]</script>', "Bridge reopens at last", ""),
        (
            '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": ["A"], "author": 7}</script>',
            "A",
            "",
        ),
    ],
)
def test_the_page_is_asked_in_order_of_trust(head: str, title: str, date: str) -> None:
    article = read_page(f"<html><head>{head}</head><body>{BODY}</body></html>")
    assert (article.title, article.date) == (title, date)


def test_the_time_of_an_article_counts_when_it_is_a_whole_day() -> None:
    times = "<time>12 March</time><time datetime='2014-03-12T10:00'>12 March</time>"
    assert read_page(f"<html><body><main>{times}{BODY}</main></body></html>").date == "2014-03-12"


def test_an_agency_is_the_author_only_where_nobody_is_named() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "author": %s}</script>'
    alone = read_page(f"<html><head>{data % AGENCY}</head><body>{BODY}</body></html>")
    named = read_page(f"<html><head>{data % PERSON}</head><body>{BODY}</body></html>")
    assert alone.authors == ("Coast Wire",)
    assert named.authors == ("Nora Quist",)


def test_a_text_that_the_page_hides_is_taken_from_its_data() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join([LEAD] * 5)})
    data = f'<script type="application/ld+json">{data}</script>'
    assert read_page(f"<html><head>{data}</head><body><p>Subscribe to read on.</p></body></html>").body.startswith(LEAD)


def test_a_text_that_the_page_shows_in_part_on_purpose_is_not_taken_from_its_data() -> None:
    speech = " ".join([LEAD.replace("Tuesday", f"the {day}th of May") for day in range(4, 30)])
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"{' '.join(SENTENCES)} {speech}"})
    box = f"<div class=factbox><p>{speech}</p></div>"
    page = f'<script type="application/ld+json">{data}</script><article><h1>Bridge</h1>{TEXT}{box}</article>'
    assert read_page(page).body == "\n\n".join(SENTENCES)


def test_a_signature_names_the_author_where_the_page_names_only_itself() -> None:
    data = json.dumps({"@type": "NewsArticle", "author": {"name": "Halden Post"}, "publisher": {"name": "Halden Post"}})
    signed = f"<article><h1>Bridge</h1><p><b>Nora Quist</b></p>{TEXT}</article>"
    article = read_page(f'<script type="application/ld+json">{data}</script>{signed}')
    assert (article.authors, article.body) == (("Nora Quist",), "\n\n".join(SENTENCES))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 500_000 + TEXT,
        "<div><p>Some words of a text. " * 50_000,
        "<script>var a;</script>" * 20_000 + TEXT,
        f"<div class='{'related ' * 100_000}'>{TEXT}",
        "<h1>Bridge</h1>" * 5_000 + TEXT,
        "<a rel=author href=/author/a>Nora Quist</a>" * 10_000 + TEXT,
        "<h1>Bridge</h1>" + "<div class=byline>" * 200 + "word " * 100_000,
        "<table>" + "<tr><td>a<td>b" * 20_000,
        "<p>one<br><br>" * 20_000,
        "<" * 100_000,
        "\ud800\0\x01" + TEXT,
        "<?pi <? <!-- <![CDATA[ " + TEXT,
    ],
    ids=lambda page: page[:24],
)
def test_no_page_is_too_strange_to_be_read(page: str) -> None:
    assert isinstance(read_page(page), RawArticle)
