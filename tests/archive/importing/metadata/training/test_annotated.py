"""Annotated text in its three layouts becomes the same values, with the names as this project writes them."""

import json
from pathlib import Path

import pytest

from archive.importing.metadata.training.annotated import read_corpora, read_re3d, read_tagged


def people_in(path: Path) -> list[str]:
    return [text.body[start:end] for text in read_tagged(path, corpus="x", part="train") for start, end in text.people]


@pytest.mark.parametrize(
    ("tokens", "people"),
    [
        ("Anna/B-PER Keller/I-PER left/O", ["Anna Keller"]),
        ("President/B-PER Anna/I-PER Keller/I-PER left/O", ["Anna Keller"]),
        ("Keller/B-PER 's/I-PER boat/O", ["Keller"]),
        ("He/B-PER left/O Halden/B-LOC", []),
        ("Anna/B-PER Otto/B-PER", ["Anna", "Otto"]),
    ],
)
def test_titles_possessives_and_pronouns_are_no_part_of_a_name(tmp_path: Path, tokens: str, people: list[str]) -> None:
    path = tmp_path / "tagged"
    path.write_text("\n".join(token.replace("/", " ") for token in tokens.split()) + "\n")
    assert sorted(people_in(path)) == people


def test_sentences_between_document_marks_are_one_article(tmp_path: Path) -> None:
    path = tmp_path / "tagged"
    path.write_text("-DOCSTART- O\n\nAnna B-PER\n\nKeller B-PER\n\n-DOCSTART- O\n\nOtto B-PER\n")
    assert [(text.body, text.is_article) for text in read_tagged(path, corpus="x", part="train")] == [
        ("Anna\n\nKeller", True),
        ("Otto", True),
    ]


def test_marks_of_re3d_that_one_annotator_alone_made_are_doubted(tmp_path: Path) -> None:
    folder = tmp_path / "Some Paper"
    folder.mkdir()
    text = "Anna Keller met Halden Bank. Keller left with Tuesday."
    marks = [("Person", 0, 11, 1.0), ("Person", 29, 35, 0.4), ("Person", 46, 53, 0.4), ("Organisation", 16, 27, 1.0)]
    (folder / "documents.json").write_text(json.dumps({"_id": "1", "title": "T", "text": text}) + "\n")
    rows = [{"documentId": "1", "type": t, "begin": b, "end": e, "confidence": c} for t, b, e, c in marks]
    (folder / "entities.json").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (article,) = read_re3d(folder)
    assert sorted(text[start:end] for start, end in article.people) == ["Anna Keller", "Keller"]
    assert [(text[start:end], kind) for (start, end), kind in article.others] == [("Halden Bank", "ORG")]


def test_a_folder_without_any_corpus_gives_nothing(tmp_path: Path) -> None:
    assert list(read_corpora(tmp_path)) == []
