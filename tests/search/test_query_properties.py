"""What holds for every query text there is."""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from search.query.nodes import And, Not, Or, Phrase
from search.query.parser import parse
from search.query.walk import positive_terms, replace_word, words_of
from search.query.write import write
from tests.search.query_texts import query_texts


@given(query_texts, st.booleans())
@example("(" * 5_000, False)
@example("NOT " * 2_000 + "a", False)
@example("a OR " * 3_000, False)
@example("-(" * 30 + "a", False)
@example('"' + "a " * 500, True)
@example("a*" * 4_000, False)
@example("x" * 20_000, False)
def test_every_text_has_a_meaning_and_a_repair_that_means_the_same(text: str, exact: bool) -> None:
    parsed = parse(text, exact=exact)
    again = parse(parsed.repaired, exact=exact)
    if parsed.problem:
        assert again.problem is None
        assert again.node == parsed.node
        assert 0 <= parsed.problem.start <= parsed.problem.end <= len(text)
    else:
        assert parsed.repaired == ""


@given(query_texts, st.booleans())
def test_a_node_written_and_read_again_is_the_same_node(text: str, exact: bool) -> None:
    node = parse(text, exact=exact).node
    written = parse(write(node))
    assert written.problem is None
    assert written.node == node


@given(query_texts)
def test_nodes_keep_the_shape_they_promise(text: str) -> None:
    unseen = [parse(text).node]
    while unseen:
        match unseen.pop():
            case And(parts) | Or(parts) as node:
                assert len(parts) > 1
                assert not any(isinstance(part, type(node)) for part in parts)
                unseen += parts
            case Not(part):
                assert not isinstance(part, Not)
                unseen.append(part)
            case Phrase(forms):
                assert len(forms) > 1


@given(query_texts)
def test_replacing_a_word_that_is_not_there_changes_nothing(text: str) -> None:
    assert replace_word(text, "absent", "other") == text


@given(query_texts)
def test_after_replacing_a_word_it_is_gone(text: str) -> None:
    parsed = parse(text)
    assume(parsed.problem is None)
    for form in words_of(parsed.node):
        assert form not in words_of(parse(replace_word(text, form, " zebra ")).node)


@given(query_texts)
def test_each_positive_term_is_named_once(text: str) -> None:
    terms = positive_terms(parse(text).node)
    assert len(terms) == len(set(terms))
