"""Topics: the file's own first, else those that the words speak for. All news here is invented."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.metadata.topics import LEAST_WORDS, MOST_TOPICS, find_topics
from archive.importing.metadata.triggers import Lexicon, Trigger, find_language, load_lexicon, split_words
from archive.importing.raw import Subject, TopicMatch
from archive.importing.vocabulary import load_vocabulary

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "data" / "seeds"


@pytest.mark.parametrize(
    ("title", "body", "top", "label"),
    [
        (
            "Voters go to the polls in Norland",
            "Polling stations opened at seven. Turnout was high in the general election, the electoral office said.",
            "politics",
            "election",
        ),
        (
            "Central bank leaves rates alone",
            "The central bank left its interest rate unchanged, saying that inflation had slowed.",
            "economy, business and finance",
            "central bank",
        ),
        (
            "Shelling resumes in the hills",
            "Artillery shelling went on all night. Rebels ambushed a battalion and soldiers were killed.",
            "conflict, war and peace",
            "armed conflict",
        ),
        (
            "River bursts its banks",
            "The flood reached the old town. Floodwater stood in the streets and rescue teams brought sandbags.",
            "disaster, accident and emergency incident",
            "flood",
        ),
        (
            "Harbour wins cup final",
            "A late penalty kick decided the match. The striker scored twice and the goalkeeper saved the rest.",
            "sport",
            "soccer",
        ),
        (
            "New hall for the orchestra",
            "The orchestra opened its season with a symphony. A violinist and a soprano were cheered at the concert.",
            "arts, culture, entertainment and media",
            "music",
        ),
        (
            "Measles returns",
            "The outbreak has infected ninety children. The health ministry offers the vaccine in every clinic.",
            "health",
            "",
        ),
        (
            "Telescope finds a new comet",
            "Astronomers saw the comet near a distant galaxy, the observatory's scientists wrote.",
            "science and technology",
            "astronomy",
        ),
        (
            "Wetland to be protected",
            "Conservationists welcomed the nature reserve, home of endangered species. Pollution had killed the birds.",
            "environment",
            "",
        ),
        (
            "Two jailed for bank fraud",
            "The judge sentenced both to prison for fraud and forgery. A jury had found them guilty.",
            "crime, law and justice",
            "",
        ),
        (
            "Smaller classes promised",
            "Primary schools will get more teachers. Pupils had waited for new classrooms, a headteacher said.",
            "education",
            "school",
        ),
        (
            "Dockers walk out",
            "Striking workers formed a picket line. The trade union wants a pay rise before the walkout ends.",
            "labour",
            "",
        ),
        (
            "The chef who bakes with seaweed",
            "A recipe for the weekend: the chef serves dessert with wine and cheese in a small restaurant.",
            "lifestyle and leisure",
            "food and drink enthusiasm",
        ),
        (
            "Bishop opens old monastery",
            "Pilgrims and monks sang in the church. The archbishop led the prayer.",
            "religion",
            "",
        ),
        (
            "Shelter for the homeless",
            "A charity opened a soup kitchen against poverty; social workers help the homeless.",
            "society",
            "",
        ),
        (
            "Cold front brings snow",
            "Forecasters expect snowfall and fog. The weather service warns of frost and a blizzard.",
            "weather",
            "weather",
        ),
        ("Выборы", "Избиратели пришли на выборы. Депутаты парламента ждали.", "politics", "politics"),
    ],
)
def test_words_speak_for_a_topic(title: str, body: str, top: str, label: str) -> None:
    best = find_topics(title, body)[0]
    assert best.path[0] == top
    assert best.path[-1] == best.label
    assert best.origin == "rule"
    assert label in ("", best.label)
    assert 0 < best.score < 1


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", ""),
        ("A walk", "She walked along the road and thought of nothing in particular."),
        ("Who let us in?", "Who did? It was us, they said, and it was he who let us in."),
        ("Premier's private experience", "An important future, found and related, has generated interest."),
    ],
)
def test_where_no_word_speaks_there_is_no_topic(title: str, body: str) -> None:
    assert find_topics(title, body) == ()


def test_the_evidence_is_the_words_that_spoke() -> None:
    (match,) = find_topics("", "An earthquake shook the town. The quake was followed by an aftershock.")
    assert match.label == "earthquake"
    assert set(match.evidence.split(", ")) == {"earthquake", "quake", "aftershock"}


def test_the_files_own_subjects_come_before_the_words() -> None:
    subjects = [
        Subject("grain", "reuters21578"),
        Subject("medtop:20000579"),
        Subject("Wheat"),
        Subject("grain", "reuters21578"),
    ]
    matches = find_topics("Cup final", "The striker scored in the match.", subjects)
    assert [(match.label, match.origin, match.score) for match in matches] == [
        ("agriculture", "file", 1.0),
        ("national elections", "file", 1.0),
    ]
    assert matches[0].path == ("economy, business and finance", "products and services", "agriculture")
    assert matches[0].evidence == "reuters21578:grain"


def test_subjects_that_map_to_nothing_leave_it_to_the_words() -> None:
    (match,) = find_topics(
        "Cup final", "The striker scored in the match.", [Subject("Our town"), Subject("x9", "house")]
    )
    assert (match.path[0], match.origin) == ("sport", "rule")


def test_topics_come_best_first_and_are_at_most_four() -> None:
    body = " ".join(trigger.term for triggers in load_lexicon()._by_first.values() for trigger in triggers)
    scores = [match.score for match in find_topics("", body)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= MOST_TOPICS


def test_a_mention_among_much_else_is_no_topic() -> None:
    body = "The striker scored in the match, the goalkeeper fell, the referee left the stadium. " * 5
    assert {match.path[0] for match in find_topics("Cup final", body + "It rained.")} == {"sport"}


def test_every_topic_of_the_lexicon_is_in_the_vocabulary() -> None:
    triggers = {trigger for found in load_lexicon()._by_first.values() for trigger in found}
    unknown = {qcode for trigger in triggers for qcode, _ in trigger.votes if qcode not in load_vocabulary()}
    assert len(triggers) > 2000
    assert not unknown


def test_the_lexicon_has_a_version() -> None:
    assert load_lexicon().version >= 1


LEXICON = Lexicon(
    [
        "# version: 7",
        "[a] first",
        "election ^2, peace talk, =shares ^0.5",
        "[b] second",
        "WHO, Bank of Norland, elections ^1.5",
    ]
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Elections were held", ["election"]),
        ("the election's end", ["election"]),
        ("peace-talks and PEACE TALKS", ["peace talk", "peace talk"]),
        ("peace and talks", []),
        ("he shares his share of Shares", ["shares", "shares"]),
        ("who says WHO", ["WHO"]),
        ("the Bank of Norland and a bank of norland", ["Bank of Norland"]),
        ("at the Bank of", []),
    ],
)
def test_terms_answer_as_the_head_of_the_lexicon_says(text: str, terms: list[str]) -> None:
    assert [trigger.term for _, trigger in LEXICON.find(split_words(text))] == terms


def test_terms_of_one_stem_are_one_trigger_that_votes_for_each_topic() -> None:
    ((place, trigger),) = LEXICON.find(["Elections"])
    assert place == 0
    assert trigger == Trigger("election", trigger.keys, (("a", 2.0), ("b", 1.5)))
    assert LEXICON.version == 7


@given(st.text(), st.text(), st.lists(st.builds(Subject, st.text(), st.text(), st.text()), max_size=3))
def test_no_text_makes_it_fail(title: str, body: str, subjects: list[Subject]) -> None:
    for match in find_topics(title, body, subjects):
        assert match.qcode in load_vocabulary()
        assert 0 < match.score <= 1


@pytest.mark.parametrize(
    "hostile", ["a" * 500_000, "a'" * 250_000, "peace " * 90_000, "é" * 300_000], ids=lambda text: text[:6]
)
def test_a_very_long_line_is_read_to_its_end(hostile: str) -> None:
    assert "earthquake" in {match.label for match in find_topics("Earthquake", f"{hostile} earthquake aftershock")}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not on this machine")
@pytest.mark.parametrize("number", ["000", "003"])
def test_the_seeds_are_about_conflict_and_politics(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    tops = {match.path[0] for match in find_topics("", path.read_text(encoding="utf-8"))}
    assert tops == {"conflict, war and peace", "politics"}


@pytest.mark.parametrize(
    ("title", "body", "label"),
    [
        (
            "La huelga de los conductores sigue",
            "El sindicato dijo que la huelga no terminará hasta que los salarios suban para todos los trabajadores.",
            "labour",
        ),
        ("Un festival pequeño", "El cineasta presentó su película en el festival de cine de la ciudad.", "cinema"),
        ("Le procès continue", "Le procureur a parlé devant le tribunal, et les juges ont écouté le témoin.", "court"),
        (
            "Une école ferme",
            "Les élèves de l'école et les enseignants ont appris la nouvelle dans la cour.",
            "education",
        ),
    ],
)
def test_spanish_and_french_words_speak_too(title: str, body: str, label: str) -> None:
    assert find_topics(title, body)[0].label == label


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that she was at home.", "en"),
        ("El alcalde dijo que no está para los periodistas.", "es"),
        ("Le maire est dans la ville et ne parle pas.", "fr"),
        ("Мэр сказал, что он дома.", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_the_commonest_words(text: str, language: str) -> None:
    assert find_language(split_words(text)) == language


def test_words_of_one_language_do_not_answer_in_another() -> None:
    lines = ["[medtop:11000000] politics", "mayor", "# language: es", "[medtop:15000000] sport", "liga"]
    english, spanish = Lexicon(lines), Lexicon(lines, "es")
    words = split_words("mayor liga")
    assert [trigger.term for _, trigger in english.find(words)] == ["mayor"]
    assert [trigger.term for _, trigger in spanish.find(words)] == ["liga"]


def test_a_stray_word_from_each_of_many_trades_is_no_topic() -> None:
    body = "She has a computer, a hotel, a tanker and a pig. " + "Nothing else is known of her."
    assert find_topics("The woman on the hill", body) == ()


_WALK = "She went along the road and thought of nothing in particular that anybody knows. " * 3


@pytest.mark.parametrize("word", ["minister", "match", "clinic", "farmer", "lawyer", "singer", "telescope", "rainfall"])
def test_a_text_of_thirty_words_gets_the_topic_that_is_nearest(word: str) -> None:
    # Too little in a long text, but all there is.
    assert len(split_words(_WALK)) >= LEAST_WORDS
    assert len(find_topics("A walk", f"{_WALK} {word}")) == 1
    assert find_topics("", f"{_WALK * 9} {word}")


def test_where_no_trigger_is_the_definitions_of_the_topics_speak() -> None:
    (match,) = find_topics("A walk", f"{_WALK} She liked geography.")
    assert match.path[0] == "science and technology"
    assert match.score < 0.3


def test_a_table_is_read_as_english_and_one_small_word_of_another_language_does_not_change_that() -> None:
    rows = " ".join(f"stg 10.{number} dmk 34.{number} yen 4.{number}" for number in range(9))
    (match,) = find_topics("", f"Norland exchanges closing con {rows}")
    assert match.path[0] == "economy, business and finance"


def test_text_in_a_language_without_triggers_gets_no_topic() -> None:
    body = "Ve vesnici dnes nikdo nevyšel ven, protože celé ráno padal sníh a vítr foukal od severu na domy. " * 3
    assert find_topics("Sníh", body) == ()


@pytest.mark.parametrize(
    ("title", "body", "top"),
    [
        (
            "Handsets that know where they are",
            "Makers of mobile phones hope that users will download maps. The software runs on any handset with a chip "
            "for wireless networks, and online stores sell it as an app.",
            "science and technology",
        ),
        (
            "Gamers queue for console",
            "Gamers waited all night for the games console. Its processor and its hard drive are new, and multiplayer "
            "titles can be played over broadband.",
            "science and technology",
        ),
        (
            "Backbenchers defy whip",
            "Tory and Lib Dem MPs joined Labour backbenchers in the Commons. The home secretary will publish a green "
            "paper on identity cards before the party conference.",
            "politics",
        ),
        (
            "Flanker out for the season",
            "The flanker tore a hamstring in the second half and a substitute came on. The head coach named a fullback "
            "and a winger for the third round.",
            "sport",
        ),
        (
            "Newcomer takes best actress",
            "The thriller was nominated for best film and best director at the awards ceremony. Its soundtrack and its "
            "co-star won too.",
            "arts, culture, entertainment and media",
        ),
        (
            "Homeowners borrow less",
            "Mortgage lending fell as lenders saw fewer borrowers. Analysts blamed costs, and shares of two "
            "housebuilders fell after a profit warning.",
            "economy, business and finance",
        ),
    ],
)
def test_the_daily_words_of_each_section_speak_for_it(title: str, body: str, top: str) -> None:
    assert find_topics(title, body)[0].path[0] == top


def test_a_judge_takes_the_place_of_the_rules_and_not_that_of_the_file() -> None:
    learned = TopicMatch("x", "fixtures", ("fixtures",), "model", 0.5, "learned")
    assert find_topics("Cup final", "The striker scored.", judge=lambda title, body: (learned,)) == (learned,)
    (stated,) = find_topics("Cup final", "", [Subject("medtop:20000579")], judge=lambda title, body: (learned,))
    assert stated.origin == "file"
