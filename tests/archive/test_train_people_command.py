"""The command that makes the model of names anew, on invented text and away from the shipped files."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.archive.importing.metadata.training.texts import write_corpus


def test_it_writes_model_and_lists_and_prints_the_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr("archive.management.commands.train_people.MODEL_PATH", made / "people.crfsuite")
    output = StringIO()
    call_command("train_people", write_corpus(tmp_path / "people"), stdout=output)
    assert sorted(path.name for path in made.iterdir()) == [
        "collected_given_names.txt",
        "collected_surnames.txt",
        "people.crfsuite",
    ]
    lines = output.getvalue().splitlines()
    assert lines[1] == "collected_surnames.txt: 5 names"
    assert any(line.startswith("WikiANN, held out") for line in lines)


def test_a_folder_without_annotated_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="it needs gmb, wikiann-en or re3d"):
        call_command("train_people", tmp_path)
