"""Wire copy in Lewis SGML, the markup of Reuters-21578; `SOURCE` names another agency than Reuters."""

import re
from collections.abc import Iterator
from html import unescape

from archive.importing.decoding import decode
from archive.importing.metadata.bylines import read_byline
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject
from archive.importing.tidying import clean_characters, tidy_line
from archive.importing.wire_copy import to_paragraphs

NAME = "wire SGML"

_SNIFFED_BYTES = 64 * 1024
_RECORD_START = re.compile(r"<REUTERS(?P<attributes>[^<>]{0,1000})>", re.IGNORECASE)
_RECORD_END = re.compile(r"</REUTERS\s{0,5}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(\w{1,20})\s{0,3}=\s{0,3}["']([^"'<>]{0,200})["']""")
_CATEGORY = re.compile(r"<D>([^<]{1,200})</D>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Z][A-Z0-9]{0,20}(?:\s[^<>]{0,200})?>")
# What stands before it is looked back at: to match a long run of spaces from each of its places takes for ever.
_DATELINE_IN_TEXT = re.compile(r"(?<=\s)(?P<place>[A-Z][A-Z.'/-]+),\s(?P<day>[A-Z][a-z]{2,8}\s\d{1,2})\s*-\s*")
# A headline that was sent alone, ahead of a story that is another record.
_BRIEF = re.compile(r"""<TEXT\s{1,5}TYPE\s{0,3}=\s{0,3}["']?BRIEF\b""", re.IGNORECASE)
_CODE_LISTS = ("TOPICS", "PLACES", "ORGS", "EXCHANGES", "COMPANIES")
_DEFAULT_SOURCE = "Reuters"
_PLACEHOLDER = re.compile(r"(?:Blah blah blah\.?\s*)+")


def recognises(file: SourceFile) -> bool:
    """A file with `<REUTERS` near its start."""
    return b"<REUTERS" in file.data[:_SNIFFED_BYTES].upper()


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The records of the file in order; one without its end tag goes up to the next."""
    # The collection is ASCII with a few bytes broken in transit, which Latin-1 keeps apart.
    text = decode(file.data, otherwise="latin-1").replace("\r\n", "\n").replace("\r", "\n")
    starts = list(_RECORD_START.finditer(text))
    for place, start in enumerate(starts):
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        end = _RECORD_END.search(text, start.end(), limit)
        attributes = {name.upper(): value for name, value in _ATTRIBUTE.findall(start["attributes"])}
        yield _read_record(attributes, text[start.end() : end.start() if end else limit], place + 1)


def _read_record(attributes: dict[str, str], record: str, place: int) -> RawArticle:
    number = attributes.get("NEWID", "").strip()
    source = unescape(attributes.get("SOURCE", "")).strip()
    collection = f"sgml:{' '.join(source.casefold().split())}" if source else "reuters21578"
    text = _element(record, "TEXT") or record
    title, dateline, body = _title_and_body(text, source or _DEFAULT_SOURCE)
    problems = (
        () if title or body else (Problem("no-text", f"Record {number or place} has neither a title nor a text."),)
    )
    return RawArticle(
        title=title,
        body=body,
        item=number or str(place),
        date=_element(record, "DATE").strip().split("\t")[0],
        source=source or _DEFAULT_SOURCE,
        authors=read_byline(tidy_line(_element(text, "AUTHOR"))),
        dateline=dateline,
        identity=f"{collection}:{number}" if number else "",
        people=tuple(_name(code) for code in _categories(record, "PEOPLE")),
        subjects=tuple(
            Subject(code, "reuters21578" if name == "TOPICS" else f"reuters21578-{name.lower()}")
            for name in _CODE_LISTS
            for code in _categories(record, name)
        ),
        problems=problems,
        headline_only=bool(_BRIEF.search(record)),
    )


def _element(record: str, name: str) -> str:
    """The text of the first element of this name, up to its end tag or, without one, to the end."""
    start = re.search(rf"<{name}(?:\s[^<>]{{0,200}})?>", record)
    if not start:
        return ""
    end = record.find(f"</{name}>", start.end())
    return unescape(record[start.end() : end if end >= 0 else len(record)])


def _categories(record: str, name: str) -> list[str]:
    start, end = record.find(f"<{name}>"), record.find(f"</{name}>")
    return [unescape(code).strip() for code in _CATEGORY.findall(record[start:end])] if 0 <= start < end else []


def _name(code: str) -> str:
    """`james-baker` as `James Baker`."""
    return " ".join(word.capitalize() for word in code.split("-"))


def _title_and_body(text: str, source: str) -> tuple[str, str, str]:
    title = tidy_line(_element(text, "TITLE"))
    dateline = tidy_line(_element(text, "DATELINE")).rstrip(" -–—")
    if "<BODY" in text:
        body = _element(text, "BODY")
    elif title:
        # What stands beside the title of a brief: a row of stars, or words that stand for a text.
        body = _PLACEHOLDER.sub("", _TAG.sub(" ", unescape(text.partition("</TITLE>")[2])))
    else:
        title, dateline, body = _split_unmarked(_TAG.sub(" ", unescape(text)))
    return title, dateline, to_paragraphs(body, source)


def _split_unmarked(text: str) -> tuple[str, str, str]:
    """Title, dateline and text of a record without markup: its first line, as far as in capitals, is the title."""
    lines = clean_characters(text).strip("\n ").split("\n")
    head, rest = lines[0].strip(), lines[1:]
    dateline = ""
    in_text = _DATELINE_IN_TEXT.search(" ".join([head, *(line.strip() for line in rest[:1])]))
    if in_text and head[: in_text.start()].isupper():
        dateline = f"{in_text['place']}, {in_text['day']}"
        joined = "\n".join([" ".join([head, *(line.strip() for line in rest[:1])])[in_text.end() :], *rest[1:]])
        return head[: in_text.start()].strip(), dateline, joined
    words = head.split(" ")
    capitals = next((place for place, word in enumerate(words) if any(letter.islower() for letter in word)), len(words))
    if 2 <= capitals < len(words):
        return tidy_line(" ".join(words[:capitals])), "", "\n".join([" ".join(words[capitals:]), *rest])
    return tidy_line(head), "", "\n".join(rest)
