"""Agency files that are broken or made to do harm: each costs that file only, at once, with a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.importing.pipeline import read_file
from archive.importing.raw import ReadFile

STORY = "<nitf>{declared}<body><body.head><hedline><hl1>Tides{inside}</hl1></hedline></body.head></body></nitf>"
ITEM = "<newsItem>{declared}<contentMeta><headline>Tides{inside}</headline></contentMeta></newsItem>"
PACKAGE = (
    "<NewsML>{declared}<NewsItem><NewsComponent><HeadLine>Tides{inside}</HeadLine></NewsComponent></NewsItem></NewsML>"
)
ROOTS = {"nitf": STORY, "newsItem": ITEM, "NewsML": PACKAGE}
GROWING = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))


def read_made(folder: Path, data: bytes) -> ReadFile:
    path = folder / "made"
    path.write_bytes(data)
    return read_file(path)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    ("subset", "inside", "reason"),
    [
        ('<!ENTITY x SYSTEM "{secret}">', "&x;", "does not fetch"),
        ('<!ENTITY % x SYSTEM "{secret}"> %x;', "&y;", "does not fetch"),
        (f'<!ENTITY a "ha">{GROWING}', "&m;", "grow without end"),
        ("", f"{'<b>' * 5_000}{'</b>' * 5_000}", "nested too deeply"),
        ("", "</nitf>", "broken at line"),
    ],
)
def test_harmful_markup_is_refused_and_no_file_is_read(
    tmp_path: Path, root: str, subset: str, inside: str, reason: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    declared = f"<!DOCTYPE {root} [{subset.replace('{secret}', secret.as_uri())}]>" if subset else ""
    document = declared + ROOTS[root].format(declared="", inside=inside)
    read = read_made(tmp_path, document.encode())
    assert reason in read.error
    assert "do not tell" not in repr(read)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "utf-16", "no-such-encoding"])
def test_the_encoding_is_told_from_the_bytes_whatever_the_declaration_says(
    tmp_path: Path, encoding: str, declared: str
) -> None:
    document = f'<?xml version="1.0" encoding="{declared}"?>{STORY.format(declared="", inside=" für Älvsö – “now”")}'
    [article] = read_made(tmp_path, document.encode(encoding)).articles
    assert article.title == "Tides für Älvsö – “now”"


def in_story(text: str) -> str:
    return f"<nitf><body><body.content>{text}</body.content></body></nitf>"


def nested(name: str, depth: int, inside: str) -> str:
    return f"{f'<{name}>' * depth}{inside}{f'</{name}>' * depth}"


TEXT = "<ContentItem><DataContent>a</DataContent></ContentItem>"
HEADED = f"<NewsComponent><NewsLines><HeadLine>a</HeadLine></NewsLines>{TEXT}</NewsComponent>"
SUBJECTS = "<subject qcode='subj:15000000'/>" * 30_000

MADE_TO_TAKE_LONG: dict[str, Callable[[], str]] = {
    "attributes": lambda: "<nitf " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>",
    "paragraphs": lambda: in_story("<p>a</p>" * 60_000),
    "breaks": lambda: in_story(f"<p>{'<br/>' * 200_000}a</p>"),
    "inline": lambda: in_story(f"<p>{'<em>a</em> ' * 60_000}</p>"),
    "nested blocks": lambda: in_story(nested("div", 200, "<b>a</b>" * 20_000)),
    "nested inline": lambda: in_story(nested("span", 200, "<b>a</b>" * 20_000)),
    "media": lambda: in_story("<media>" + "<media><media-caption>a</media-caption></media>" * 20_000 + "</media>"),
    "subjects": lambda: f"<newsItem><contentMeta>{SUBJECTS}</contentMeta><contentSet/></newsItem>",
    "items": lambda: f"<newsMessage><itemSet>{'<newsItem/>' * 20_000}</itemSet></newsMessage>",
    "components": lambda: f"<NewsML><NewsItem>{nested('NewsComponent', 200, TEXT * 5_000)}</NewsItem></NewsML>",
    "stories": lambda: f"<NewsML><NewsItem>{nested('NewsComponent', 200, HEADED * 2_000)}</NewsItem></NewsML>",
    "ninjs items": lambda: json.dumps({"items": [{"versioncreated": "2018", "body_text": "a"}] * 5_000}),
    "ninjs spaces": lambda: '{"versioncreated":' + " " * 500_000,
    "ninjs deep": lambda: '{"versioncreated": ' + "[" * 100_000,
    "7901 headers": lambda: "\x01eca0417 4 i 9\n\x02a =\n\nb\n\x03" * 3_000,
    "7901 notes": lambda: "\x01eca0417 4 i 9\n\x02a =\n\n" + "* " * 300_000,
    "1312 headers": lambda: "\x01W0417\x1fa\nr s BC-x 12-31\n\x02^a<\n^b<\nc\n\x03" * 3_000,
    "1312 carets": lambda: "\x01W0417\x1fa\nr s BC-x 12-31\n\x02" + "^a<\n" * 20_000,
    "1312 spaces": lambda: "\x01W0417\x1fa\nr s BC-x 12-31\n\x02^a" + "< " * 200_000 + "_" * 200_000,
}


@pytest.mark.parametrize("name", MADE_TO_TAKE_LONG)
def test_a_file_made_to_take_long_ends_all_the_same(tmp_path: Path, name: str) -> None:
    read = read_made(tmp_path, MADE_TO_TAKE_LONG[name]().encode())
    assert read.format in ("NITF", "NewsML-G2", "NewsML 1", "ninjs", "IPTC 7901", "ANPA 1312")
    assert "failed on" not in read.error
    assert read.articles or read.refused or read.error.endswith(".")
