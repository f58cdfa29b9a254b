"""XML is read as it was meant, and what is broken or made to do harm is refused with a sentence."""

from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.markup import attribute, find, find_text, find_value, local_name, parse_xml, root_name

ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (b"<nitf><p>one</p></nitf>", "one"),
        (b"\x01\x16 ZCZC\r\n\r\n<?xml version='1.0'?><nitf><p>one</p></nitf>\r\nNNNN\x04", "one"),
        ('<?xml version="1.0" encoding="utf-16"?><p>café</p>'.encode(), "café"),
        ('<?xml version="1.0" encoding="utf-8"?><p>café – “so”</p>'.encode("cp1252"), "café – “so”"),
        ('<?xml version="1.0" encoding="windows-1251"?><p>Москва</p>'.encode("cp1251"), "Москва"),
        ('<?xml version="1.0"?><p>Zürich</p>'.encode("utf-16"), "Zürich"),
        (b'<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf>a&nbsp;b &eacute; &amp;lt;</nitf>', "a b é &lt;"),
        (b"<p>Marks & Spencer, R&D</p>", "Marks & Spencer, R&D"),
        (b"<p>A & B <![CDATA[C & D <i>]]></p>", "A & B C & D <i>"),
        (b'<x:nitf xsi:nil="1"><p>one</p></x:nitf>', "one"),
        (b"<p>one\x02\x08 two</p>", "one two"),
        (b'<!DOCTYPE a [<!ENTITY % other SYSTEM "other.dtd"> %other;]><a>one</a>', "one"),
    ],
)
def test_a_document_is_read_whatever_lies_around_and_in_it(document: bytes, text: str) -> None:
    assert find_text(parse_xml(document)) == text


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"no markup at all", "There is no XML"),
        (b"<nitf><p>one</p><p>tw", "ends too early, at line 1: fetch the file again"),
        (b"<nitf>\n<p>one</q></nitf>", "broken at line 2"),
        (b'<nitf a="1" a="2"/>', "broken at line 1"),
        (b"<a>" * 50_000, "nested too deeply"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "does not fetch"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a b="&x;"/>', "external entity"),
        (b'<!DOCTYPE a [<!ENTITY x "own">]><a>&x;</a>', "uses &x;"),
        (f'<!DOCTYPE a [<!ENTITY a "ha">{ENTITIES}]><a>&j;</a>'.encode(), "grow without end"),
        (f'<!DOCTYPE a [<!ENTITY a "ha">{ENTITIES}]><a b="&j;"/>'.encode(), "grow without end"),
    ],
)
def test_what_is_broken_or_made_to_do_harm_is_refused_with_a_sentence(document: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        parse_xml(document)


@pytest.mark.parametrize("part", [b"&", b"<!--", b"<![CDATA[", b"<q:a/>", b"<", b"<!DOCTYPE a [", b'a="1" ', b" "])
def test_a_document_made_to_take_long_is_read_or_refused_at_once(part: bytes) -> None:
    try:
        outcome = local_name(parse_xml(b"<a>" + part * 200_000 + b"</a>"))
    except UnreadableFileError as error:
        outcome = str(error)
    assert outcome == "a" or "XML" in outcome


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ("<nitf/>", "nitf"),
        ("\x01 \n<?xml version='1.0'?>\n<!-- a <b> -->\n<ns0:newsItem xmlns:ns0='x'>", "newsItem"),
        ('<!DOCTYPE nitf [<!ENTITY x "<p>">]><nitf>', "nitf"),
        ("He said <nothing@harbour.example> and left.", ""),
        ("<!-- without end", ""),
        ("plain", ""),
        ('{"body": "<nitf><p>text</p></nitf>"}', ""),
        ("PK\x03\x04 <nitf>", ""),
    ],
)
def test_the_root_is_named_without_parsing(document: str, name: str) -> None:
    assert root_name(unpack(Path("x"), document.encode())) == name


def test_elements_and_attributes_are_found_whatever_their_namespace() -> None:
    root = parse_xml(b'<n:a xmlns:n="x" xml:lang="de"><n:b c=" 1 "/><b><c>two\n words</c></b></n:a>')
    assert (attribute(root, "lang"), find_value(root, "b", "d", "c"), find_text(root, "b")) == ("de", "1", "")
    assert find(root, "b/none") is None
    assert find_text(root) == "two words"
