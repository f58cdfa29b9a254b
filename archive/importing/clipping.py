"""Copied text taken apart: headline, date, byline, caption, article, credits, as a browser put them on the clipboard.

The article is found first, by its running text; what stands above it is its head, what stands below its tail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.importing.boilerplate import ends_sentence, is_furniture, is_prose, strip_bottom, strip_top
from archive.importing.metadata.bylines import is_byline, read_byline
from archive.importing.metadata.datelines import Dateline, split_dateline
from archive.importing.metadata.dates import FoundDate, read_date_line
from archive.importing.metadata.sources import is_rights_line, looks_like_source
from archive.importing.raw import Problem, RawArticle, Suggestion
from archive.importing.tidying import fold_words
from archive.importing.wrapping import Block

_CAPTION = re.compile(
    r"\bpictured\b|\bfile (?:photo|picture|image)\b|^(?:photo|picture|image|caption|bild|foto|фото|légende)\s?:\s"
)
# `Mayor Ada Byron (R) with ...`: said of pictures, and of Republicans.
_PLACED = re.compile(
    r"\((?:[RLC]|left|right|centre|center|top|bottom|file photo|file|(?:2nd|second|third) from (?:left|right))\)"
)
# `Russia -- Foreign Minister ...`, but not `MOSCOW -- Foreign Minister ...`, which opens an article.
_COUNTRY_FIRST = re.compile(r"(?![A-Z .'-]{2,40}\s--)[A-Z][\w'’ ,.-]{1,40}\s--\s[A-Z]")
_LONGEST_CAPTION = 600
_PHOTO_CREDIT = re.compile(
    r"^(?:photo(?:graph)?s?|picture|image|foto|bild|фото|crédit photo)(?: credit)?\s?(?:by\b|:|/|©)"
    r"|^(?:©|\(c\))\s?(?!\d{4})[A-Z]|^\([A-Z][\w /-]{1,30} (?:photo|image)s?/[^)]{1,60}\)$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\bcontributed (?:to|reporting)\b"
    r"|^(?:with|from|based on|compiled from|using)\s(?:\w+\s){0,3}(?:agency|agencies|wire|staff)?\s?"
    r"(?:reports?|reporting)\b"
    r"|^with (?:material|files|additional|reporting|information)\b"
    r"|^\W?(?:additional|reported|reporting|writing|edited|editing|written|translated|compiled) (?:reporting )?by\b"
    r"|^(?:mit material|mit agenturmaterial|avec|con información|с использованием)\b",
    re.IGNORECASE,
)
_FIELDS = re.compile(r"\s+[|•·–—/]\s+|\s{3,}|(?<=\d),\s+(?=\d{1,2}:\d\d)")
_LONGEST_HEADLINE_WORDS = 30
_LONGEST_SUBHEAD_WORDS = 10
_LONGEST_HEAD = 60
# Below an article credits, copyright and links take turns a few times; each turn looks at the whole text.
_MOST_TURNS = 20


@dataclass(frozen=True, slots=True)
class Clipping:
    """A copied text, taken apart; `dates` are those that its head prints, as they stand there."""

    title: str = ""
    body: str = ""
    dates: tuple[FoundDate, ...] = ()
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    caption: str = ""
    credit: str = ""
    rights: str = ""

    @property
    def date(self) -> str:
        """The day of publication as printed; the day somebody visited or changed the page is none."""
        return self.dates[0].text if self.dates else ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a curator should look at in the head."""
        printed = [date for date in self.dates if date.kind != "changed"]
        other = next((date for date in printed[1:] if date.date != printed[0].date), None)
        if other is None:
            return ()
        message = (
            f"Two dates are printed, “{printed[0].text}” and “{other.text}”: the first is taken. Check which is right."
        )
        suggestion = Suggestion("date", str(other.date)) if other.date.year else None
        return (Problem("two-dates", message, f"{printed[0].text} / {other.text}", suggestion),)

    def to_article(self) -> RawArticle:
        """The article that the text is a copy of, for the formats that know little more than the text."""
        return RawArticle(
            title=self.title,
            body=self.body,
            date=self.date,
            source=self.sources[0] if self.sources else "",
            authors=self.authors,
            caption=self.caption,
            credit=self.credit,
            rights=self.rights,
            problems=self.problems,
        )


@dataclass(slots=True)
class _Parts:
    """What has been found so far."""

    dates: list[FoundDate] = field(default_factory=list)
    page_dates: list[FoundDate] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    standfirst: list[str] = field(default_factory=list)


def read_clipping(blocks: Sequence[Block], *, title: str = "") -> Clipping:
    """Takes a copied text apart. A `title` that is known already is not looked for, only taken out of the head."""
    parts = _Parts()
    below_top = strip_top(blocks)
    is_top = bool(blocks) and below_top[:1] == list(blocks[:1])
    kept = _strip_tail(below_top, parts)
    lead = _find_lead(kept)
    head, article = kept[:lead], kept[lead:]
    title_at = _find_title(head, title)
    if title_at is None and not title and article and not is_prose(article[0].text):
        title, article = article[0].text, article[1:]
    elif title_at is not None:
        title = title or _clean_title(head[title_at].text)
    for place, block in enumerate(head):
        if place != title_at:
            following = kept[place + 1].text if place + 1 < len(kept) else ""
            after_title = title_at is not None and place > title_at
            _sort_head_line(block.text, parts, after_title=after_title, following=following)
            if place == 0 and is_top and _is_masthead(block.text, head[1:2]):
                parts.sources.append(block.text)
    _drop_page_dates(head, title_at, parts)
    return Clipping(
        title=title,
        body=join_body([*(Block(text, 1) for text in parts.standfirst), *article]),
        dates=tuple(sorted(parts.dates, key=lambda date: ("published", "", "changed").index(date.kind))),
        authors=tuple(dict.fromkeys(parts.authors)),
        sources=tuple(dict.fromkeys(parts.sources)),
        caption="\n".join(parts.captions),
        credit="\n".join(dict.fromkeys(parts.credits)),
        rights="\n".join(dict.fromkeys(parts.rights)),
    )


def _drop_page_dates(head: Sequence[Block], title_at: int | None, parts: _Parts) -> None:
    """Leaves out a date above the headline that is the page's own, the day of the visit.

    It is the page's where the article has one below its headline, or where navigation stands in between.
    """
    if title_at is None:
        parts.dates.extend(parts.page_dates)
        return
    between: list[str] = []
    for block in reversed(head[:title_at]):
        if read_date_line(block.text):
            break
        between.append(block.text)
    is_below = any(date.kind != "changed" for date in parts.dates)
    if not is_below and not any(is_furniture(text) or _is_navigation(text) for text in between):
        parts.dates.extend(parts.page_dates)


def _find_lead(blocks: Sequence[Block]) -> int:
    """Where the running text begins; captions, copyright lines and bylines do not count as such."""
    for place, block in enumerate(blocks[:_LONGEST_HEAD]):
        following = blocks[place + 1].text if place + 1 < len(blocks) else ""
        if not is_prose(block.text) or is_rights_line(block.text) or is_byline(block.text):
            continue
        # A standfirst that ends like a sentence stands above the byline or the date.
        is_standfirst = any(
            is_byline(other.text) or read_date_line(other.text) for other in blocks[place + 1 : place + 4]
        )
        if not is_standfirst and not _is_caption(block.text, following):
            return place
    return next(
        (place for place, block in enumerate(blocks) if place and len(block.text.split()) > 12), min(len(blocks), 1)
    )


def _find_title(head: Sequence[Block], title: str) -> int | None:
    """Which line of the head is the headline: the one with the most words among those nearest to the article."""
    if title:
        folded = fold_words(title)
        return next((place for place, block in enumerate(head) if fold_words(block.text) == folded), None)
    best, best_score = None, 0.0
    # Collected on the way: a text without an article is all head, and may have thousands of lines.
    is_below_detail, lines_above = False, set[str]()
    for place, block in enumerate(head):
        below_detail, repeats = is_below_detail, (folded := fold_words(block.text)) in lines_above
        is_below_detail = is_below_detail or bool(read_date_line(block.text) or is_byline(block.text))
        lines_above.add(folded)
        words = len(block.text.split())
        if words > _LONGEST_HEADLINE_WORDS or _is_head_detail(block.text):
            continue
        score = min(words, 8) + 2.0 * (block.gap > 0)
        following = head[place + 1].text if place + 1 < len(head) else ""
        score += 3.0 * bool(
            not following or read_date_line(following) or is_byline(following) or is_rights_line(following)
        )
        score -= 4.0 * (ends_sentence(block.text) and block.text[-1:] == ".") + 3.0 * looks_like_source(block.text)
        # Below the date or the byline stands a deck rather than the headline.
        score += 4.0 * repeats - 3.0 * below_detail
        if score > best_score:
            best, best_score = place, score
    return best


def _is_head_detail(text: str) -> bool:
    return (
        is_furniture(text)
        or _is_navigation(text)
        or read_date_line(text) is not None
        or is_byline(text)
        or is_rights_line(text)
        or _is_caption(text)
        or bool(_PHOTO_CREDIT.search(text))
    )


def _is_navigation(text: str) -> bool:
    """Whether a line is a row of short links: `Home | World | Sport`, `News > Region`."""
    parts = [part for part in re.split(r"\s[|>»•·/]\s|\s{3,}", text) if part.strip()]
    return (
        len(parts) >= 2
        and all(len(part.split()) <= 3 for part in parts)
        and not any(read_date_line(part) for part in parts)
    )


def _is_caption(text: str, following: str = "") -> bool:
    """Whether a line describes a picture; what could be the article's first sentence does if that opens below."""
    if len(text) > _LONGEST_CAPTION:
        return False
    if _CAPTION.search(text):
        return True
    opens_below = split_dateline(following)[0] != Dateline()
    return bool(_PLACED.search(text) or _COUNTRY_FIRST.match(text)) and (opens_below or not ends_sentence(text))


def _sort_head_line(text: str, parts: _Parts, *, after_title: bool, following: str) -> None:
    """Puts one line of the head where it belongs; what belongs nowhere is furniture."""
    if is_rights_line(text):
        parts.rights.append(text)
    elif _PHOTO_CREDIT.search(text):
        parts.credits.append(text)
    elif _is_caption(text, following):
        parts.captions.append(text)
    elif is_prose(text) and not is_furniture(text):
        # Running text above the headline may be a notice of the page; dropping a paragraph of the article is worse.
        parts.standfirst.append(text)
    elif not _is_navigation(text):
        sorted_any = _sort_fields(text, parts, after_title=after_title)
        # A line of some words that stands below the headline is the article's: a deck, a score, an editor's note.
        if after_title and not sorted_any and len(text.split()) >= 4 and not is_furniture(text):
            parts.standfirst.append(text)


def _is_masthead(text: str, following: Sequence[Block]) -> bool:
    """Whether the first line of a page is the paper's name: short, with navigation or the date right below."""
    if not following or following[0].gap or len(text.split()) > 5 or _is_head_detail(text):
        return False
    below = following[0].text
    return is_furniture(below) or _is_navigation(below) or read_date_line(below) is not None


def _sort_fields(text: str, parts: _Parts, *, after_title: bool) -> bool:
    """Sorts the fields of a line such as `By Ada Byron | Harbour Post | 12 March 2014`; says whether any was known."""
    fields = [text] if read_date_line(text) else [part.strip() for part in _FIELDS.split(text) if part.strip()]
    known = [part for part in fields if _sort_field(part, parts, after_title=after_title)]
    return bool(known)


def _sort_field(text: str, parts: _Parts, *, after_title: bool) -> bool:
    date = read_date_line(text)
    name, comma, rest = text.partition(", ")
    later = read_date_line(rest) if comma and after_title and not date else None
    if date:
        if date.kind != "visited":
            (parts.dates if after_title else parts.page_dates).append(date)
    elif is_byline(text):
        parts.authors.extend(read_byline(text))
        parts.sources.extend(part for part in re.split(r",\s+", text)[1:] if looks_like_source(part))
    elif looks_like_source(text):
        parts.sources.append(text)
    elif later and later.kind != "visited" and len(name.split()) <= 5:
        # `Harbour Post, 16 December 2009`
        parts.sources.append(name)
        parts.dates.append(later)
    else:
        return False
    return True


def _strip_tail(blocks: Sequence[Block], parts: _Parts) -> list[Block]:
    """The blocks without credits, copyright lines and furniture at the end; the first two are kept apart."""
    kept = list(blocks)
    rights: list[str] = []
    closing: list[str] = []
    before = turns = 0
    while len(kept) > 1 and len(kept) != before and turns < _MOST_TURNS:
        before = len(kept)
        text = kept[-1].text
        if is_rights_line(text):
            rights.append(text)
            kept.pop()
        elif len(text) <= 400 and (_CREDIT.search(text) or _PHOTO_CREDIT.search(text)):
            closing.append(text)
            kept.pop()
        else:
            kept = strip_bottom(kept)
            turns += 1
    parts.rights.extend(reversed(rights))
    parts.credits.extend(reversed(closing))
    return kept


def join_body(blocks: Sequence[Block]) -> str:
    """The text of an article: paragraphs with a blank line between them, subheads as `## ` lines."""
    texts = []
    # Some texts have no blank lines at all; there a subhead cannot be told by those around it.
    has_gaps = any(block.gap for block in blocks[1:])
    for place, block in enumerate(blocks):
        before = blocks[place - 1].text if place else ""
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        texts.append(
            f"## {block.text}" if after and _is_subhead(block, before, after, has_gaps=has_gaps) else block.text
        )
    return "\n\n".join(texts)


def _is_subhead(block: Block, before: str, after: Block, *, has_gaps: bool) -> bool:
    """Whether a short line that stands alone between two paragraphs heads the second."""
    text = block.text
    words = text.split()
    if not before or text.startswith("## ") or len(words) > _LONGEST_SUBHEAD_WORDS or len(text) > 80:
        return False
    if text[-1:] in ".,;:…" or (ends_sentence(text) and text[-1:] not in "?!'’\"”»") or re.match(r"[-–—•*\d(]", text):
        return False
    stands_alone = (block.gap > 0 and after.gap > 0) or not has_gaps
    # Speech ends in a quotation mark too; the words of a subhead in quotes are no sentence.
    is_speech = text[-1:] in "'’\"”»" and (text[-2:-1] in ".,!?" or len(words) > 6)
    starts_high = text.lstrip("'‘\"“«¿¡")[:1].isupper() or not text[0].isascii()
    return stands_alone and starts_high and not is_speech and _is_paragraph(before) and _is_paragraph(after.text)


def _is_paragraph(text: str) -> bool:
    return len(text.split()) >= 8 or ends_sentence(text) or len(text) > 60


def _clean_title(text: str) -> str:
    return re.sub(r"^#{1,3}\s+", "", text).strip()
