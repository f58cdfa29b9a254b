"""The index is one that Whoosh itself opens, and its own searcher agrees with us on hits, scores and phrases."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query.positional import Phrase as WhooshPhrase
from whoosh.query.terms import Prefix as WhooshPrefix
from whoosh.query.terms import Term as WhooshTerm
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from search.documents import ArticleDocument
from search.engines.base import EngineQuery
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.schema import INDEX_NAME, TEXT_FIELDS
from search.engines.whoosh.scoring import BOOSTS
from search.query.nodes import FieldName, Phrase, Word
from tests.search.engines.archives import FORMS, article, documents, ids

_steps = st.lists(st.lists(documents(), min_size=1, max_size=5, unique_by=lambda d: d.id), min_size=1, max_size=4)
_forms = st.sampled_from(FORMS.split())


def open_in_whoosh(directory: Path) -> Searcher:
    return open_dir(str(directory / "000001"), indexname=INDEX_NAME).searcher(weighting=BM25F())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps, form=_forms, field=st.sampled_from(list(TEXT_FIELDS)))
def test_whoosh_finds_the_same_articles_with_the_same_scores(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[ArticleDocument]], form: str, field: FieldName
) -> None:
    directory = tmp_path_factory.mktemp("index")
    engine = WhooshEngine(directory)
    for step in steps:
        engine.update(step)
    ours = engine.search(EngineQuery(Word(form, field, exact=True)))
    with open_in_whoosh(directory) as searcher:
        theirs = searcher.search(WhooshTerm(TEXT_FIELDS[field], form), limit=None)
        scores = {hit["id"]: hit.score * BOOSTS.get(field, 1.0) for hit in theirs}
        assert searcher.doc_count() == len(engine.article_ids())
    assert {hit.article_id: hit.score for hit in ours.hits} == pytest.approx(scores, rel=1e-4)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps, forms=st.tuples(_forms, _forms))
def test_whoosh_finds_the_same_phrases(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[ArticleDocument]], forms: tuple[str, str]
) -> None:
    directory = tmp_path_factory.mktemp("index")
    engine = WhooshEngine(directory)
    for step in steps:
        # Whoosh knows no values of a field, so a gap between two authors is no end to it.
        engine.update([replace(document, authors="") for document in step])
    ours = engine.search(EngineQuery(Phrase(forms, "body", exact=True)))
    with open_in_whoosh(directory) as searcher:
        theirs = {hit["id"] for hit in searcher.search(WhooshPhrase("body", list(forms)), limit=None)}
    assert set(ids(ours)) == theirs


def test_whoosh_lists_and_expands_the_words(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.update([article(1, "bank banks tank"), article(2, "Österreich", source="herald")])
    with open_in_whoosh(tmp_path) as searcher:
        reader = searcher.reader()
        assert list(reader.field_terms("title")) == ["bank", "banks", "osterreich", "tank"]
        assert list(reader.expand_prefix("title", "ban")) == [b"bank", b"banks"]
        assert list(reader.terms_within("title", "bonk", 1)) == ["bank"]
        assert list(reader.lexicon("source")) == [b"herald"]
        assert reader.doc_frequency("title", "bank") == 1
        assert [hit["id"] for hit in searcher.search(WhooshPrefix("title", "ban"))] == [1]
