"""Copy as it comes over a wire: hard-wrapped lines, an indent for a paragraph, tables set with spaces, a sign-off."""

import re

from archive.importing.metadata.dates import read_date
from archive.importing.tidying import clean_characters
from archive.importing.wrapping import join_wrapped

_COLUMNS = re.compile(r"\S {3,}\S")
_SIGN_OFFS = frozenset(("reuter", "reuters"))
# In one line with the last sentence the sign-off is told from "he told Reuters." by its form.
_INLINE_SIGN_OFF = re.compile(r"(?<=[.)\"\d])\s{1,3}reuter[\s.]{0,6}$", re.IGNORECASE)


def to_paragraphs(text: str, source: str) -> str:
    """Wrapped wire copy as paragraphs: an indented line opens one; tables keep their lines; the sign-off goes."""
    lines = [line.rstrip() for line in clean_characters(text).replace("\t", "    ").split("\n")]
    signs = _SIGN_OFFS | {source.casefold()}
    while lines and (not lines[-1].strip(" *.") or lines[-1].strip(" *.").casefold() in signs):
        lines.pop()
    if lines:
        lines[-1] = _INLINE_SIGN_OFF.sub("", lines[-1])
    paragraphs: list[str] = []
    group: list[str] = []
    is_table = False
    for line in lines:
        row = bool(_COLUMNS.search(line))
        opens = line.startswith("  ") and not (row and is_table)
        if group and (not line.strip() or opens or row != is_table):
            paragraphs.append("\n".join(group) if is_table else join_wrapped(group))
            group = []
        if line.strip():
            is_table = row
            group.append(line if row else " ".join(line.split()))
    if group:
        paragraphs.append("\n".join(group) if is_table else join_wrapped(group))
    return "\n\n".join(paragraphs)


def written_day(match: re.Match[str] | None, *, year: int | None = None) -> str:
    """The day in the groups of a match (`day`, `month` as number or name, `year`) as `2013-11-13`; "" for none.

    A year of two digits from 70 on is one of the last century.
    """
    if match is None:
        return ""
    number = int(match["year"]) if year is None else year
    full = number if number >= 100 else number + (1900 if number >= 70 else 2000)
    month = match["month"]
    written = f"{full}-{month}-{match['day']}" if month.isdigit() else f"{match['day']} {month} {full}"
    found = read_date(written)
    return str(found.date) if found else written
