"""Tables: CSV, TSV and their like, a row an article; heads that nobody knows are explained in a file beside the table.

`clippings.csv.columns.json` says what the columns of `clippings.csv` mean: `{"Fundstelle": "source", "Kopf": "title"}`.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.raw import Problem, RawArticle, SourceFile
from archive.importing.records import FIELD_NAMES, field_named, is_article, known_names, to_article

NAME = "table"

MAP_SUFFIX = ".columns.json"
_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".psv"))
_DELIMITERS = ",;\t|"
_SNIFFED = 64 * 1024
# A year of a paper has a few dozen columns at most; a table of a million is made to fill the memory.
_MOST_COLUMNS = 1_000
_LONGEST_HEAD = 60
# Longer than any article, in characters.
_LARGEST_CELL = 2_000_000
_LARGEST_MAP = 64 * 1024
# A quotation mark that is never closed takes all below it into one cell; reading on behind it costs a pass each time,
# and what is left after so many passes is refused as a whole.
_MOST_PASSES = 20
_SEPARATOR_LINE = re.compile(r"sep=(?P<mark>.)\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the number of the line it begins on; `is_open` where its last cell has no end."""

    line: int
    cells: Sequence[str]
    is_open: bool = False


def recognises(file: SourceFile) -> bool:
    """A file named as a table, or a text whose first row names at least two fields of an article."""
    if file.path.suffix.lower() in _SUFFIXES:
        return True
    text = text_of(file)[:_SNIFFED]
    delimiter, head = _head_of(text)
    fields = {field_named(name) for name in head} - {""}
    rows = _first_rows(text, delimiter)
    return (
        len(fields) >= 2
        and bool(fields & {"title", "body"})
        and all(len(name) <= _LONGEST_HEAD for name in head)
        and len(rows) > 1
        and len(rows[1].cells) == len(head)
        # Below a blank line begins a text.
        and rows[1].line == rows[0].line + 1
    )


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The rows in order; one that is no article is refused with the number of its line."""
    text = text_of(file)
    delimiter, head = _head_of(text)
    columns = _columns(head, file.path)
    rows = _rows(text, delimiter)
    next(rows, None)
    for row in rows:
        if problem := _problem(row, columns):
            yield RawArticle(item=str(row.line), problems=(problem,))
        elif is_article(record := _record(row.cells, columns)):
            yield to_article(record, str(row.line))
        else:
            message = f"Line {row.line} has neither a title nor a text."
            yield RawArticle(item=str(row.line), problems=(Problem("no-article", message),))


def _head_of(text: str) -> tuple[str, list[str]]:
    """The delimiter under which the first row names the most fields, else has the most columns; and that row."""
    named = _SEPARATOR_LINE.match(text)
    marks = named["mark"] if named else _DELIMITERS
    heads = [(mark, [name.strip() for row in _first_rows(text, mark)[:1] for name in row.cells]) for mark in marks]
    return max(heads, key=lambda each: (sum(bool(field_named(name)) for name in each[1]), len(each[1])))


def _first_rows(text: str, delimiter: str) -> list[_Row]:
    return list(islice(_rows(text[:_SNIFFED], delimiter), 2))


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """The rows with their lines. Below a quotation mark that is not closed it goes on with the next line."""
    csv.field_size_limit(_LARGEST_CELL)
    lines = io.StringIO(text).readlines()
    start = 1 if _SEPARATOR_LINE.match(text) else 0
    left = _MOST_PASSES * len(lines)
    while start < len(lines) and left > 0:
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
        first = start
        try:
            for cells in reader:
                if any(cells):
                    yield _Row(start + 1, cells)
                start = first + reader.line_num
            return
        except csv.Error:
            left -= reader.line_num
            if first + reader.line_num == start + 1 and (cells := _loose_cells(lines[start], delimiter)):
                yield _Row(start + 1, cells)
            else:
                yield _Row(start + 1, (), is_open=True)
            start += 1
    if start < len(lines):
        yield _Row(start + 1, (), is_open=True)


def _loose_cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line with quotation marks out of place (`"Hello" he said`), if they end in the line."""
    try:
        [cells] = csv.reader([f"{line.rstrip()}\n"], delimiter=delimiter)
    except (csv.Error, ValueError):
        return []
    return [] if any(cell.endswith("\n") for cell in cells) else cells


def _columns(head: Sequence[str], path: Path) -> list[str]:
    """What each column is called: by the file beside the table, else by its own head; "" for one that is left out."""
    if len(head) > _MOST_COLUMNS:
        raise UnreadableFileError(f"The table has {len(head):,} columns; up to {_MOST_COLUMNS:,} are read.")
    if not head:
        raise UnreadableFileError("The table has no row that could name its columns.")
    stated = _read_map(path)
    if unknown := [name for name in stated if name not in head]:
        raise UnreadableFileError(f"{path.name}{MAP_SUFFIX} names the column “{unknown[0]}”, which the table has not.")
    taken = set(stated.values())
    columns = [stated.get(name) or (name if field_named(name) not in taken else "") for name in head]
    if not {"title", "body"} & set(map(field_named, columns)):
        names = ", ".join(name[:30] for name in head[:10])
        raise UnreadableFileError(
            f"No column of the table ({names}) is a {known_names('title')} or a {known_names('body')}: say what they "
            f'mean in a file {path.name}{MAP_SUFFIX} beside it, such as {{"{head[0][:30]}": "title"}}.'
        )
    return columns


def _read_map(path: Path) -> Mapping[str, str]:
    """What the file beside the table says its columns mean; nothing where there is no such file."""
    beside = path.with_name(f"{path.name}{MAP_SUFFIX}")
    try:
        # A link may lead out of the folder, to what is nobody's table.
        if beside.is_symlink() or not beside.is_file() or beside.stat().st_size > _LARGEST_MAP:
            return {}
        stated = json.loads(beside.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{beside.name} is no JSON that can be read: {error}.") from error
    if not isinstance(stated, dict) or not all(isinstance(field, str) for field in stated.values()):
        raise UnreadableFileError(f'{beside.name} is not of the form {{"column": "field"}}.')
    if unknown := [field for field in stated.values() if field not in FIELD_NAMES]:
        raise UnreadableFileError(f"{beside.name} names the field “{unknown[0]}”; there are {', '.join(FIELD_NAMES)}.")
    return {name.strip(): field for name, field in stated.items()}


def _problem(row: _Row, columns: Sequence[str]) -> Problem | None:
    """Why a row cannot be read as one of this table."""
    if row.is_open:
        message = f"Line {row.line} opens a quotation mark that is not closed, or too late: close it or leave it out."
        return Problem("open-quotation", message)
    if any(row.cells[len(columns) :]) or len(row.cells) * 2 <= len(columns):
        message = (
            f"Line {row.line} has {len(row.cells)} columns where the head has {len(columns)}: put texts with the "
            "delimiter or a line break in them in quotation marks."
        )
        return Problem("wrong-columns", message)
    return None


def _record(cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """The cells by the names of their columns; those of columns that mean the same are put together."""
    record: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell.strip():
            between = "\n\n" if field_named(name) == "body" else "; "
            record[name] = f"{record[name]}{between}{cell}" if name in record else cell
    return record
