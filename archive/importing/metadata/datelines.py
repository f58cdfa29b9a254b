"""What stands before the first sentence: place, day and agency, as in `KYIV, Dec 16 (Reuters) - ` or `(RFE/RL) -- `."""

import re
from dataclasses import dataclass

_PLACE = r"[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.'’ /-]{1,38}[A-ZÀ-ÞА-ЯЁ.](?:,\s[A-Z][\w.]{1,20}){0,2}"
_DAY = r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?)(?:,?\s\d{4})?"
_AGENCY = r"\((?P<agency>[A-Z][\w./& -]{1,30})\)"
_DASH = r"\s{0,3}(?:--|[-–—―])\s{1,3}"
_AGENCY_FIRST = re.compile(rf"{_AGENCY}{_DASH}")
_PLACE_FIRST = re.compile(rf"(?P<place>{_PLACE})(?:,\s(?P<day>{_DAY}))?(?:\s{{1,2}}{_AGENCY})?{_DASH}")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a text: its words, and the agency in it."""

    text: str = ""
    agency: str = ""


def split_dateline(body: str) -> tuple[Dateline, str]:
    """The dateline at the start of a body, and the body without it."""
    head = body[:_LONGEST]
    match = _AGENCY_FIRST.match(head) or _PLACE_FIRST.match(head)
    rest = body[match.end() :].lstrip() if match else ""
    if not match or not rest:
        return Dateline(), body
    groups = match.groupdict()
    text = ", ".join(part for part in (groups.get("place"), groups.get("day")) if part)
    return Dateline(text=text, agency=groups["agency"] or ""), rest
