"""Rules, clear cases and curators judge together: with few examples the rules, later the curators."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.metadata.topics import LEAST_WORDS, MOST_TOPICS, judge_by_words
from archive.importing.metadata.triggers import split_words
from archive.learning.blending import Blend
from archive.learning.model import TopicModel
from archive.learning.teaching import learn, with_rules
from archive.learning.texts import read_text
from tests.archive.learning.news import OF_SPORT, POLITICS, SPORT, plain, politics, sport, train

ITSELF = train([*map(sport, range(60)), *map(politics, range(60))])
ELECTION = "medtop:20000574"


def taught_by(said: Sequence[tuple[tuple[str, str], int]], qcode: str, *, itself: TopicModel = ITSELF) -> Blend:
    """The judge after a curator said yes (1) or no (-1) to a topic of some texts."""
    texts = [read_text(*text, itself.wordbook) for text, _ in said]
    concepts = sorted({concept for text in texts for concept in text.totals})
    width = len(itself.wordbook)
    rows = [with_rules(text.row, text.totals, concepts, width) for text in texts]
    judged = np.array([[answer] for _, answer in said], dtype=np.int8)
    taught = learn(rows, judged, [qcode], concepts=concepts, width=width)
    assert taught
    return Blend(TopicModel(itself.wordbook, itself.itself, taught))


def qcodes(judge: Blend, text: tuple[str, str]) -> set[str]:
    return {match.qcode for match in judge(*text)}


def tops(judge: Blend, text: tuple[str, str]) -> set[str]:
    return {match.path[0] for match in judge(*text)}


def test_the_words_of_the_archive_turn_what_a_stray_trigger_says() -> None:
    text = plain(f"A minister wrote of {OF_SPORT}. " * 2)
    assert judge_by_words(*text)[0].path[0] == "politics"
    first = Blend(ITSELF)(*text)[0]
    assert (first.path[0], first.origin) == ("sport", "model")
    assert first.evidence.startswith("as in clear cases of this archive: ")
    assert "quossel" in first.evidence


def test_what_the_rules_say_clearly_stays_theirs_with_their_words() -> None:
    (match,) = Blend(ITSELF)(*sport(7))
    assert (match.label, match.origin) == ("soccer", "rule")
    assert "striker" in match.evidence


def test_without_a_trained_part_the_rules_judge_alone() -> None:
    for text in (sport(1), politics(1), plain(""), ("", "")):
        assert Blend(TopicModel(ITSELF.wordbook))(*text) == judge_by_words(*text)


def test_what_curators_reject_again_and_again_is_no_longer_found() -> None:
    said = [(politics(number), -1) for number in range(20)] + [(sport(number), 1) for number in range(20)]
    judge = taught_by(said, ELECTION)
    assert ELECTION in qcodes(Blend(ITSELF), politics(99))
    assert ELECTION not in qcodes(judge, politics(99))


def test_one_rejection_does_not_overrule_the_rules() -> None:
    judge = taught_by([(politics(1), -1), (sport(1), 1)], ELECTION)
    assert ELECTION in qcodes(judge, politics(99))


def test_a_topic_of_the_curators_own_is_found_by_the_words_they_showed() -> None:
    said = [(sport(number), 1) for number in range(20)] + [(politics(number), -1) for number in range(20)]
    judge = taught_by(said, "house:fixtures")
    found = {match.qcode: match for match in judge(*sport(99))}
    assert found["house:fixtures"].origin == "model"
    assert found["house:fixtures"].evidence.startswith("learned from 20 articles with it and 20 without: ")
    assert "house:fixtures" not in qcodes(judge, politics(99))


def test_an_article_keeps_a_topic_even_where_curators_reject_the_nearest() -> None:
    said = [(politics(number), -1) for number in range(20)] + [(sport(number), 1) for number in range(20)]
    for qcode in (ELECTION, POLITICS):
        title, body = politics(99)
        text = (title, body + " Nothing else was said of it by anybody.")
        assert len(split_words(" ".join(text))) >= LEAST_WORDS
        assert taught_by(said, qcode)(*text)


@pytest.mark.parametrize("words", ["minister", "match", "hospital", "farmer", "rainfall", "museum"])
def test_a_text_of_thirty_words_has_a_topic_if_one_word_speaks(words: str) -> None:
    assert Blend(ITSELF)(*plain(words))


def test_topics_above_a_chosen_one_are_not_listed_beside_it() -> None:
    said = [(sport(number), 1) for number in range(20)] + [(politics(number), -1) for number in range(20)]
    judge = taught_by(said, SPORT)
    assert [match.label for match in judge(*sport(99))] == ["soccer"]


@given(st.text(max_size=200), st.text(max_size=2_000))
def test_no_text_makes_it_fail(title: str, body: str) -> None:
    found = Blend(ITSELF)(title, body)
    assert len(found) <= MOST_TOPICS
    assert all(0 < match.score <= 1 for match in found)
