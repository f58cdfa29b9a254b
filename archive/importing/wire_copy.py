"""Copy as it comes over a wire: hard-wrapped lines, an indent for a paragraph, tables set with spaces, a sign-off."""

import re

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
