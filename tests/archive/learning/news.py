"""Invented news that is clear to the rules, and words of a place that only an archive can teach."""

from collections.abc import Sequence

from archive.importing.metadata.topics import LEAST_WORDS
from archive.learning.model import TopicModel
from archive.learning.selftraining import Case, train_itself
from archive.learning.texts import read_text
from archive.learning.wordbook import count_words, make_wordbook

# Nobody's words outside this archive: the rules are deaf to them.
OF_SPORT = "brindle quossel harrowmead tunnock pellory"
OF_POLITICS = "vardle skeen oxbarrow mimmering dunsel"

SPORT, POLITICS = "medtop:15000000", "medtop:11000000"


def sport(number: int) -> tuple[str, str]:
    """The title and the text of a clear case of sport, each one different."""
    body = (
        f"The striker scored twice in the match, and the goalkeeper of {OF_SPORT} saw it from the stadium. "
        f"Report {number} says that the referee and the midfielder of the squad left the tournament at number {number}."
    )
    return f"Cup final {number}", body


def politics(number: int) -> tuple[str, str]:
    """The title and the text of a clear case of politics, each one different."""
    body = (
        f"Voters went to the polling station in the election, and parliament in {OF_POLITICS} will meet again. "
        f"Report {number} says that the electorate and the opposition wait for the ballot at number {number}."
    )
    return f"Election day {number}", body


def plain(words: str, number: int = 0) -> tuple[str, str]:
    """A text of an article's length in which these words are all that speaks."""
    filler = f"She went along the road with number {number} and thought of nothing in particular that anybody knows. "
    return "A walk", filler * (1 + LEAST_WORDS // 16) + words


def train(texts: Sequence[tuple[str, str]]) -> TopicModel:
    """What texts teach by themselves, with no curator."""
    wordbook = make_wordbook(count_words(*text) for text in texts)
    read = [read_text(*text, wordbook) for text in texts]
    cases = [Case(text.row, text.clear, text.fold) for text in read if text.clear]
    return TopicModel(wordbook, train_itself(cases, len(wordbook)))
