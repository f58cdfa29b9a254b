"""What every engine must do, as one test class: `class TestMyEngine(EngineContract)` with an `engine` fixture.

Answers are compared with the brute-force oracle, on small random archives that are changed in several steps.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import (
    Checkpoint,
    EngineQuery,
    FacetFilter,
    FacetWish,
    MatchReason,
    SearchEngine,
)
from search.query.nodes import Node, Not, Or, Phrase, Prefix, Word
from search.request import FACETS, FacetName
from tests.search import oracle
from tests.search.engines.archives import DAYS, NODES, OPEN_DAYS, QUERIES, STEPS, VALUES, article, documents, ids

# Each example makes its own index, and each engine's class runs the same tests: neither is a fault here.
_PROPERTY = settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


class EngineContract:
    """The promises of `search.engines.base.SearchEngine`."""

    @pytest.fixture
    def make_engine(self) -> Callable[[], SearchEngine]:
        """Makes another object on the same index each time, as another process would; the index begins empty."""
        raise NotImplementedError

    @pytest.fixture
    def engine(self, make_engine: Callable[[], SearchEngine]) -> SearchEngine:
        return make_engine()

    @_PROPERTY
    @given(steps=STEPS, queries=st.lists(QUERIES, min_size=1, max_size=4), tidied=st.booleans())
    def test_it_answers_as_the_oracle_does(
        self,
        make_engine: Callable[[], SearchEngine],
        steps: list[tuple[list[ArticleDocument], set[int]]],
        queries: list[EngineQuery],
        tidied: bool,
    ) -> None:
        engine = make_engine()
        engine.rebuild([])
        archive: dict[int, ArticleDocument] = {}
        for added, removed in steps:
            engine.update(added, removed)
            archive = {pk: d for pk, d in archive.items() if pk not in removed} | {d.id: d for d in added}
            assert engine.article_ids() == set(archive)
        if tidied:
            engine.tidy()
        for reader in (engine, make_engine()):
            for query in queries:
                assert reader.search(query) == oracle.search(archive.values(), query)
                ranked = reader.search(replace(query, sort="relevance", offset=0, limit=20))
                expected = oracle.search(archive.values(), replace(query, offset=0, limit=20))
                assert sorted(ids(ranked)) == sorted(ids(expected))
                assert (ranked.total, ranked.facets) == (expected.total, expected.facets)

    @_PROPERTY
    @given(documents=st.lists(documents(), max_size=8, unique_by=lambda d: d.id), query=QUERIES)
    def test_a_rebuilt_index_answers_as_the_oracle_does(
        self, make_engine: Callable[[], SearchEngine], documents: list[ArticleDocument], query: EngineQuery
    ) -> None:
        engine = make_engine()
        engine.update([article(99, "bank")])
        engine.rebuild([documents[:3], documents[3:]])
        assert engine.search(query) == oracle.search(documents, query)

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    def test_pages_neither_repeat_nor_skip_an_article(self, engine: SearchEngine, sort: str) -> None:
        days = [None, *DAYS]
        engine.update(
            article(n, "bank", "bank " * (n % 3), first_day=days[n % 6], last_day=days[n % 6]) for n in range(1, 41)
        )
        whole = EngineQuery(Word("bank"), sort=sort, limit=100)  # type: ignore[arg-type]
        paged = [pk for offset in range(0, 40, 7) for pk in ids(engine.search(replace(whole, offset=offset, limit=7)))]
        assert paged == ids(engine.search(whole))
        assert sorted(paged) == list(range(1, 41))

    def test_no_count_looks_past_what_a_question_is_within(self, engine: SearchEngine) -> None:
        engine.update([article(1, people=("ilse", "jon")), article(2, people=("ilse",)), article(3, people=("jon",))])
        query = EngineQuery(within={"person": FacetFilter(("ilse",))}, facets={"person": FacetWish()})
        assert dict(engine.search(query).facets["person"].values) == {"ilse": 2, "jon": 1}
        both = engine.search(replace(query, filters={"person": FacetFilter(("jon",))}))
        assert ids(both) == [1]
        assert dict(both.facets["person"].values) == {"ilse": 2, "jon": 1}

    def test_equal_scores_are_ordered_by_day_and_then_by_id(self, engine: SearchEngine) -> None:
        engine.update(
            [
                article(1, "bank", first_day=DAYS[0], last_day=DAYS[0]),
                article(2, "bank"),
                article(3, "bank", first_day=DAYS[4], last_day=DAYS[4]),
                article(4, "bank", first_day=DAYS[4], last_day=DAYS[4]),
            ]
        )
        assert ids(engine.search(EngineQuery(Word("bank")))) == [4, 3, 1, 2]

    def test_a_word_of_the_headline_counts_more_than_one_of_the_body(self, engine: SearchEngine) -> None:
        engine.update(
            [article(1, "Weather", "bank and rain"), article(2, "Bank", "rain and sun"), article(3, "x", "y")]
        )
        assert ids(engine.search(EngineQuery(Word("bank")))) == [2, 1]

    def test_a_rare_word_counts_more_than_a_common_one(self, engine: SearchEngine) -> None:
        engine.update(
            [article(n, body="common") for n in range(1, 9)] + [article(9, body="rare"), article(10, body="x")]
        )
        hits = engine.search(EngineQuery(Or((Word("common"), Word("rare"))))).hits
        assert hits[0].article_id == 9
        assert hits[0].score > hits[1].score > 0

    def test_scores_are_0_where_the_sort_is_by_day(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank")])
        assert [hit.score for hit in engine.search(EngineQuery(Word("bank"), sort="newest")).hits] == [0.0]

    def test_similar_words_are_one_typo_away_and_have_articles(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank"), article(2, "bank bans"), article(3, "tank"), article(4, "bonkers")])
        engine.update([], [3])
        assert engine.similar_words("bakn") == [("bank", 2)]
        assert engine.similar_words("bann") == [("bank", 2), ("bans", 1)]
        assert engine.similar_words("bann", most=1) == [("bank", 2)]

    @_PROPERTY
    @given(steps=STEPS, queries=st.lists(QUERIES, min_size=1, max_size=4), tidied=st.booleans())
    def test_a_collapsed_search_counts_groups_as_the_oracle_does(
        self,
        make_engine: Callable[[], SearchEngine],
        steps: list[tuple[list[ArticleDocument], set[int]]],
        queries: list[EngineQuery],
        tidied: bool,
    ) -> None:
        engine = make_engine()
        engine.rebuild([])
        archive: dict[int, ArticleDocument] = {}
        for added, removed in steps:
            engine.update(added, removed)
            archive = {pk: d for pk, d in archive.items() if pk not in removed} | {d.id: d for d in added}
        if tidied:
            engine.tidy()
        for query in queries:
            collapsed = replace(query, collapse=True)
            assert engine.search(collapsed) == oracle.search(archive.values(), collapsed)
            ranked = engine.search(replace(collapsed, sort="relevance", offset=0, limit=20))
            expected = oracle.search(archive.values(), replace(collapsed, offset=0, limit=20))
            groups = [
                sorted((oracle.group_of(archive[hit.article_id]), hit.copies) for hit in results.hits)
                for results in (ranked, expected)
            ]
            assert groups[0] == groups[1]

    def test_of_a_group_the_best_article_is_shown(self, engine: SearchEngine) -> None:
        engine.update(
            [
                article(1, "Weather", "bank and rain", first_day=DAYS[4], last_day=DAYS[4]),
                article(2, "Bank", "rain", group=1, first_day=DAYS[0], last_day=DAYS[0]),
                article(3, "Bank of the river", "rain and more rain"),
            ]
        )
        collapsed = EngineQuery(Word("bank"), collapse=True)
        assert [(hit.article_id, hit.copies) for hit in engine.search(collapsed).hits] == [(2, 1), (3, 0)]
        newest = engine.search(replace(collapsed, sort="newest"))
        assert [(hit.article_id, hit.copies) for hit in newest.hits] == [(1, 1), (3, 0)]
        assert engine.search(replace(collapsed, node=Word("bank", "title"))).hits[0].copies == 0
        assert engine.search(replace(collapsed, collapse=False)).total == 3

    @_PROPERTY
    @given(
        steps=STEPS,
        prefixes=st.lists(st.sampled_from(["", "b", "ba", "tr", "u.", "рос", "q"]), min_size=1, max_size=3),
        nodes=st.lists(NODES, max_size=4),
        most=st.integers(1, 4),
    )
    def test_words_and_reasons_are_those_of_the_oracle(
        self,
        make_engine: Callable[[], SearchEngine],
        steps: list[tuple[list[ArticleDocument], set[int]]],
        prefixes: list[str],
        nodes: list[Node],
        most: int,
    ) -> None:
        engine = make_engine()
        engine.rebuild([])
        archive: dict[int, ArticleDocument] = {}
        for added, removed in steps:
            engine.update(added, removed)
            archive = {pk: d for pk, d in archive.items() if pk not in removed} | {d.id: d for d in added}
        for prefix in prefixes:
            assert engine.suggest(prefix, most) == oracle.suggest(archive.values(), prefix, most)
        for node in nodes:
            for pk in (*archive, 99):
                assert engine.explain(node, pk) == oracle.explain(archive, node, pk)

    @_PROPERTY
    @given(
        documents=st.lists(documents(), max_size=8, unique_by=lambda d: d.id),
        filters=st.dictionaries(st.sampled_from(FACETS), st.builds(FacetFilter, VALUES, VALUES), max_size=1),
        days=st.builds(DayRange, OPEN_DAYS, OPEN_DAYS),
    )
    def test_similar_articles_are_those_of_the_oracle(
        self,
        make_engine: Callable[[], SearchEngine],
        documents: list[ArticleDocument],
        filters: dict[FacetName, FacetFilter],
        days: DayRange,
    ) -> None:
        engine = make_engine()
        engine.rebuild([documents])
        archive = {document.id: document for document in documents}
        for pk in (*archive, 99):
            expected = oracle.similar_articles(archive, pk, filters, days)
            found = engine.similar_articles(pk, 20, filters=filters, days=days)
            texts, of_oracle = (
                [oracle.group_of(archive[hit.article_id]) for hit in hits] for hits in (found, expected)
            )
            assert sorted(texts) == sorted(of_oracle)
            assert engine.similar_articles(pk, 1, filters=filters, days=days) == found[:1]

    def test_the_most_similar_article_comes_first_and_never_a_deleted_one(self, engine: SearchEngine) -> None:
        engine.update(
            [
                article(1, "Ferry runs aground", "The ferry Aurora ran aground off the island of Senn."),
                article(2, "Crew of the Aurora saved", "The ferry lies off Senn, and the island is cut off."),
                article(3, "Bank raises rates", "The bank said that the rates of the day are of the past."),
                article(4, "Ferry fares rise", "The company said so."),
                article(5, "Ferry runs aground", "The ferry Aurora ran aground off the island of Senn."),
            ]
        )
        engine.update([], [5])
        assert [hit.article_id for hit in engine.similar_articles(1)][:2] == [2, 4]
        assert engine.similar_articles(5) == []
        assert [hit.article_id for hit in engine.similar_articles(1, 1)] == [2]

    def test_a_reason_names_field_kind_and_forms(self, engine: SearchEngine) -> None:
        engine.update([article(1, "Bank holiday", "Banks and bankers of Banff shut; bonk. The central bank is open.")])
        terms = (Word("bank", typos=1), Prefix("banf"), Phrase(("central", "bank"), exact=True), Word("zebra"))
        assert engine.explain(Or((*terms, Not(Word("shut")))), 1) == (
            MatchReason(terms[0], "title", "exact", ("bank",)),
            MatchReason(terms[0], "body", "exact", ("bank",)),
            MatchReason(terms[0], "body", "stem", ("banks",)),
            MatchReason(terms[0], "body", "typo", ("bonk",)),
            MatchReason(terms[1], "body", "prefix", ("banff",)),
            MatchReason(terms[2], "body", "phrase", ("bank", "central")),
        )
        assert engine.explain(Word("zebra"), 1) == ()

    def test_the_generation_changes_with_every_commit(self, engine: SearchEngine) -> None:
        engine.rebuild([])
        seen = [engine.status().generation]
        for pk in (1, 2):
            engine.update([article(pk)])
            seen.append(engine.status().generation)
        engine.rebuild([[article(1)]])
        seen.append(engine.status().generation)
        assert len(set(seen)) == 4

    def test_an_error_in_a_rebuild_leaves_everything_as_it_was(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank")])
        before = engine.status()

        def failing() -> object:
            yield [article(2, "bank")]
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError, match="the database went away"):
            engine.rebuild(failing())  # type: ignore[arg-type]
        assert engine.status() == before
        assert engine.article_ids() == {1}

    def test_an_error_in_a_rebuild_with_a_checkpoint_leaves_everything_as_it_was(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank")])
        before = engine.status()

        def failing() -> object:
            yield [article(3, "bank"), article(2, "bank " * 30)]
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError, match="the database went away"):
            engine.rebuild(failing(), Checkpoint("noon"))  # type: ignore[arg-type]
        assert engine.status() == before
        checkpoint = engine.interrupted_rebuild()
        assert checkpoint is None or checkpoint == Checkpoint("noon", checkpoint.last_id)
        done = checkpoint.last_id if checkpoint else 0
        rest = [article(pk, "bank") for pk in (2, 3, 4) if pk > done]
        engine.rebuild([rest[:1], rest[1:]], checkpoint or Checkpoint("noon"))
        assert engine.article_ids() == {2, 3, 4}
        assert engine.interrupted_rebuild() is None

    def test_a_rebuild_can_begin_anew_instead_of_going_on(self, engine: SearchEngine) -> None:
        def failing() -> object:
            yield [article(1, "bank " * 30), article(2, "bank " * 30)]
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError):
            engine.rebuild(failing(), Checkpoint("noon"))  # type: ignore[arg-type]
        engine.rebuild([[article(5)]], Checkpoint("one o'clock"))
        assert engine.article_ids() == {5}
        assert engine.interrupted_rebuild() is None

    def test_an_error_in_an_update_changes_nothing(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank")])

        def failing() -> object:
            yield article(2, "bank")
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError, match="the database went away"):
            engine.update(failing(), [1])  # type: ignore[arg-type]
        assert engine.article_ids() == {1}
        engine.update([article(3)])
        assert engine.article_ids() == {1, 3}

    def test_another_object_sees_a_commit_at_its_next_search(self, make_engine: Callable[[], SearchEngine]) -> None:
        writer, reader = make_engine(), make_engine()
        writer.update([article(1, "bank")])
        assert reader.search(EngineQuery(Word("bank"))).total == 1
        writer.update([article(2, "bank")])
        assert reader.search(EngineQuery(Word("bank"))).total == 2
        writer.rebuild([[article(3, "bank")]])
        assert ids(reader.search(EngineQuery(Word("bank")))) == [3]

    def test_mangled_characters_find_nothing_and_are_no_error(self, engine: SearchEngine) -> None:
        engine.update([article(1, "bank")])
        broken = "b\udcffnk"
        for node in (Word(broken, exact=True), Prefix(broken), Phrase((broken, "x"), exact=True)):
            assert engine.search(EngineQuery(node)).total == 0
        chosen = EngineQuery(filters={"source": FacetFilter((broken,))}, facets={"source": FacetWish(always=(broken,))})
        assert engine.search(chosen).total == 0
