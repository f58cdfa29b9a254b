"""What agencies write alike in every format: bylines, subject codes, IDs with revisions, and what is no article."""

import re
from dataclasses import replace

from archive.importing.metadata.bylines import read_byline
from archive.importing.metadata.dates import read_date
from archive.importing.metadata.sources import source_of_rights, tidy_source
from archive.importing.raw import Problem, RawArticle, Subject
from archive.importing.tidying import tidy_line

# urn:newsml:provider:day:item:revision, the revision with or without its letter (U, N or A), as RFC 3085 has it.
_URN = re.compile(
    r"(urn:newsml:[^:\s]{1,100}:\d{8}(?:T\d{4,6}(?:Z|[+-]\d{4})?)?:[^\s]{1,200}?):\d{1,5}[UNA]?", re.IGNORECASE
)
_GLOBAL = re.compile(r"(?:urn|tag|https?|info|doi):\S", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"\d{8}")
_TITLES = re.compile(r"[,;]?\s{1,3}(?:for )?(?:the )?(?:associated press|press association)\b.{0,80}", re.IGNORECASE)
_LONGEST_SIGN_OFF = 30
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_WITHDRAWN = frozenset(("canceled", "cancelled", "withheld", "withdrawn", "killed", "stat:canceled", "stat:withheld"))
_KINDS = {
    "picture": "a picture",
    "photo": "a picture",
    "image": "a picture",
    "graphic": "a graphic",
    "animated": "an animation",
    "animation": "an animation",
    "video": "a video",
    "audio": "a sound recording",
    "composite": "a package",
    "package": "a package",
    "planning": "a planning item",
    "event": "an event",
    "concept": "a concept of a vocabulary",
    "component": "a part of other items",
}
_WHAT_TO_DO = {
    "picture": "The archive keeps texts; its caption belongs with the article it goes with.",
    "package": "It only lists items; import the files of these items.",
    "planning item": "It announces coverage; import the articles when they are there.",
    "event": "It announces an event; import the articles about it.",
    "concept": "It explains a term and reports nothing; leave it out.",
}


def refuse(item: str, code: str, message: str) -> RawArticle:
    """A record that is no article, with the sentence that says why."""
    return RawArticle(item=item, problems=(Problem(code, message),))


def refuse_kind(item: str, kind: str, title: str = "") -> RawArticle:
    """A record that is something else than a text: `kind` as the file calls it, `picture` or `composite`."""
    name = kind.rpartition(":")[2].casefold()
    called = _KINDS.get(name) or f"an item of the kind “{tidy_line(kind)[:40] or 'unknown'}”"
    what = next((advice for word, advice in _WHAT_TO_DO.items() if word in called), "The archive keeps texts only.")
    quoted = f" (“{tidy_line(title)[:80]}”)" if title.strip() else ""
    return refuse(item, "not-text", f"This is {called}{quoted}, not a text. {what}")


def withdrawn(item: str, status: str, title: str = "") -> RawArticle | None:
    """The refusal of an item whose agency took it back; None for one that may be used."""
    if status.strip().casefold() not in _WITHDRAWN:
        return None
    quoted = f" “{tidy_line(title)[:80]}”" if title.strip() else ""
    message = (
        f"The agency took back this item{quoted} ({tidy_line(status)[:40]}): withhold it where it is in the archive."
    )
    return refuse(item, "withdrawn", message)


def with_embargo(article: RawArticle, until: str) -> RawArticle:
    """The article with the doubt that it was not to be published before a time; unchanged without such a time."""
    until = tidy_line(until)[:60]
    if not until:
        return article
    message = f"Embargoed until {until}: see that it was published then before you show it."
    return replace(article, problems=(*article.problems, Problem("embargoed", message)))


def read_authors(byline: str, *, source: str = "") -> tuple[tuple[str, ...], str]:
    """The people in a byline, and the line itself as a credit where it names none: `NTB-AFP-DPA`, `gr/bp`."""
    line = tidy_line(byline)
    names = read_byline(re.sub(r"\swith\s", " and ", _TITLES.sub("", line)))
    people = tuple(name for name in names if tidy_source(name).casefold() != tidy_source(source).casefold())
    return people, "" if people else line[:200]


def stable_identity(identity: str, *, source: str, kind: str) -> str:
    """What all versions of an item share: its own ID without a revision, under its source where only that knows it."""
    identity = tidy_line(identity)
    if not identity:
        return ""
    if urn := _URN.fullmatch(identity):
        return urn[1]
    return identity if _GLOBAL.match(identity) else f"{kind}:{tidy_source(source).casefold()}:{identity}"


def subject_of(code: str, label: str = "", *, scheme: str = "") -> Subject:
    """A subject from `medtop:20000344`, an address that ends in the code, or a bare code of eight digits."""
    code, label = tidy_line(code)[:200], tidy_line(label)[:200]
    if code.startswith(("http://", "https://")):
        place, _, last = code.rstrip("/").rpartition("/")
        known = {"mediatopic": "medtop", "subjectcode": "subj", "medtop": "medtop", "subj": "subj"}
        scheme, code = known.get(place.rpartition("/")[2].casefold(), scheme), last
    elif ":" in code and re.match(r"[\w.-]{1,40}:\S", code):
        scheme, _, code = code.partition(":")
    if scheme.startswith(("http://", "https://")) or not scheme:
        last = scheme.rstrip("/").rpartition("/")[2].casefold()
        scheme = {"mediatopic": "medtop", "medtop": "medtop", "subjectcode": "subj"}.get(last, "")
    if scheme.casefold().endswith("subj") and _EIGHT_DIGITS.fullmatch(code):
        # Agencies keep the list under a prefix of their own: `sttsubj:06000000`.
        scheme = "subj"
    if not scheme and _EIGHT_DIGITS.fullmatch(code):
        # Media Topics below the seventeen have numbers from 20000000 on; the older list has none of these.
        scheme = "medtop" if code.startswith("2000") else "subj"
    if not scheme and label:
        # A code that only its sender can read; its words say what it means.
        return Subject(label)
    return Subject(code or label, scheme if code else "", label if code else "")


def first_date(*written: str) -> str:
    """The first of the texts that is a date; where none is, the first that says anything."""
    said = [text for text in written if text.strip()]
    return next((text for text in said if read_date(text)), said[0] if said else "")


def holder_of(rights: str) -> str:
    """Who a holder's field or a copyright line names: `The Canadian Press. All rights reserved.`"""
    rights = tidy_line(rights)
    return source_of_rights(rights) or source_of_rights(f"© {rights}") or tidy_source(rights)


def tidy_dateline(text: str) -> str:
    """A dateline without the dash behind it; "" for one that is only a time stamp."""
    line = tidy_line(text).strip(" -–—")
    is_stamp = bool(_CLOCK.search(line)) or not any(character.isalpha() for character in line)
    return "" if is_stamp else line


def strip_sign_off(body: str, source: str) -> str:
    """The text without the line that an agency ends a story with: `ends`, `/ritzau/`, `AAP gfr`, `(©NTB)`."""
    start, gap, last = body.rpartition("\n\n")
    words = re.findall(r"[^\W_]+", last[: _LONGEST_SIGN_OFF + 1])
    own = {*re.findall(r"[^\W_]+", source.casefold()), "ends", "end", "reuters"}
    if not gap or len(last) > _LONGEST_SIGN_OFF or not words or words[0].casefold() not in own:
        return body
    initials = all(word.casefold() in own or (len(word) <= 4 and last[-1:] not in ".!?") for word in words)
    return strip_sign_off(start, source) if initials else body


def strip_byline(body: str, authors: tuple[str, ...]) -> str:
    """The text without the byline that opens it, where that names the authors who are known anyhow."""
    first, gap, rest = body.partition("\n\n")
    is_known = bool(gap) and len(first) < 100 and bool(authors) and set(read_byline(first)) == set(authors)
    return rest if is_known else body
