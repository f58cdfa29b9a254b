"""What a page says of itself."""

import json

import pytest

from archive.importing.metadata.pages import PageFacts, read_page_facts
from tests.archive.importing.pages import TEXT, page, tree_of

BRIDGE = "Bridge reopens at last"
NEWS = {"@type": "NewsArticle", "headline": BRIDGE}


def facts_of(body: str = TEXT, *, head: str = "", data: object = None) -> PageFacts:
    return read_page_facts(tree_of(page(body, head=head, data=data)))


@pytest.mark.parametrize(
    "data",
    [
        NEWS,
        [{"@type": "BreadcrumbList"}, NEWS],
        {"@graph": [{"@type": "WebPage", "headline": "Halden Post"}, {**NEWS, "@type": ["Article", "NewsArticle"]}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "A cat", "a": 1, "b": 2}, NEWS]},
        {
            "@context": "https://schema.org",
            "mainEntity": {"@type": "http://schema.org/NewsArticle", "headline": [BRIDGE]},
        },
    ],
)
def test_the_article_is_found_in_the_data(data: object) -> None:
    assert facts_of(f"<h1>{BRIDGE}</h1>{TEXT}", data=data).title == BRIDGE


def test_a_graph_says_once_who_is_who() -> None:
    graph = [
        {**NEWS, "author": {"@id": "#nora"}, "publisher": {"@id": "#post"}},
        {"@id": "#nora", "@type": "Person", "name": "Nora Quist"},
        {"@id": "#post", "@type": "Organization", "name": "Halden Post"},
        {"@type": "WebPage", "datePublished": "2014-03-12"},
    ]
    facts = facts_of(data={"@graph": graph})
    assert (facts.authors, facts.site, facts.date) == (("Nora Quist",), "Halden Post", "2014-03-12")


PUBLISHED = '<meta property="article:published_time" content="2014-03-12T08:00Z">'


@pytest.mark.parametrize(
    ("data", "head", "body", "date"),
    [
        ({"datePublished": "2014-03-12", "dateModified": "2014-03-20"}, "", "", "2014-03-12"),
        ({"dateModified": "2014-03-20"}, PUBLISHED, "", "2014-03-12T08:00Z"),
        ({"datePublished": "2014-03-12"}, "", "<main><time>13 March 2014</time></main>", "2014-03-12"),
        # An editing system that gives the last change as the publication.
        ({"datePublished": "2014-03-20", "dateModified": "2014-03-20"}, PUBLISHED, "", "2014-03-12T08:00Z"),
        ({"datePublished": "2014-03-10", "dateModified": "2014-03-10"}, PUBLISHED, "", "2014-03-10"),
        ({}, "", "<article><time datetime='2014-03-12T10:00'>Wednesday</time></article>", "2014-03-12"),
        ({}, "", "<ul class=related><li><time>13 March 2014</time></ul>", ""),
        ({"dateModified": "2014-03-20"}, "", "", ""),
        ({"dateCreated": "2014-03-12"}, "", "", "2014-03-12"),
    ],
)
def test_the_day_is_that_of_publication(data: dict[str, str], head: str, body: str, date: str) -> None:
    assert facts_of(body + TEXT, head=head, data={**NEWS, **data}).date == date


@pytest.mark.parametrize(
    ("head", "data", "field", "value"),
    [
        ('<meta property="article:section" content="Local">', None, "section", "Local"),
        ("", {**NEWS, "articleSection": ["Harbour", "Local"]}, "section", "Harbour"),
        ("", {**NEWS, "inLanguage": {"name": "Norwegian", "alternateName": "nb"}}, "language", "nb"),
        ('<meta property="og:locale" content="nb_NO">', None, "language", "nb_NO"),
        ("", {**NEWS, "copyrightHolder": {"name": "Coast Wire"}, "copyrightYear": 2014}, "rights", "© 2014 Coast Wire"),
        ('<meta name="dc.rights" content="All rights with the author">', None, "rights", "All rights with the author"),
        ("", {**NEWS, "keywords": ["bridges", "barges"]}, "keywords", ("bridges", "barges")),
        ('<meta name="news_keywords" content="bridges; barges, bridges">', None, "keywords", ("bridges", "barges")),
        ('<link rel="canonical" href="https://post.example/b">', None, "url", "https://post.example/b"),
        (
            '<link rel="canonical" href="/b"><meta property="og:url" content="https://post.example/b">',
            None,
            "url",
            "https://post.example/b",
        ),
    ],
)
def test_what_else_a_page_states(head: str, data: object, field: str, value: object) -> None:
    assert getattr(facts_of(head=head, data=data), field) == value


@pytest.mark.parametrize(
    ("figure", "caption", "credit"),
    [
        ("The pier in its steel, on Tuesday.", "The pier in its steel, on Tuesday.", ""),
        ("The pier in its steel, on Tuesday. Photo: Ada Holm", "The pier in its steel, on Tuesday.", "Ada Holm"),
        ("The pier in its steel, on Tuesday. (Image: Coast Wire)", "The pier in its steel, on Tuesday.", "Coast Wire"),
        ("Der Pfeiler in seinem Stahl. Foto: Ada Holm/dpa", "Der Pfeiler in seinem Stahl.", "Ada Holm/dpa"),
        ("The pier in its steel, on Tuesday. © Ada Holm", "The pier in its steel, on Tuesday.", "Ada Holm"),
        ("The pier in its steel <span class=credit>Ada Holm</span>", "The pier in its steel", "Ada Holm"),
        ("The pier in its steel <span class=img-credit>Photo: Ada Holm</span>", "The pier in its steel", "Ada Holm"),
        ("Ada Holm", "", ""),
    ],
)
def test_a_caption_is_told_from_the_credit(figure: str, caption: str, credit: str) -> None:
    facts = facts_of(f"<article><figure><img><figcaption>{figure}</figcaption></figure>{TEXT}</article>")
    assert (facts.caption, facts.credit) == (caption, credit)


def test_the_data_may_have_caption_and_credit_of_the_picture() -> None:
    image = {"@type": "ImageObject", "caption": "The pier in its steel", "creditText": "Ada Holm"}
    facts = facts_of(data={**NEWS, "image": [image]})
    assert (facts.caption, facts.credit) == ("The pier in its steel", "Ada Holm")


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 900 + "1" + "}" * 900,
        json.dumps({"@graph": [{**NEWS, "@id": "#a", "author": {"@id": "#a"}, "headline": {"@id": "#a"}}]}),
        json.dumps({**NEWS, "author": [{"name": ["Nora Quist"] * 1000}] * 100, "keywords": ["k"] * 100_000}),
        json.dumps({"@type": None, "headline": None}),
        '{"@type": "NewsArticle", "headline": "\\ud800"}',
        "[null, 1, true, [], {}]",
        "",
    ],
)
def test_no_data_breaks_a_page(script: str) -> None:
    text = f'<html><head><script type="application/ld+json">{script}</script></head><body>{TEXT}</body></html>'
    assert isinstance(read_page_facts(tree_of(text)), PageFacts)
