"""The query language: what each query means, and what a reader is told where it cannot be read."""

import datetime as dt

import pytest

from search.query.nodes import And, DateRange, Everything, FieldName, Node, Not, Nothing, Or, Phrase, Prefix, Word
from search.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_WORDS, parse

FERRY, HARBOUR, STRIKE = Word("ferry"), Word("harbour"), Word("strike")


def days(first: str = "", last: str = "") -> DateRange:
    return DateRange(dt.date.fromisoformat(first) if first else None, dt.date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("ferry", FERRY),
        ("Ferry  HARBOUR", And((FERRY, HARBOUR))),
        ("ferry AND harbour", And((FERRY, HARBOUR))),
        ("ferry harbour AND strike", And((FERRY, HARBOUR, STRIKE))),
        ("ferry OR harbour", Or((FERRY, HARBOUR))),
        ("ferry or and not harbour", And((FERRY, Word("or"), Word("and"), Word("not"), HARBOUR))),
        ("ferry OR harbour strike", Or((FERRY, And((HARBOUR, STRIKE))))),
        ("(ferry OR harbour) strike", And((Or((FERRY, HARBOUR)), STRIKE))),
        ("ferry (harbour strike)", And((FERRY, HARBOUR, STRIKE))),
        ("ferry OR (harbour OR strike)", Or((FERRY, HARBOUR, STRIKE))),
        ("-ferry", Not(FERRY)),
        ("NOT ferry", Not(FERRY)),
        ("NOT ferry OR harbour", Or((Not(FERRY), HARBOUR))),
        ("NOT ferry harbour", And((Not(FERRY), HARBOUR))),
        ("NOT (ferry OR harbour)", Not(Or((FERRY, HARBOUR)))),
        ("-(ferry harbour)", Not(And((FERRY, HARBOUR)))),
        ("NOT NOT ferry", FERRY),
        ("-(-ferry)", FERRY),
        ("ferry AND NOT harbour", And((FERRY, Not(HARBOUR)))),
    ],
)
def test_words_and_operators(text: str, node: Node) -> None:
    parsed = parse(text)
    assert (parsed.node, parsed.problem, parsed.repaired) == (node, None, "")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('"ferry harbour"', Phrase(("ferry", "harbour"), exact=True)),
        ('"ferry"', Word("ferry", exact=True)),
        ("“ferry harbour”", Phrase(("ferry", "harbour"), exact=True)),
        ("„ferry harbour“", Phrase(("ferry", "harbour"), exact=True)),
        ("«ferry harbour»", Phrase(("ferry", "harbour"), exact=True)),
        ("»ferry harbour«", Phrase(("ferry", "harbour"), exact=True)),
        ('"ferry harbour"~5', Phrase(("ferry", "harbour"), slop=5)),
        ('"ferry harbour"~0', Phrase(("ferry", "harbour"))),
        ('"ferry"~5', FERRY),
        ('-"ferry harbour"', Not(Phrase(("ferry", "harbour"), exact=True))),
        ('"ferry AND (harbour"', Phrase(("ferry", "and", "harbour"), exact=True)),
        ('"ferry, the: harbour!"', Phrase(("ferry", "the", "harbour"), exact=True)),
        ("harbour-side", Phrase(("harbour", "side"))),
        ("W-2", Phrase(("w", "2"))),
        ("U.S.", Word("u.s")),
        ("3.5", Word("3.5")),
        ("Ólafur's", Word("olafur")),
        ("Паром", Word("паром")),
        ("海港", Phrase(("海", "港"))),
        ("ferr*", Prefix("ferr")),
        ("Fe*", Prefix("fe")),
        ("ferr*,", Prefix("ferr")),
        ("harbour-si*", And((HARBOUR, Prefix("si")))),
        ("海*", Word("海")),
        ("ferri~", Word("ferri", typos=1)),
        ("ferri~1", Word("ferri", typos=1)),
        ("=ferries", Word("ferries", exact=True)),
        ("=ferri~", Word("ferri", exact=True, typos=1)),
        ('="ferry harbours"', Phrase(("ferry", "harbours"), exact=True)),
        ("=(ferry harbour)", And((Word("ferry", exact=True), Word("harbour", exact=True)))),
        ("-=ferry", Not(Word("ferry", exact=True))),
    ],
)
def test_phrases_prefixes_typos_and_exact_words(text: str, node: Node) -> None:
    parsed = parse(text)
    assert (parsed.node, parsed.problem) == (node, None)


@pytest.mark.parametrize("field", ["title", "body", "author", "source", "person", "topic"])
def test_every_field_holds_for_words_phrases_prefixes_and_groups(field: FieldName) -> None:
    word, other = Word("ferry", field), Word("strike", field)
    assert parse(f"{field}:ferry").node == word
    assert parse(f'{field}:"ferry strike"').node == Phrase(("ferry", "strike"), field, exact=True)
    assert parse(f"{field}:ferr*").node == Prefix("ferr", field)
    assert parse(f"{field}:(ferry OR strike) harbour").node == And((Or((word, other)), HARBOUR))
    assert parse(f"-{field}:ferry").node == Not(word)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("title: ferry", Word("ferry", "title")),
        ("Title:ferry", Word("ferry", "title")),
        ("title：ferry", Word("ferry", "title")),
        ("title:-ferry", Not(Word("ferry", "title"))),
        ("title:=ferries", Word("ferries", "title", exact=True)),
        ("=title:ferries", Word("ferries", "title", exact=True)),
        ("title:NOT", Word("not", "title")),
        ("title:(ferry body:strike)", And((Word("ferry", "title"), Word("strike", "body")))),
        ("title:re:ferry", Phrase(("re", "ferry"), "title")),
        ("title ferry", And((Word("title"), FERRY))),
    ],
)
def test_how_fields_may_be_written(text: str, node: Node) -> None:
    parsed = parse(text)
    assert (parsed.node, parsed.problem) == (node, None)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("note: ferry", And((Word("note"), FERRY))),
        ("titel:ferry", Phrase(("titel", "ferry"))),
        ("http://example.org/ferry", Phrase(("http", "example", "org", "ferry"))),
        ("ferry - harbour", And((FERRY, HARBOUR))),
        ("ferry --harbour", And((FERRY, HARBOUR))),
        ("ferry & harbour?!", And((FERRY, HARBOUR))),
        ("ferry = harbour", And((FERRY, HARBOUR))),
        ("???", Everything()),
        ("()", Everything()),
        ("ferry OR ???", FERRY),
        ("ferry (–)", FERRY),
        ("-???", Everything()),
    ],
)
def test_pasted_text_is_words_and_punctuation_alone_means_nothing(text: str, node: Node) -> None:
    parsed = parse(text)
    assert (parsed.node, parsed.problem) == (node, None)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("date:2009", days("2009-01-01", "2009-12-31")),
        ("date:2009-12", days("2009-12-01", "2009-12-31")),
        ("date:2008-02", days("2008-02-01", "2008-02-29")),
        ("date:2009-12-16", days("2009-12-16", "2009-12-16")),
        ('date:"2009-12"', days("2009-12-01", "2009-12-31")),
        ("date:2009-12,", days("2009-12-01", "2009-12-31")),
        ("date:2009..2011", days("2009-01-01", "2011-12-31")),
        ("date:2009-12..2010-01-15", days("2009-12-01", "2010-01-15")),
        ("date:2009..", days("2009-01-01", "")),
        ("date:..2009-02", days("", "2009-02-28")),
        ("before:2010-05", days("", "2010-04-30")),
        ("after:2010", days("2011-01-01", "")),
        ("after:2010-12-31", days("2011-01-01", "")),
        ("-date:2009", Not(days("2009-01-01", "2009-12-31"))),
        ("title:(date:2009)", days("2009-01-01", "2009-12-31")),
        ("before:0001", Nothing()),
        ("after:9999", Nothing()),
    ],
)
def test_dates(text: str, node: Node) -> None:
    parsed = parse(text)
    assert (parsed.node, parsed.problem) == (node, None)


@pytest.mark.parametrize(
    ("text", "part", "in_message", "repaired"),
    [
        ('harbour "Ferry strike', '"', "quotation mark is not closed", 'harbour "Ferry strike"'),
        ("harbour “Ferry strike", "“", "quotation mark is not closed", "harbour “Ferry strike”"),
        ('harbour "', '"', "quotation mark is not closed", "harbour"),
        ("(ferry OR strike", "(", "not closed", "(ferry OR strike)"),
        ("harbour AND (", "(", "not closed", "harbour"),
        ('("ferry strike', '"', "not closed", '("ferry strike")'),
        ("ferry) strike", ")", "closes none", "ferry strike"),
        ("OR ferry", "OR", "nothing before OR", "ferry"),
        ("ferry OR", "OR", "nothing behind OR", "ferry"),
        ("ferry OR OR strike", "OR", "nothing behind OR", "ferry OR strike"),
        ("(ferry OR) strike", "OR", "nothing behind OR", "(ferry ) strike"),
        ("AND ferry", "AND", "nothing before AND", "ferry"),
        ("ferry AND", "AND", "nothing behind AND", "ferry"),
        ("ferry NOT", "NOT", "no word behind NOT", "ferry"),
        ("f* strike", "f*", "One letter is too few", "f strike"),
        ("f~ strike", "f~", "One letter is too few", "f strike"),
        ("ferri~2", "ferri~2", "allows one typo", "ferri~"),
        ("fer*ies", "fer*ies", "at the end of a word only", "fer*"),
        ("*erry", "*erry", "at the end of a word only", "erry"),
        ('"ferr* strike"', '"ferr* strike"', "* has no meaning", '"ferr strike"'),
        ('"ferry strike"~', "~", "How many words", '"ferry strike"'),
        ('"ferry strike"~500', "500", "within 100 words", '"ferry strike"~100'),
        ("ferry title:", "title:", "no word behind title:", "ferry"),
        ("ferry title:?!", "title:?!", "no word behind title:", "ferry"),
        ("title: body:ferry", "title:", "no word behind title:", "body:ferry"),
        ("ferry -title:", "-title:", "no word behind -title:", "ferry"),
        ("ferry date:", "date:", "no word behind date:", "ferry"),
        ("ferry date:2009-13", "date:2009-13", "“2009-13” is not a date", "ferry date:2009"),
        ("ferry date:16.12.2009", "date:16.12.2009", "is not a date", "ferry date:2009"),
        ("ferry date:XXXX-12", "date:XXXX-12", "is not a date", "ferry xxxx-12"),
        ("ferry date:yesterday", "date:yesterday", "is not a date", "ferry yesterday"),
        ("ferry date:..", "date:..", "one side at least", "ferry"),
        ("date:2011..2009 ferry", "date:2011..2009", "ends (2009) before it begins (2011)", "date:2009..2011 ferry"),
        ("before:(2009) ferry", "before:", "without parentheses", "(2009) ferry"),
        ("title:", "title:", "no word behind", "title"),
        ("OR", "OR", "small letters", "or"),
        ("(", "(", "not closed", ""),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_repaired(
    text: str, part: str, in_message: str, repaired: str
) -> None:
    parsed = parse(text)
    assert parsed.problem
    assert text[parsed.problem.start : parsed.problem.end] == part
    assert in_message in parsed.problem.message
    assert parsed.repaired == repaired
    assert parse(parsed.repaired).problem is None
    assert parse(parsed.repaired).node == parsed.node


def test_only_the_first_of_several_problems_is_named() -> None:
    problem = parse('f* OR "strike').problem
    assert problem
    assert problem.start == 0


def test_a_query_with_too_many_words_keeps_the_first() -> None:
    parsed = parse("ferry " * (MAX_WORDS + 1))
    assert parsed.problem
    assert f"more than {MAX_WORDS} words" in parsed.problem.message
    assert parsed.problem.start == len("ferry ") * MAX_WORDS
    assert parsed.node == And((FERRY,) * MAX_WORDS)
    assert parse("ferry " * MAX_WORDS).problem is None


def test_a_phrase_with_too_many_words_keeps_the_first() -> None:
    parsed = parse(f'"{"ferry " * (MAX_WORDS + 1)}" harbour')
    assert parsed.problem
    assert parsed.node == Phrase(("ferry",) * MAX_WORDS, exact=True)


def test_parentheses_that_stand_too_deep_are_left_out() -> None:
    deep = MAX_DEPTH + 1
    parsed = parse("(ferry OR " * deep + "harbour strike" + ")" * deep)
    assert parsed.problem
    assert f"more than {MAX_DEPTH} deep" in parsed.problem.message
    assert parse(parsed.repaired).problem is None
    assert parse("(" * MAX_DEPTH + "ferry" + ")" * MAX_DEPTH).problem is None


def test_a_text_that_is_too_long_is_cut() -> None:
    parsed = parse("ferry" + " " * MAX_LENGTH + "harbour")
    assert parsed.problem
    assert "longer than" in parsed.problem.message
    assert parsed.node == FERRY


def test_an_exact_search_makes_every_word_exact() -> None:
    assert parse('Ferries "two harbours" NOT strikes ferr*', exact=True).node == And(
        (
            Word("ferries", exact=True),
            Phrase(("two", "harbours"), exact=True),
            Not(Word("strikes", exact=True)),
            Prefix("ferr"),
        )
    )
