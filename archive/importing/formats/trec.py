"""News as the TREC and LDC collections mark it up (AP, WSJ, FT, LA Times, FBIS, Federal Register, Gigaword): SGML.

Each collection has element names of its own for the same thing; all of them are read from one table.
"""

import re
from collections.abc import Iterator
from html import unescape

from archive.edtf import EdtfDate
from archive.importing.decoding import decode
from archive.importing.metadata.bylines import stated_authors
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject, Via
from archive.importing.tidying import clean_characters, tidy_line
from archive.importing.wire_copy import to_paragraphs
from archive.importing.wrapping import to_blocks

NAME = "TREC SGML"

_SNIFFED_BYTES = 64 * 1024
_START = re.compile(r"<DOC(?P<attributes>\s[^<>]{0,300})?>", re.IGNORECASE)
_END = re.compile(r"</DOC\s{0,5}>", re.IGNORECASE)
_ID = re.compile(r"""\sID\s?=\s?["']?([\w.:-]{3,80})""", re.IGNORECASE)
_TITLES = ("HEADLINE", "HEAD", "HL", "TITLE", "TI", "TTL", "DOCTITLE", "H3")
_DATES = ("DATE", "DATE1", "DATE_TIME", "DATETIME", "DD", "PUBDATE")
_SOURCES = ("SO", "PUB", "SOURCE", "JOURNAL", "PUBLICATION")
_AUTHORS = ("BYLINE", "AUTHOR", "AU_NAME")
_LEADS = ("LP", "LEADPARA")
_KEYWORDS = ("SUBJECT", "IN", "CO", "GV", "DESCRIPT")
# The letters that open a document's number say which collection, and so which paper, it is of.
_COLLECTIONS = {
    "AP": "AP",
    "APW": "AP",
    "NYT": "New York Times",
    "XIE": "Xinhua",
    "XIN": "Xinhua",
    "AFP": "AFP",
    "WSJ": "Wall Street Journal",
    "FT": "Financial Times",
    "LA": "Los Angeles Times",
    "LAT": "Los Angeles Times",
    "FBIS": "FBIS",
    "FR": "Federal Register",
    "SJMN": "San Jose Mercury News",
    "GH": "Glasgow Herald",
}
_COLLECTION = re.compile(r"[A-Z]{2,5}")
_TAG = re.compile(r"</?[A-Za-z0-9][\w-]{0,20}(?:\s[^<>]{0,200})?>")
_PARAGRAPH = re.compile(r"</?P>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,500}-->")
_SIX_DIGITS = re.compile(r"=?\s{0,3}(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_AMERICAN = re.compile(r"(?P<month>\d\d)/(?P<day>\d\d)/(?P<year>(?:\d\d)?\d\d)(?:\s.{0,40})?")
_IN_NUMBER = re.compile(r"[A-Z_]{2,12}(?P<year>(?:19|20)\d\d|[89]\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
# `FT  27 MAY 92 / World News`: a headline with the paper's initials and the day in front.
_DAY_IN_TITLE = re.compile(r"[A-Z]{2,5}\s{1,3}\d\d [A-Z]{3} \d\d / ")
# FBIS numbers its fields; 104 is the paper or station whose report it translates.
_ORIGIN = re.compile(r"<F P=104>([^<]{2,200})</F>")
_FBIS_HEAD = re.compile(r"\s{0,20}Language:[^\n]{0,200}\n(?:\s{0,10}Article Type:[^\n]{0,100}\n)?\s{0,50}")
_FBIS_KIND = re.compile(r"\s{0,20}\[(?:Text|Excerpts?|Summary|Passage omitted)\]\s{0,5}")


def recognises(file: SourceFile) -> bool:
    """A file that has, near its start, a document with a number and a text."""
    head = file.data[:_SNIFFED_BYTES].upper()
    return (b"<DOC>" in head and b"<DOCNO>" in head) or (b"<DOC ID=" in head and b"<TEXT>" in head)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The documents of the file in order; one without its end tag goes up to the next."""
    text = decode(file.data, otherwise="latin-1").replace("\r\n", "\n").replace("\r", "\n")
    starts = list(_START.finditer(text))
    for place, start in enumerate(starts):
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        end = _END.search(text, start.end(), limit)
        found = _ID.search(start["attributes"] or "")
        record = text[start.end() : end.start() if end else limit]
        number = _line(record, "DOCNO") or (found[1] if found else "")
        yield _read_record(record, number, str(place + 1))


def _read_record(record: str, number: str, place: str) -> RawArticle:
    title, byline = _title(record)
    collection = _COLLECTION.match(number)
    known = _COLLECTIONS.get(collection[0], "") if collection else ""
    source = re.sub(r"\s?\([A-Z]{1,3}\).{0,60}$|,.{0,120}$", "", _first(record, _SOURCES)) or known
    origin = _ORIGIN.search(record)
    body = _body(record, source)
    if not title and not body:
        message = f"Document {number or place} has neither a headline nor a text."
        return RawArticle(item=number or place, problems=(Problem("no-text", message),))
    return RawArticle(
        title=title,
        body=body,
        item=number or place,
        date=_date(record, number),
        source=tidy_line(unescape(origin[1])) if origin else source,
        via=Via(source, _line(record, "AU")) if origin and source else None,
        authors=_authors(record) or stated_authors(byline),
        dateline=_line(record, "DATELINE").rstrip(" -–—"),
        section=_line(record, "SECTION"),
        caption=_line(record, "GRAPHIC") or _line(record, "CAPTION"),
        identity=f"trec:{number}" if number else "",
        subjects=tuple(
            Subject(word)
            for name in _KEYWORDS
            for part in _elements(record, name)
            for line in re.split(r"[;\n]", _plain(part))
            if (word := tidy_line(line))
        ),
    )


def _elements(record: str, name: str) -> list[str]:
    """The contents of the elements of this name, each up to its end tag or, without one, to the next or the end."""
    found: list[str] = []
    start = -1
    for tag in re.finditer(rf"<(?P<end>/?){name}(?:\s[^<>]{{0,200}})?>", record, re.IGNORECASE):
        if start >= 0:
            found.append(record[start : tag.start()])
        start = -1 if tag["end"] else tag.end()
    return [*found, record[start:]] if start >= 0 else found


def _plain(markup: str) -> str:
    """The text without tags, entities and comments; TeX's quotation marks as others write them."""
    text = _TAG.sub("", _COMMENT.sub("", markup))
    text = unescape(text.replace("&blank;", " ").replace("&hyph;", "-"))
    return text.replace("``", '"').replace("''", '"')


def _line(record: str, name: str) -> str:
    return tidy_line(_plain(next(iter(_elements(record, name)), "")))


def _first(record: str, names: tuple[str, ...]) -> str:
    return next((line for name in names if (line := _line(record, name))), "")


def _title(record: str) -> tuple[str, str]:
    """The headline; the Journal adds further lines to it with `@` and rules of hyphens, the byline among them."""
    whole = next((text for name in _TITLES for text in _elements(record, name)[:1] if text.strip()), "")
    parts = [part.strip() for part in re.split(r"-{4,20}", _plain(whole).replace("@", " "))]
    byline = next((part.split("\n")[0] for part in parts[1:] if part.startswith("By ")), "")
    return _DAY_IN_TITLE.sub("", tidy_line(parts[0])), byline


def _authors(record: str) -> tuple[str, ...]:
    lines = [tidy_line(_plain(text)) for name in _AUTHORS for text in _elements(record, name)]
    # Below the name stands the post, in an element of its own.
    return next((names for line in lines if (names := stated_authors(line))), ())


def _date(record: str, number: str) -> str:
    """The day as the record states it, else as the number of the document has it."""
    for name in _DATES:
        stated = _line(record, name)
        short = _SIX_DIGITS.fullmatch(stated) or _AMERICAN.fullmatch(stated)
        if stated and (not short or (day := _day(short))):
            return day if short else stated
    found = _IN_NUMBER.match(number)
    return _day(found) if found else ""


def _day(found: re.Match[str]) -> str:
    """The day of three numbers; "" where there is no such day. The collections end before 2050."""
    year = int(found["year"])
    year += 0 if year > 99 else 1900 if year >= 50 else 2000
    try:
        return str(EdtfDate.parse(f"{year}-{found['month']}-{found['day']}"))
    except ValueError:
        return ""


def _body(record: str, source: str) -> str:
    texts = [text for name in (*_LEADS, "TEXT") for text in _elements(record, name)]
    corrections = [_paragraphs(text, source) for text in _elements(record, "CORRECTION")]
    parts = [_paragraphs(text, source) for text in texts]
    return "\n\n".join(filter(None, [*parts, *(f"## Correction\n\n{text}" for text in corrections if text)]))


def _paragraphs(markup: str, source: str) -> str:
    """Wrapped text as paragraphs: in elements, opened by an indent, or ended by a short or blank line."""
    if _PARAGRAPH.search(markup):
        return "\n\n".join(filter(None, (tidy_line(_plain(part)) for part in _PARAGRAPH.split(markup))))
    text = clean_characters(_FBIS_KIND.sub("", _FBIS_HEAD.sub("", _plain(markup), count=1), count=1))
    if any(line.startswith("  ") for line in text.split("\n")):
        return to_paragraphs(text, source)
    return "\n\n".join(block.text for block in to_blocks(text))
