"""The lines of a web page or a message in HTML, as a browser shows them: for texts that are read line by line."""

import re
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = frozenset(("script", "style", "head", "noscript", "template", "svg", "select", "textarea", "iframe"))
_APART_LIST = "p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre hr article section header footer nav"
_APART = frozenset(_APART_LIST.split())
_OWN_LINE_LIST = "address br dd div dt fieldset figcaption figure form li main td th tr body html center"
_OWN_LINE = frozenset(_OWN_LINE_LIST.split())
# While the text is put together: an end of line unless there is one, a blank line, a place where neither may follow.
_OWN_LINE_MARK, _APART_MARK, _HELD, _KEPT_SPACE = "\x01", "\x02", "\x03", "\x04"
_BREAKS = f"\n{_OWN_LINE_MARK}{_APART_MARK}"
_NO_MARKS = dict.fromkeys(range(1, 5))
# What mail programs show in the list of messages only.
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)


def page_lines(page: str) -> str:
    """The text of a page: blocks on lines of their own, paragraphs apart, numbered lists with their numbers."""
    from lxml import etree, html  # loaded only when there is a page to read

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableFileError("The page is empty or too broken to be read.") from error
    text = re.sub(rf"{_HELD}[ {_BREAKS}]{{0,1000}}", "", re.sub(" {2,}", " ", "".join(_pieces(tree))))
    text = re.sub(rf" ?[{_BREAKS}](?: ?[{_BREAKS}])* ?", _to_line_ends, text)
    return text.replace(_KEPT_SPACE, " ").strip()


def _to_line_ends(match: re.Match[str]) -> str:
    breaks = match[0]
    return "\n\n" if _APART_MARK in breaks or breaks.count("\n") > 1 else "\n"


def _pieces(tree: "_Element") -> list[str]:
    from lxml import etree

    pieces: list[str] = []
    lists: list[int | None] = []
    unseen = preformatted = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        opens = event == "start"
        is_unseen = tag in _UNSEEN or bool(_HIDDEN.search(element.get("style") or ""))
        if opens:
            unseen += is_unseen
        else:
            unseen -= is_unseen
        if tag in ("ol", "ul", "menu"):
            _enter_or_leave(element, lists, opens=opens)
        preformatted += (1 if opens else -1) * (tag == "pre")
        if not unseen and not is_unseen:
            pieces.append(_break(tag, opens=opens))
            if opens and tag == "li" and lists:
                pieces.append(_number(element, lists))
        text = element.text if opens else element.tail
        # The text behind an element belongs to the one around it.
        if text and not unseen:
            pieces.append(_shown(text, keeps_lines=preformatted > 0))
    return pieces


def _break(tag: str, *, opens: bool) -> str:
    if tag == "br":
        return "\n" if opens else ""
    return _APART_MARK if tag in _APART else _OWN_LINE_MARK if tag in _OWN_LINE else ""


def _shown(text: str, *, keeps_lines: bool) -> str:
    text = text.translate(_NO_MARKS)
    return text.replace("\r", "").replace(" ", _KEPT_SPACE) if keeps_lines else re.sub(r"\s+", " ", text)


def _enter_or_leave(element: "_Element", lists: list[int | None], *, opens: bool) -> None:
    """Keeps the last number given in each open list; None for a list without numbers."""
    if opens:
        lists.append(_to_int(element.get("start"), 1) - 1 if element.tag == "ol" else None)
    elif lists:
        lists.pop()


def _number(item: "_Element", lists: list[int | None]) -> str:
    last = lists[-1]
    if last is None:
        return ""
    lists[-1] = number = _to_int(item.get("value"), last + 1)
    return f"{number}. {_HELD}"


def _to_int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 4 else otherwise
