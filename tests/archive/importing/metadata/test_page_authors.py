"""Who wrote a page."""

import pytest

from archive.importing.metadata.page_authors import find_authors, take_signature
from archive.importing.metadata.structured_data import Node
from tests.archive.importing.pages import SENTENCES, page, tree_of

H1 = "<h1>Bridge reopens at last</h1>"


def authors_of(author: object = None, *, head: str = "", body: str = "") -> tuple[str, ...]:
    data: Node = {"author": author, "publisher": {"name": "Halden Post"}}
    return find_authors(data, tree_of(page(f"{H1}{body}", head=head)), site="Halden Post")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Nora Quist"}, ("Nora Quist",)),
        ([{"name": "Nora Quist"}, {"name": "Oskar Lie (ol)"}], ("Nora Quist", "Oskar Lie")),
        ({"name": ["Nora Quist", "Oskar Lie"]}, ("Nora Quist", "Oskar Lie")),
        ([["Nora Quist"], "Oskar Lie"], ("Nora Quist", "Oskar Lie")),
        ("By Nora Quist and Oskar Lie, Staff Writer", ("Nora Quist", "Oskar Lie")),
        ("Nora Quist, nora@post.example", ("Nora Quist",)),
        ("Nora Quist @noraquist", ("Nora Quist",)),
        ("Von Nora Quist und Oskar Lie", ("Nora Quist", "Oskar Lie")),
        ([{"name": "Nora Quist"}, {"name": "Coast Wire"}], ("Nora Quist", "Coast Wire")),
        ([{"name": "Nora Quist"}, {"name": "Halden Post"}], ("Nora Quist",)),
        # An agency is the author only where it is alone, the paper only where nobody is named.
        ({"name": "dpa"}, ("dpa",)),
        ({"@type": "Organization", "name": "Halden Post"}, ("Halden Post",)),
        ("https://www.post.example/authors/nora-quist", ()),
        ({"name": "admin"}, ()),
        ({"name": "武田太郎"}, ("武田太郎",)),
        (7, ("7",)),
        (None, ()),
    ],
)
def test_the_data_names_the_authors(author: object, names: tuple[str, ...]) -> None:
    assert authors_of(author) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="Nora Quist">', ("Nora Quist",)),
        (
            '<meta name="author" content="Nora Quist"><meta name="author" content="Oskar Lie">',
            ("Nora Quist", "Oskar Lie"),
        ),
        ('<meta property="article:author" content="https://social.example/haldenpost">', ()),
        ('<meta name="author" content="Halden Post">', ("Halden Post",)),
        ('<meta name="author" content="Staff and agencies">', ()),
        ('<meta name="author" content="AFP">', ("AFP",)),
    ],
)
def test_meta_tags_name_them(head: str, names: tuple[str, ...]) -> None:
    assert authors_of(head=head) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<div class="article-byline">By Nora Quist and Oskar Lie</div>', ("Nora Quist", "Oskar Lie")),
        (
            '<p><a rel="author" href="/x">Nora Quist</a>, <a rel="author" href="/y">Oskar Lie</a></p>',
            ("Nora Quist", "Oskar Lie"),
        ),
        ('<span itemprop="author">NORA QUIST</span>', ("Nora Quist",)),
        ('<a href="https://www.post.example/author/nora/">Nora Quist</a>', ("Nora Quist",)),
        ('<div class="byline"><a>Facebook</a> <a>Twitter</a></div>', ()),
        ('<div class="author">Halden Post</div>', ()),
        ('<a href="/authors/">All authors</a>', ()),
        ('<p class="authority">Nora Quist</p>', ()),
    ],
)
def test_the_byline_names_them(body: str, names: tuple[str, ...]) -> None:
    assert authors_of(body=body) == names


def test_a_person_in_the_byline_counts_more_than_the_paper_in_the_data() -> None:
    assert authors_of({"name": "Halden Post"}, body='<div class="byline">Nora Quist</div>') == ("Nora Quist",)
    assert authors_of({"name": "Halden Post"}, head='<meta name="author" content="Nora Quist">') == ("Nora Quist",)


@pytest.mark.parametrize(
    ("parts", "names", "left"),
    [
        (("Nora Quist/Oskar Lie", *SENTENCES), ("Nora Quist", "Oskar Lie"), SENTENCES),
        ((SENTENCES[0], "Nora Quist", *SENTENCES[1:]), ("Nora Quist",), SENTENCES),
        ((*SENTENCES, "Nora Quist"), ("Nora Quist",), SENTENCES),
        ((*SENTENCES, "Anger on the quay"), (), (*SENTENCES, "Anger on the quay")),
        (("Nora Quist",), (), ("Nora Quist",)),
    ],
)
def test_a_name_that_stands_alone_is_a_signature(
    parts: tuple[str, ...], names: tuple[str, ...], left: tuple[str, ...]
) -> None:
    assert take_signature("\n\n".join(parts)) == (names, "\n\n".join(left))
