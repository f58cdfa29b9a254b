"""The same hits and scores as Whoosh's own searcher on the same index, after updates, deletions and several segments.

Hits are the same for exact words, prefixes and phrases in one field each, ANDs and ORs of them, and one such without
the articles of another. A NOT deeper inside is held to the brute-force oracle only, in the contract test: Whoosh's
matchers for it miss articles to leave out, and find deleted ones. So NOT is Whoosh's mask here.

Scores are the same, to 1e-4, for exact words in one field held together by AND, OR and AND NOT: both add up BM25F over
the words, with B = 0.75 and K1 = 1.2. By design ours are others
- where a word is not exact: all forms of its stem count as one term, with one document frequency;
- where no field is named: the scores of the default fields are added up, a title's with three times the weight;
- for a phrase: it is a term with frequencies of its own, where Whoosh adds up the scores of its words;
- for a prefix: it counts 1 by whichever words an article has it; and NOT and everything count nothing, where
  Whoosh gives 1.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import compound, positional, terms
from whoosh.query.qcore import Every, Query
from whoosh.scoring import BM25F

from search.documents import ArticleDocument
from search.engines.base import EngineQuery
from search.engines.whoosh import writer
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.schema import INDEX_NAME, TEXT_FIELDS
from search.query.nodes import And, Everything, FieldName, Node, Not, Or, Phrase, Prefix, Word
from tests.search.engines.archives import FORMS, STEPS, article

Steps = list[tuple[list[ArticleDocument], set[int]]]

_PROPERTY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
_forms = st.sampled_from(FORMS.split())
# Not `author`, `person` and `topic`: Whoosh knows no values of a field, and would find phrases across two of them.
_fields: st.SearchStrategy[FieldName] = st.sampled_from(["title", "body"])


def combined(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """The leaves, ANDs and ORs made of them, and such a node without the articles of another."""
    trees = st.recursive(leaves, lambda inner: st.builds(And, _several(inner)) | st.builds(Or, _several(inner)))
    return trees | st.builds(lambda wanted, unwanted: And((wanted, Not(unwanted))), trees, trees)


def _several(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(inner, min_size=2, max_size=3).map(tuple)


_body_words: st.SearchStrategy[Node] = st.builds(Word, _forms, st.just("body"), st.just(True))
_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, _forms, _fields, st.just(True)),
    st.builds(Prefix, st.sampled_from(["ba", "tr", "tar", "ро", "u."]), _fields),
    st.builds(Phrase, st.lists(_forms, min_size=2, max_size=3).map(tuple), _fields, st.just(0), st.just(True)),
)


def in_whoosh(node: Node) -> Query:
    """The same query in Whoosh's own nodes."""
    match node:
        case Everything():
            return Every()
        case Word(form, str(field)):
            return terms.Term(TEXT_FIELDS[field], form)
        case Prefix(form, str(field)):
            return terms.Prefix(TEXT_FIELDS[field], form)
        case Phrase(forms, str(field)):
            return positional.Phrase(TEXT_FIELDS[field], list(forms))
        case And(parts):
            return compound.And([in_whoosh(part) for part in parts])
        case Or(parts):
            return compound.Or([in_whoosh(part) for part in parts])
    raise ValueError(f"Whoosh is not asked for {node}")


def build(directory: Path, steps: Steps) -> WhooshEngine:
    engine = WhooshEngine(directory)
    for documents, removed in steps:
        engine.update(documents, removed)
    return engine


def ask_whoosh(directory: Path, node: Node) -> dict[int, float]:
    """Articles and scores from Whoosh's own searcher."""
    wanted, unwanted = node, None
    match node:
        case And((part, Not(left_out))):
            wanted, unwanted = part, in_whoosh(left_out)
        case Not(left_out):
            wanted, unwanted = Everything(), in_whoosh(left_out)
    with open_dir(str(directory / "000001"), indexname=INDEX_NAME).searcher(weighting=BM25F(B=0.75, K1=1.2)) as whoosh:
        found = whoosh.search(in_whoosh(wanted), limit=None, mask=unwanted)
        return {hit["id"]: hit.score for hit in found}


def ask_ours(engine: WhooshEngine, node: Node) -> dict[int, float]:
    return {hit.article_id: hit.score for hit in engine.search(EngineQuery(node, limit=1_000)).hits}


@pytest.fixture(params=[writer.WORDS_IN_MEMORY, 20], ids=["one segment a commit", "many segments"])
def segments(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "WORDS_IN_MEMORY", request.param)


@pytest.mark.usefixtures("segments")
@_PROPERTY
@given(steps=STEPS, asked=st.lists(combined(_leaves), min_size=1, max_size=4))
def test_whoosh_finds_the_same_articles(
    tmp_path_factory: pytest.TempPathFactory, steps: Steps, asked: list[Node]
) -> None:
    directory = tmp_path_factory.mktemp("index")
    engine = build(directory, steps)
    for node in asked:
        assert set(ask_ours(engine, node)) == set(ask_whoosh(directory, node))


@pytest.mark.usefixtures("segments")
@_PROPERTY
@given(steps=STEPS, asked=st.lists(combined(_body_words), min_size=1, max_size=4), tidied=st.booleans())
def test_whoosh_gives_the_same_scores(
    tmp_path_factory: pytest.TempPathFactory, steps: Steps, asked: list[Node], tidied: bool
) -> None:
    directory = tmp_path_factory.mktemp("index")
    engine = build(directory, steps)
    if tidied:
        engine.tidy()
    for node in asked:
        assert ask_ours(engine, node) == pytest.approx(ask_whoosh(directory, node), rel=1e-4)


def test_the_two_agree_on_an_index_with_everything_in_it(tmp_path: Path) -> None:
    """So that the properties above cannot hold because nothing is ever found."""
    engine = build(
        tmp_path,
        [
            ([article(1, body="bank holiday"), article(2, body="the bank on the bank of the river")], set()),
            ([article(3, body="a river"), article(4, body="bank bank holiday")], {1}),
            ([article(2, body="the river by the bank")], set()),
        ],
    )
    bank, river, holiday = (Word(form, "body", exact=True) for form in ("bank", "river", "holiday"))
    asked: dict[Node, set[int]] = {
        bank: {2, 4},
        And((bank, Not(holiday))): {2},
        Not(holiday): {2, 3},
        Or((river, holiday)): {2, 3, 4},
        Phrase(("the", "bank"), "body", exact=True): {2},
        Prefix("ri", "body"): {2, 3},
        Everything(): {2, 3, 4},
    }
    found = {node: set(ask_ours(engine, node)) for node in asked}
    assert found == asked == {node: set(ask_whoosh(tmp_path, node)) for node in asked}
