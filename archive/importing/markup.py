"""XML from anywhere, read safely: no entity is expanded, no DTD loaded, nothing fetched.

Elements are found by plain name: senders forget the namespace, misspell it, or put a prefix of their own in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError, decode, text_of
from archive.importing.raw import SourceFile
from archive.importing.tidying import tidy_line

if TYPE_CHECKING:
    from lxml.etree import _Element, _LogEntry

# What stands before the root element (wire control characters, mail headers, comments, a DOCTYPE) is shorter than this.
_SNIFFED = 16 * 1024
_OPENING = re.compile(r"<(?:\?xml\s|!DOCTYPE\s|!--|[A-Za-z_][\w.:-]{0,100}[\s/>])", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}\?>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\s{1,20}([\w.:-]{1,100})", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,100})[\s/>]")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z_:][\w.:-]{0,60}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_CDATA = "<![CDATA["
_MOST_FAULTS = 1000
# What XML 1.0 forbids: control characters that wires put around a story, lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def root_name(file: SourceFile) -> str:
    """The name of the root element without its namespace, found without parsing; "" where the file is no XML."""
    try:
        text = text_of(file)[:_SNIFFED]
    except UnreadableFileError:
        return ""
    start = _OPENING.search(text)
    # JSON may hold XML in one of its texts.
    if not start or text.lstrip()[:1] in ("{", "["):
        return ""
    place = start.start()
    while opening := _OPENING.search(text, place):
        if root := _ROOT.match(text, opening.start()):
            return root[1].rpartition(":")[2]
        if doctype := _DOCTYPE.match(text, opening.start()):
            # Entity declarations may follow; the name of the root stands here already.
            return doctype[1].rpartition(":")[2]
        end = text.find("-->" if text.startswith("<!--", opening.start()) else ">", opening.start())
        if end < 0:
            break
        place = end + 1
    return ""


def parse_xml(data: bytes) -> _Element:
    """The root element of a document; raises UnreadableFileError, with a sentence, for one that is broken or hostile.

    The encoding is taken from the bytes where the declaration lies; junk around the document is left out; the named
    characters of HTML (`&nbsp;`) are known, and a bare `&` is read as one.
    """
    return _parse(_prepared(decode(data)))


def parse_fragment(text: str) -> _Element:
    """The root of a piece of HTML or XHTML, however broken: `<p>One<br>two` has a root too."""
    from lxml import html  # loaded only where a text has markup

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    bare = _DECLARATION.sub("", text[:300]) + text[300:]
    return html.document_fromstring(f"<div>{bare}</div>".encode("utf-8", "replace"), parser=parser)


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
    """The elements directly below that have one of these names; all of them where no name is given."""
    for child in element if element is not None else ():
        if not names or local_name(child) in names:
            yield child


def descendants(element: _Element | None, *names: str) -> Iterator[_Element]:
    """The elements anywhere below that have one of these names, in the order of the document."""
    for each in element.iterdescendants() if element is not None else ():
        if local_name(each) in names:
            yield each


def find(element: _Element | None, path: str) -> _Element | None:
    """The first element that a path of names leads to: `head/docdata/doc-id`."""
    for name in path.split("/"):
        element = next(children(element, name), None)
    return element


def find_text(element: _Element | None, path: str = "") -> str:
    """The text of the element that a path leads to, as one line; "" where there is none."""
    return line_of(find(element, path) if path else element)


def find_value(element: _Element | None, path: str, *names: str) -> str:
    """The first attribute of these names of the element that a path leads to; "" for none."""
    target = find(element, path)
    return attribute(target, *names) if target is not None else ""


def attribute(element: _Element, *names: str) -> str:
    """The first attribute that has one of these names, or that name in `xml:`, and says something."""
    # Each is asked for: to list the attributes of an element with a hundred thousand of them takes minutes.
    values = (element.get(name) or element.get(f"{_XML}{name}") for name in names)
    return next((tidy_line(value) for value in values if value and value.strip()), "")


def line_of(element: _Element | None) -> str:
    """All text of an element as one line."""
    return tidy_line("".join(map(str, element.itertext()))) if element is not None else ""


def _prepared(text: str) -> str:
    """The document alone, as characters that XML allows, without its declaration."""
    text = _FORBIDDEN.sub("", text)
    start = _OPENING.search(text[:_SNIFFED])
    if not start:
        raise UnreadableFileError("There is no XML in the file: it has no element.")
    text = _DECLARATION.sub("", text[start.start() : text.rfind(">") + 1], count=1)
    return _ENTITY.sub(_known_character, text)


def _known_character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_ENTITIES else html5.get(f"{name};", match[0])


def _parse(text: str, *, repaired: bool = False) -> _Element:
    from lxml import etree  # loaded only where there is XML to read

    root, faults = _parse_with(text, recover=False)
    if faults and all(fault.domain_name == "NAMESPACE" for fault in faults):
        # A prefix that nobody declared: to go on after it leaves every word in its place.
        root, _ = _parse_with(text, recover=True)
    elif root is None and not repaired and (mended := _with_escaped_ampersands(text)) != text:
        return _parse(mended, repaired=True)
    if root is None:
        fault = next((each for each in faults if each.domain_name != "NAMESPACE"), None)
        raise UnreadableFileError(_reason(fault.message if fault else "no element", fault.line if fault else 1))
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise UnreadableFileError(
            f"The file uses {entity.text}, a text that it declares itself or keeps elsewhere, which the importer does "
            "not fetch: write the text in its place."
        )
    return root


def _parse_with(text: str, *, recover: bool) -> tuple[_Element | None, list[_LogEntry]]:
    """The root element, and what the parser found wrong up to the first fault that it cannot get over."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser), []
    except etree.XMLSyntaxError:
        return None, list(parser.error_log)[:_MOST_FAULTS]


def _with_escaped_ampersands(text: str) -> str:
    """The text with `AT&T` as `AT&amp;T`, outside of CDATA, where it is right as it stands."""
    parts = []
    place = 0
    while place >= 0:
        start = text.find(_CDATA, place)
        end = text.find("]]>", start) if start >= 0 else -1
        parts.append(_BARE_AMPERSAND.sub("&amp;", text[place : start if end >= 0 else len(text)]))
        parts.append(text[start:end] if end >= 0 else "")
        place = end
    return "".join(parts)


def _reason(message: str, line: int) -> str:
    """Why XML could not be read, and what to do, in a sentence."""
    message = message.strip().rstrip(".")
    if "depth" in message:
        return "The elements of this XML are nested too deeply to be an article: save its text as a .txt file."
    if "ntit" in message and ("amplif" in message or "loop" in message):
        return "The file declares entities that grow without end: it is made to do harm and is not read."
    if "Premature end" in message or "EndTag" in message or "not finished" in message:
        return f"The XML ends too early, at line {line}: fetch the file again."
    return f"The XML is broken at line {line} ({message}): repair it there, or fetch the file again."
