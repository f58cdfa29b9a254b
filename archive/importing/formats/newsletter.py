"""Newsletters: a whole issue with its contents and numbered items, or one item copied from an issue with its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from archive.importing.boilerplate import is_furniture, is_prose
from archive.importing.clipping import join_body, read_clipping
from archive.importing.contents import Entry
from archive.importing.decoding import text_of
from archive.importing.formats import html, plain_text
from archive.importing.forwarded import Forwarded, split_forwarded
from archive.importing.issue import ISSUE_NUMBER, Issue, Item, split_issue
from archive.importing.metadata.bylines import is_byline, tidy_authors
from archive.importing.metadata.dates import read_date, read_date_line
from archive.importing.metadata.sources import is_rights_line, looks_like_source, spell_out
from archive.importing.page_lines import page_lines
from archive.importing.raw import Problem, RawArticle, SourceFile, Via
from archive.importing.tidying import count_words, cut_text, fold_words
from archive.importing.wrapping import Block, to_blocks

NAME = "newsletter"

_NEWSLETTER = r"[A-Z][\w.'’&]{0,30}(?:\s[\w.'’&]{1,30}){0,5}?"
_NUMBER_WORD = r"(?:(?:no\.?|nr\.?|issue|number|vol\.?|#)\s{0,2})?"
# `#24 - JRL 2009-229 - JRL Home`, and `JRL 2009-229 - #24`.
_ITEM_HEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:#|item\s)\s{{0,1}}(?P<item>\d{{1,3}}[a-z]?)\s{{0,2}}[-–—:|,]?\s{{1,2}}(?P<title>{_NEWSLETTER}),?\s{{1,2}}{_NUMBER_WORD}(?P<issue>{ISSUE_NUMBER})(?P<rest>(?:\s{{1,2}}[-–—|].{{0,80}})?)",
        rf"(?P<title>{_NEWSLETTER}),?\s{{1,2}}{_NUMBER_WORD}(?P<issue>{ISSUE_NUMBER})\s{{0,2}}[-–—:|,]?\s{{0,2}}(?:#|item\s)\s{{0,1}}(?P<item>\d{{1,3}}[a-z]?)(?P<rest>(?:\s{{1,2}}[-–—|].{{0,80}})?)",
    )
)
# A page is read line by line, which takes time, only where texts in it open with the numbers of items.
_NUMBERS_IN_PAGE = tuple(
    tuple(re.compile(pattern.format(number)) for number in (1, 2))
    for pattern in (r"#{0}(?!\w)", r"\[{0}\]", r"Item {0}(?!\w)", r"ITEM {0}(?!\w)", r"No\. {0}(?!\w)", r"{0}[.)]\s")
)
_ITEM_IN_PAGE = re.compile(r"#\d{1,3}\s{0,2}(?:[-–—|]\s|<)")
_ADDRESS_LINE = re.compile(r"<?(?P<url>https?://[^\s/<>]{3,200}/[^\s<>]{2,1500})>?", re.IGNORECASE)
_HEAD_BLOCKS = 8
_LONGEST_TITLE_LINES = 3
# A shorter note tells the readers of the issue something and is no article of its own.
_SHORTEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the first lines of an item and its contents entry say together."""

    source: str = ""
    title: str = ""
    author: str = ""
    url: str = ""


def recognises(file: SourceFile) -> bool:
    """A text or page whose first line numbers an item of an issue, or that has a run of numbered items."""
    text = _text(file)
    return bool(text) and is_newsletter(text)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The items of an issue in order, or the one item."""
    return read_newsletter(_text(file))


def is_newsletter(text: str, *, subject: str = "") -> bool:
    """Whether a text is an issue, or an item of one."""
    return _item_head(text) is not None or split_issue(text, subject=subject) is not None


def read_newsletter(text: str, *, subject: str = "") -> Iterator[RawArticle]:
    """The articles of an issue that came as this text, perhaps in a message with this subject."""
    found = _item_head(text)
    if found:
        yield _read_item(*found)
    elif issue := split_issue(text, subject=subject):
        yield from _read_issue(issue)


def _text(file: SourceFile) -> str:
    """The lines of a text or page; "" for a file that is neither, or a page without numbers."""
    if html.recognises(file):
        page = text_of(file)
        return page_lines(page) if _may_be_newsletter(page) else ""
    return text_of(file) if plain_text.recognises(file) else ""


def _may_be_newsletter(page: str) -> bool:
    """Whether texts in a page open with a 1 and a 2 in one style, or one with the number of an item."""
    has_numbers = any(all(_opens_text(page, number) for number in style) for style in _NUMBERS_IN_PAGE)
    return has_numbers or bool(_ITEM_IN_PAGE.search(page))


def _opens_text(page: str, number: re.Pattern[str]) -> bool:
    # What stands before a number is looked at from the number, which is rare, and not from each tag.
    return any(
        page[max(0, match.start() - 40) : match.start()].rstrip(" \t")[-1:] in (">", "\n", "")
        for match in number.finditer(page)
    )


def _item_head(text: str) -> tuple[re.Match[str], str] | None:
    """The line that numbers an item, if it is the first that is no navigation, and the text below it."""
    lines = text.split("\n", 40)
    for place, line in enumerate(lines[:40]):
        line = line.strip()
        match = next((match for head in _ITEM_HEADS if len(line) <= 200 and (match := head.fullmatch(line))), None)
        if match:
            return match, "\n".join(lines[place + 1 :])
        if line and not is_furniture(line):
            return None
    return None


def _read_item(head: re.Match[str], text: str) -> RawArticle:
    via = Via(spell_out(head["title"].strip(), text), head["issue"].replace("#", ""), head["item"])
    return replace(read_clipping(to_blocks(text)).to_article(), via=via)


def _read_issue(issue: Issue) -> Iterator[RawArticle]:
    if issue.note:
        yield _read_note(issue)
    for item in issue.items:
        yield _read_issue_item(issue, item)
    for name, entry in issue.missing:
        message = f"The contents list names item {name}, “{cut_text(entry.text, 160)}”, but the issue has no such item."
        yield RawArticle(item=name, problems=(Problem("missing-item", message),))


def _read_note(issue: Issue) -> RawArticle:
    """The editor's note as an article of the newsletter itself, or refused where it is only a line."""
    body = join_body(issue.note)
    if count_words(body) < _SHORTEST_NOTE:
        message = f"The editor's note is too short for an article: “{cut_text(body, 300)}”"
        return RawArticle(item="note", problems=(Problem("short-note", message),))
    via = Via(issue.title or NAME, issue.number, "note")
    return RawArticle(title=issue.note_heading, body=body, item="note", date=issue.date, source=issue.title, via=via)


def _read_issue_item(issue: Issue, item: Item) -> RawArticle:
    letter = split_forwarded(item.text)
    if letter and not letter.above:
        article = _read_letter(letter, issue)
    else:
        heading, blocks = _read_heading(
            to_blocks(f"{item.heading}\n\n{item.text}", wrapped_at=issue.wrapped_at), item.entry
        )
        article = read_clipping(blocks, title=heading.title).to_article()
        article = replace(
            article,
            source=heading.source or article.source,
            authors=article.authors or ((heading.author,) if heading.author else ()),
            url=heading.url,
        )
    problems = article.problems
    if item.is_repeated:
        message = f"The issue has two items with the number {item.name}: look which of them is meant where it is cited."
        problems = (*problems, Problem("repeated-number", message))
    return replace(
        article,
        item=item.name,
        date=_with_year(article.date, issue.date) or issue.date,
        section=item.entry.rubric,
        via=Via(issue.title or NAME, issue.number, item.name),
        problems=problems,
    )


def _read_letter(letter: Forwarded, issue: Issue) -> RawArticle:
    """An item that is a letter to the newsletter, with the headers it was sent with."""
    blocks = to_blocks(f"{letter.subject}\n\n{letter.text}", wrapped_at=issue.wrapped_at)
    article = read_clipping(blocks, title=letter.subject).to_article()
    authors = article.authors or tidy_authors((letter.name,))
    return replace(article, title=letter.subject or article.title, date=letter.date or article.date, authors=authors)


def _read_heading(blocks: Sequence[Block], entry: Entry) -> tuple[_Heading, list[Block]]:
    """What the first lines and the contents entry say, and the blocks without source and address."""
    head, rest = list(blocks[:_HEAD_BLOCKS]), list(blocks[_HEAD_BLOCKS:])
    url = next((match["url"] for block in head if (match := _ADDRESS_LINE.fullmatch(block.text))), "")
    head = [block for block in head if not _ADDRESS_LINE.fullmatch(block.text)]
    source = next((block for block in head if _is_source_of(block.text, entry)), None)
    head = [block for block in head if block is not source]
    title, span = _find_title(head, entry)
    if title:
        head[span] = [Block(title, head[span][0].gap)]
    elif entry.text and not any(map(_may_be_heading, _before_prose(head))):
        # Where the item opens with its text, only the contents list names it.
        title, head = entry.title, [Block(entry.title), *head]
    author = entry.author if title and fold_words(title) in fold_words(entry.title) else ""
    return _Heading(source.text if source else entry.source if title else "", title, author, url), [*head, *rest]


def _is_source_of(text: str, entry: Entry) -> bool:
    words = fold_words(text).removeprefix("the ")
    if not words or len(words) > 100:
        return False
    # Contents lists write `Source: Headline`, and now and then `Source - Headline`.
    opens_entry = fold_words(entry.text).startswith(f"{words} ") and re.match(rf"{re.escape(text)}\s?[:.-]", entry.text)
    name = fold_words(entry.source).removeprefix("the ")
    # `Berg Gazette editorial: Pay the pilots` stands over an item of the Berg Gazette.
    return words == name or bool(opens_entry) or (name.startswith(f"{words} ") and looks_like_source(text))


def _find_title(head: Sequence[Block], entry: Entry) -> tuple[str, slice]:
    """The lines of an item's head that the contents entry has as well: the longest row of them."""
    entry_words, author = f" {fold_words(entry.after_source)} ", fold_words(entry.author)
    best, best_span = "", slice(0, 0)
    for start in range(len(head)):
        for end in range(start + 1, min(start + _LONGEST_TITLE_LINES, len(head)) + 1):
            text = " ".join(block.text for block in head[start:end])
            words = fold_words(text)
            if not words or len(words) > 400 or f" {words} " not in entry_words:
                break
            if words != author and not looks_like_source(text) and len(words) > len(fold_words(best)):
                best, best_span = text, slice(start, end)
    return best, best_span


def _before_prose(head: Sequence[Block]) -> list[str]:
    return list(takewhile(lambda text: not is_prose(text), (block.text for block in head)))


def _may_be_heading(text: str) -> bool:
    is_detail = read_date_line(text) or is_byline(text) or is_rights_line(text) or looks_like_source(text)
    return not is_detail and not is_furniture(text)


def _with_year(day: str, issue_date: str) -> str:
    """A day without its year, with the year of the issue it stands in: the latest that is not after the issue."""
    found, issue = read_date(day), read_date(issue_date)
    if not found or found.date.year or not issue or not issue.date.year:
        return day
    is_later = (found.date.month, found.date.day) > (issue.date.month, issue.date.day)
    return f"{issue.date.year - is_later}-{found.date.month:02d}-{found.date.day:02d}"
