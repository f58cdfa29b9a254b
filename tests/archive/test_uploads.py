"""Names of files that curators hand in."""

import pytest

from archive.uploads import safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.txt", "a.txt"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("a\x00\n\x1b[2Jb.txt", "a[2Jb.txt"),
        ("заметка.txt", "заметка.txt"),
        ("$(reboot); `x`.txt", "$(reboot); `x`.txt"),
        ("ü" * 300 + ".html", "ü" * 97 + ".html"),
        ("A.TXT", "A.TXT"),
    ],
)
def test_the_name_of_an_upload_can_do_no_harm(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name(given, [kept.casefold()]).encode()) <= 255
    assert safe_name(given, [kept.casefold()]) != kept
