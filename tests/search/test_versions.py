"""The index knows which articles are one text, and follows when that changes."""

from collections.abc import Callable

import pytest

from archive import curation
from archive.importing.raw import CleanArticle
from archive.models import Article
from search.documents import load_articles
from search.engines.base import EngineQuery, SearchEngine
from search.indexing import update_index
from search.query.nodes import Word
from tests.archive.texts import story
from tests.factories import clean_article, make_reader, read_file_of, store_files

pytestmark = pytest.mark.django_db


def reprint(number: int) -> CleanArticle:
    return clean_article(
        f"Reprint {number}", f"{story(1)} Puffin.", date=f"2009-12-{number:02}", identity=f"w:{number}"
    )


def found(engine: SearchEngine) -> tuple[int, list[tuple[int, int]]]:
    """The total, and each hit with the number of its copies."""
    update_index()
    page = engine.search(EngineQuery(Word("puffin"), sort="oldest", collapse=True))
    return page.total, [(hit.article_id, hit.copies) for hit in page.hits]


def test_a_document_names_the_head_of_its_group() -> None:
    store_files(read_file_of(reprint(1), reprint(2), clean_article("Alone", story(2))))
    first, second, alone = Article.objects.order_by("pk")
    documents = {document.id: document.group for document in load_articles([first.pk, second.pk, alone.pk])}
    assert documents == {first.pk: 0, second.pk: first.pk, alone.pk: 0}


@pytest.mark.parametrize("name", ["whoosh"])
def test_the_index_follows_the_groups(use_engine: Callable[[str], SearchEngine], name: str) -> None:
    engine = use_engine(name)
    store_files(read_file_of(reprint(2), reprint(3)))
    second, _ = Article.objects.order_by("first_day")
    assert found(engine) == (1, [(second.pk, 1)])
    store_files(read_file_of(reprint(1)))
    first = Article.objects.earliest("first_day")
    assert found(engine)[0] == 1
    curation.withhold_articles([first])
    assert found(engine) == (1, [(second.pk, 1)])
    curation.release_articles([first])
    decision = curation.separate_version(second, by=make_reader())
    assert found(engine) == (2, [(first.pk, 1), (second.pk, 0)])
    curation.undo_version_decision(decision, by=make_reader("another"))
    assert found(engine) == (1, [(first.pk, 2)])
    curation.delete_articles(Article.objects.filter(pk=first.pk))
    assert found(engine) == (1, [(second.pk, 1)])
