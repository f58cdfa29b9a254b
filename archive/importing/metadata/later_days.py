"""Does the text tell of a day long after the article's own? Then one of the two is wrong."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from archive.edtf import EdtfDate
from archive.importing.metadata.dates import find_dates
from archive.importing.raw import Problem
from archive.importing.tidying import EVIDENCE_LENGTH, cut_text, tidy_line

_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_LOOKED_AT = 50_000
_DAYS_LATER = 180
_MOST_SENTENCES = 50
_SENTENCE_LENGTH = 300
# Reported as done. A bond that matures and a summit to come are told of beforehand, so such a sentence must have none
# of the words of the second list.
_TOLD = re.compile(
    r"\b(?:said|told|reported|announced|died|was|were|happened|took place|sagte|erklärte|berichtete|starb|wurde|fand|"
    r"a déclaré|a dit|est mort|était|dijo|declaró|murió|fue|disse|è stato|morto|сказал|заявил|сообщил|умер|был|была|"
    r"zei|verklaarde|werd|sade|sa|oli|powiedział|był|została)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|due|until|till|by|expires?d?|expiring|matur\w{1,5}|scheduled|plan\w{0,4}|next|before|through|to|from|end\w{0,3}|fiscal|"
    r"effective|payable|expect\w{0,3}|predict\w{0,3}|forecast\w{0,3}|sees|redemption|issue|wird|werden|soll\w{0,3}|bis|ab|sera|doit|d'ici|jusqu|avant|será|hasta|antes|sarà|entro|fino|до|к|"
    r"будет|zal|tot|ska|till|skal|będzie|do)\b|['’]ll\b",
    re.IGNORECASE,
)


def find_later_day(body: str, date: EdtfDate) -> Iterator[Problem]:
    """A doubt where a sentence reports what happened long after the day of the article."""
    if date.last_day is None:
        return
    soonest = date.last_day + dt.timedelta(days=_DAYS_LATER)
    # Most texts name their own year, and to look for days in every sentence takes long: later years alone count.
    first_year = max(soonest.year, date.year + 1)
    years = (match for match in _YEAR.finditer(body[:_LOOKED_AT]) if int(match[0]) >= first_year)
    for match in islice(years, _MOST_SENTENCES):
        sentence = _sentence_around(body, match)
        for found in find_dates(sentence):
            first = found.date.first_day if found.date.day else None
            if first and first > soonest and _TOLD.search(sentence) and not _TO_COME.search(sentence):
                words = cut_text(tidy_line(sentence), EVIDENCE_LENGTH)
                message = f"The text tells of {found.date}, long after its own day {date}: look the day up and set it."
                yield Problem("later-day", message, words)
                return


def _sentence_around(body: str, match: re.Match[str]) -> str:
    """The sentence a year stands in, cut to a length that can be quoted."""
    start, end = max(0, match.start() - _SENTENCE_LENGTH), match.end() + _SENTENCE_LENGTH
    before, after = body[start : match.start()], body[match.end() : end]
    before = re.split(r"(?<!\d)[.!?]\s(?=[A-ZÀ-ÞА-ЯЁ])|\n", before)[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", after)[0]
    return before + match[0] + after
