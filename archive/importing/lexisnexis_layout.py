"""How LexisNexis lays out a document, in its old and its new layout, in English, French and German.

Old: `3 of 10 DOCUMENTS`, the paper, the day, the headline, fields in capitals, the text, more fields, the copyright.
New: the headline, the paper, the day, the copyright line, `Length: ...`, `Body`, the text, fields, `End of Document`.
Text files, pages and Word documents differ in their wrapping only: all of them come here as chunks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.importing.clipping import join_body
from archive.importing.lexisnexis_fields import (
    CODED,
    COUNT,
    END,
    FIELD,
    HEAD,
    HEADINGS,
    TAIL,
    WEAK,
    Chunk,
    field_name,
    is_body_mark,
    is_field,
    key_of,
)
from archive.importing.metadata.bylines import stated_authors
from archive.importing.metadata.dates import find_dates
from archive.importing.metadata.sources import is_rights_line, tidy_source
from archive.importing.raw import Problem, RawArticle, Subject
from archive.importing.tidying import tidy_line
from archive.importing.wrapping import Block, join_wrapped

_PERCENT = re.compile(r"\s{0,3}\(\d{1,3}%\)")
_VERSION = re.compile(r";\s?Version:\s?\d{1,4}\b")
_URN = re.compile(r"urn:contentItem:([\w-]{10,60})", re.IGNORECASE)
# The address of a page; that of a paper's site would make one article of all that stood there.
_PAGE = re.compile(r"https?://[^\s/]{3,100}/[^\s/]\S{0,1900}")
_NAME_AND_PLACE = re.compile(r"(?P<name>[^()]{2,80}?)\s?(?P<place>\([^()]{2,40}\))")
_COLUMNS = re.compile(r"\S {3,}\S")
# Above the text stand ten fields at most, some of them in a few paragraphs.
_LONGEST_HEAD = 30
_LONGEST_DATE_LINE = 100
_LONGEST_FIELD_WORDS = 60


@dataclass(slots=True)
class _Document:
    """A document taken apart: what stands above the fields, the fields by their keys, the text, the copyright lines."""

    head: list[Chunk] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    body: list[Chunk] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)

    def add(self, key: str, value: str) -> None:
        """Adds a value to a field; one that is there already goes on, in a paragraph of its own."""
        if key and value:
            known = self.fields.get(key)
            self.fields[key] = f"{known}\n\n{value}" if known else value


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the fields; `deck` is a line below the headline."""

    title: str = ""
    source: str = ""
    date: str = ""
    link: str = ""
    deck: str = ""


def read_documents(chunks: Sequence[Chunk], *, is_wrapped: bool) -> Iterator[RawArticle]:
    """The articles of an export; the cover page in front of the first, with the query, is left out.

    `is_wrapped` says that the lines of a chunk are those of a screen and not the author's.
    """
    counts = [place for place, chunk in enumerate(chunks) if COUNT.fullmatch(chunk.text)]
    for start, end in zip(counts, [*counts[1:], len(chunks)], strict=False):
        number = COUNT.fullmatch(chunks[start].text)
        item = number and (number["first"] or number["last"])
        yield read_document(chunks[start + 1 : end], item or "", is_wrapped=is_wrapped)
    if counts:
        return
    start = place = 0
    for end, chunk in enumerate(chunks):
        if END.fullmatch(chunk.text.strip()):
            place += 1
            yield read_document(chunks[start:end], str(place), is_new=True, is_wrapped=is_wrapped)
            start = end + 1
    if any(is_field(chunk.text, HEAD) for chunk in chunks[start:]):
        yield read_document(chunks[start:], str(place + 1), is_new=True, is_wrapped=is_wrapped)


def read_document(chunks: Sequence[Chunk], item: str, *, is_new: bool = False, is_wrapped: bool = False) -> RawArticle:
    """The article of one document; one that has neither a day nor a field says what it has in place of them."""
    document = _take_apart([chunk for chunk in chunks if chunk.text.strip()])
    head = _new_head(document) if is_new else _old_head(document)
    fields = document.fields
    if not head.date and not fields:
        words = tidy_line(" ".join(chunk.text for chunk in chunks))[:100]
        reason = f"Document {item} of the export has no day and no field of an article; it says: “{words}”."
        return RawArticle(item=item, problems=(Problem("no-article", reason),))
    urn = _URN.search(head.link)
    url = _PAGE.search(fields.get("url", ""))
    return RawArticle(
        title=fields.get("title", "") or head.title,
        body=_body(document, head.deck, is_wrapped=is_wrapped),
        item=item,
        date=head.date,
        source=_tidy_name(head.source),
        authors=stated_authors(fields.get("authors", "")),
        language=re.split(r"[;,(]", fields.get("language", ""), maxsplit=1)[0].strip(),
        dateline=fields.get("dateline", ""),
        section=_VERSION.sub("", fields.get("section", "")),
        caption=fields.get("caption", ""),
        rights="\n".join(document.rights),
        url=url[0] if url else "",
        identity=f"lexisnexis:{urn[1].upper()}" if urn else "",
        people=_values(fields.get("people", "")),
        subjects=(
            *(Subject(word) for word in _values(fields.get("keywords", ""))),
            *(Subject(word, f"lexisnexis-{key}") for key in CODED for word in _values(fields.get(key, ""))),
        ),
    )


def _take_apart(chunks: Sequence[Chunk]) -> _Document:
    document = _Document()
    first = next((n for n, chunk in enumerate(chunks) if is_field(chunk.text, HEAD) or is_body_mark(chunk.text)), 0)
    text = _start_of_text(chunks, first)
    tail = _start_of_tail(chunks, text)
    if not text:
        # Without any field the head ends with the headline, which stands below the day.
        dates = [n for n, chunk in enumerate(chunks[:6]) if any(map(_is_date_line, _lines(chunk)))]
        first = text = min(tail, dates[0] + 2) if dates else 0
    document.head = [left for chunk in chunks[:first] if (left := _without_rights(chunk, document)).text]
    _read_fields(chunks[first:text], HEAD, document)
    _read_fields(chunks[tail:], TAIL, document)
    document.body = list(chunks[text:tail])
    while document.body and _take_rights(document.body[-1], document):
        document.body.pop()
    return document


def _start_of_text(chunks: Sequence[Chunk], first: int) -> int:
    """Where the text begins: below its heading, else below the last of the fields that stand together."""
    text = first
    for place, chunk in enumerate(chunks[first : first + _LONGEST_HEAD], first):
        if is_body_mark(chunk.text):
            return place + 1
        if key_of(chunk.text, HEAD) == "body":
            # `BODY: The ferry ...`: the text begins in the same chunk.
            return place
        if is_field(chunk.text, HEAD):
            text = place + 1
        elif len(chunk.text.split()) > _LONGEST_FIELD_WORDS or place - text > 1:
            break
    return text


def _start_of_tail(chunks: Sequence[Chunk], text: int) -> int:
    """Where the fields below the text begin."""
    tail = next((n for n, chunk in enumerate(chunks[text:], text) if _opens_tail(chunk.text)), len(chunks))
    while tail - 1 > text and _may_stand_in_tail(chunks[tail - 1].text):
        tail -= 1
    return tail


def _may_stand_in_tail(text: str) -> bool:
    """Whether a chunk above sure fields is one too; `UPDATE` is one, in German, where it gives a day."""
    return is_field(text, TAIL) and (field_name(text) != "update" or next(find_dates(text[:60]), None) is not None)


def _opens_tail(text: str) -> bool:
    name = text.strip()
    is_heading = name.casefold() in HEADINGS and name[0].isupper()
    return is_heading or (is_field(text, TAIL) and field_name(text) not in WEAK)


def _read_fields(chunks: Sequence[Chunk], names: Mapping[str, str], document: _Document) -> None:
    """Reads the fields; a chunk without a name goes on with the one above, a name nobody knows is left out."""
    key = ""
    for chunk in chunks:
        if is_body_mark(chunk.text) or _take_rights(chunk, document):
            continue
        text = " ".join(_lines(chunk))
        found = FIELD.match(text)
        if text.casefold() in HEADINGS:
            key, text = names.get(text.casefold(), ""), ""
        elif found and (is_field(text, names) or found["name"].isupper()):
            key, text = key_of(text, names), text[found.end("mark") :].strip()
        document.add(key, text)


def _take_rights(chunk: Chunk, document: _Document) -> bool:
    """Takes a copyright line, with `All Rights Reserved` below it, out of where it stands."""
    lines = _lines(chunk)
    if len(lines) > 6 or len(chunk.text.split()) > _LONGEST_FIELD_WORDS or not any(map(is_rights_line, lines)):
        return False
    document.rights.append("\n".join(lines))
    return True


def _without_rights(chunk: Chunk, document: _Document) -> Chunk:
    """The chunk without copyright lines: in the oldest layout the paper's name stands right below them."""
    lines = _lines(chunk)
    document.rights.extend(line for line in lines if is_rights_line(line))
    return Chunk("\n".join(line for line in lines if not is_rights_line(line)), chunk.link)


def _lines(chunk: Chunk) -> list[str]:
    return [tidied for line in chunk.text.split("\n") if (tidied := tidy_line(line))]


def _old_head(document: _Document) -> _Head:
    """The source on top, below it the day with the edition, below that the headline and perhaps a deck."""
    lines = [(place, line) for place, chunk in enumerate(document.head) for line in _lines(chunk)]
    dates = [number for number, (_, line) in enumerate(lines) if _is_date_line(line)]
    dates = dates or [number for number, (_, line) in enumerate(lines[:4]) if number and _names_a_year(line)]
    if not dates:
        return _Head(source=lines[0][1] if lines else "", title=" ".join(line for _, line in lines[1:]))
    place, date = lines[dates[0]]
    below = [chunk for chunk in document.head[place + 1 :] if _lines(chunk)]
    # Some papers have the headline above the day.
    above = " ".join(line for _, line in lines[1 : dates[0]])
    return _Head(
        title=" ".join(_lines(below[0])) if below else above,
        source=lines[0][1] if dates[0] else "",
        date=date,
        deck="\n\n".join(" ".join(_lines(chunk)) for chunk in below[1:]),
    )


def _new_head(document: _Document) -> _Head:
    """The headline, the source and the day as three lines; above the first document stands the cover page."""
    lines = [(place, line) for place, chunk in enumerate(document.head) for line in _lines(chunk)]
    dates = [number for number, (_, line) in enumerate(lines) if _is_date_line(line)]
    dates = dates or [number for number, (_, line) in enumerate(lines) if _names_a_year(line)]
    if not dates or dates[-1] < 2:
        return _Head(title=" ".join(line for _, line in lines[:1]), date=lines[dates[-1]][1] if dates else "")
    at = dates[-1]
    place = lines[at - 2][0]
    return _Head(
        title=" ".join(line for chunk, line in lines[: at - 1] if chunk == place),
        source=lines[at - 1][1],
        date=lines[at][1],
        link=document.head[place].link,
    )


def _is_date_line(line: str) -> bool:
    """Whether a line opens with a whole date, perhaps behind a weekday: `January 11, 2010 Monday 9:20 AM GMT`."""
    date = next(find_dates(line), None) if len(line) <= _LONGEST_DATE_LINE else None
    return bool(date and date.date.year and date.date.month and len(line[: date.start].split()) <= 1)


def _names_a_year(line: str) -> bool:
    """Whether a short line may stand for a day: `Winter 2010`."""
    return len(line) <= 40 and bool(re.search(r"\b(?:19|20)\d\d\b", line))


def _tidy_name(name: str) -> str:
    """The paper's name with the place that tells it from others: `DAILY MAIL (London)` as `Daily Mail (London)`."""
    parts = _NAME_AND_PLACE.fullmatch(name)
    return f"{tidy_source(parts['name'])} {parts['place']}" if parts else tidy_source(name)


def _values(text: str) -> tuple[str, ...]:
    """The values of a field without their weights: `ENERGY (90%); OIL (57%)`."""
    parts = re.split(r";\s|\n+|(?<=%\))\s", f"{text} ")
    return tuple(filter(None, (_PERCENT.sub("", part).strip(" ;") for part in parts)))


def _body(document: _Document, deck: str, *, is_wrapped: bool) -> str:
    """The text, below the highlight that opens it and above a correction that was added."""
    texts = [chunk.text for chunk in document.body]
    if texts and key_of(texts[0], HEAD) == "body":
        texts[0] = texts[0].partition(":")[2]
    parts = (part for text in texts for part in (_unwrapped(text) if is_wrapped else text.split("\n\n")))
    correction = document.fields.get("correction", "")
    texts = [
        deck,
        document.fields.get("highlight", ""),
        join_body([Block(part.strip("\n"), 1) for part in parts if part.strip()]),
        document.fields.get("notes", ""),
        correction and f"## Correction\n\n{correction}",
    ]
    return "\n\n".join(filter(None, texts))


def _unwrapped(text: str) -> list[str]:
    """The paragraphs of a chunk whose lines are those of a screen: an indent opens one; a table keeps its lines."""
    lines = text.split("\n")
    if len(lines) > 1 and any(map(_COLUMNS.search, lines)):
        return [text]
    groups: list[list[str]] = []
    indent = 0
    for line in lines:
        deeper = len(line) - len(line.lstrip()) >= indent + 2
        if deeper or not groups:
            groups.append([])
        groups[-1].append(" ".join(line.split()))
        indent = len(line) - len(line.lstrip())
    return [join_wrapped(group) for group in groups]
