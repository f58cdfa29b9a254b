"""What agencies write alike in every format."""

import pytest

from archive.importing.metadata.wire import (
    first_date,
    read_authors,
    refuse_kind,
    stable_identity,
    strip_byline,
    strip_sign_off,
    subject_of,
    tidy_dateline,
)
from archive.importing.raw import Subject


@pytest.mark.parametrize(
    ("identity", "stable"),
    [
        ("urn:newsml:coastwire.example:20090312:TIDES:3", "urn:newsml:coastwire.example:20090312:TIDES"),
        (
            "urn:newsml:coastwire.example:20090312T101500Z:TIDES:12U",
            "urn:newsml:coastwire.example:20090312T101500Z:TIDES",
        ),
        ("urn:newsml:coastwire.example:20090312:TIDES", "urn:newsml:coastwire.example:20090312:TIDES"),
        ("tag:coastwire.example,2009:tides", "tag:coastwire.example,2009:tides"),
        ("4711", "nitf:coast wire:4711"),
        ("", ""),
    ],
)
def test_versions_of_an_item_have_one_identity(identity: str, stable: str) -> None:
    assert stable_identity(identity, source="Coast Wire", kind="nitf") == stable


@pytest.mark.parametrize(
    ("code", "label", "scheme", "subject"),
    [
        ("medtop:20000579", "x", "", Subject("20000579", "medtop", "x")),
        ("subj:15054000", "", "", Subject("15054000", "subj")),
        ("cwsubj:15054000", "", "", Subject("15054000", "subj")),
        ("15054000", "", "", Subject("15054000", "subj")),
        ("20000579", "", "", Subject("20000579", "medtop")),
        ("http://cv.iptc.org/newscodes/mediatopic/20000579", "", "", Subject("20000579", "medtop")),
        ("http://cv.iptc.org/newscodes/subjectcode/15054000", "", "", Subject("15054000", "subj")),
        ("15054000", "", "http://cv.iptc.org/newscodes/subjectcode/", Subject("15054000", "subj")),
        ("f3a9", "Ports", "https://cv.coastwire.example/", Subject("Ports")),
        ("C12", "Ports", "coast", Subject("C12", "coast", "Ports")),
        ("", "Ports", "coast", Subject("Ports")),
    ],
)
def test_a_subject_is_told_by_its_code_list(code: str, label: str, scheme: str, subject: Subject) -> None:
    assert subject_of(code, label, scheme=scheme) == subject


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("Text.\n\nends", "Text."),
        ("Text.\n\n/coast wire/", "Text."),
        ("Text.\n\nCoast Wire nq/ar", "Text."),
        ("Text.\n\n(©Coast Wire)\n\nends", "Text."),
        ("Text.\n\nCoast Wire reported it.", "Text.\n\nCoast Wire reported it."),
        ("Text.\n\nThe end of an era.", "Text.\n\nThe end of an era."),
        ("Coast Wire", "Coast Wire"),
        ("", ""),
    ],
)
def test_a_sign_off_is_told_from_a_last_sentence(body: str, rest: str) -> None:
    assert strip_sign_off(body, "Coast Wire") == rest


def test_a_byline_is_taken_off_where_it_is_known() -> None:
    assert strip_byline("By Nora Quist\n\nText.", ("Nora Quist",)) == "Text."
    assert strip_byline("By Ana Ruiz\n\nText.", ("Nora Quist",)) == "By Ana Ruiz\n\nText."


@pytest.mark.parametrize(
    ("byline", "authors", "credit"),
    [
        ("By NORA QUIST with Ana Ruiz in Halden", ("Nora Quist", "Ana Ruiz"), ""),
        ("Nora Quist, Coast Wire", ("Nora Quist",), ""),
        ("Nora Quist, Halden State University", ("Nora Quist",), ""),
        ("gr/bp", (), "gr/bp"),
        ("", (), ""),
    ],
)
def test_people_and_desks_are_told_apart(byline: str, authors: tuple[str, ...], credit: str) -> None:
    assert read_authors(byline, source="Coast Wire") == (authors, credit)


def test_the_first_date_that_can_be_read_is_taken() -> None:
    assert first_date("", "YYYYMMDD", "20090312T101500.000Z") == "20090312T101500.000Z"
    assert first_date("some day", "") == "some day"
    assert first_date() == ""


@pytest.mark.parametrize(
    ("written", "dateline"),
    [("VESSEN, May 3 -", "VESSEN, May 3"), ("2014-07-16 13:00:03 GMT+00:00", ""), ("4/4/2018", ""), ("", "")],
)
def test_a_time_stamp_is_no_dateline(written: str, dateline: str) -> None:
    assert tidy_dateline(written) == dateline


@pytest.mark.parametrize("kind", ["ninat:picture", "VIDEO", "icls:composite", "planning", "hologram", ""])
def test_what_is_no_text_is_refused_with_sentences(kind: str) -> None:
    [problem] = refuse_kind("1", kind, "Tides").problems
    assert problem.message.startswith("This is a")
    assert problem.message.endswith(".")
