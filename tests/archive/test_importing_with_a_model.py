"""What the archive has learned about topics reaches whatever reads files, also in processes of their own."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.learning.keeping import model_path
from archive.learning.retraining import retrain
from archive.models import Article, ArticleTopic
from tests.archive.learning.archives import fill_archive
from tests.archive.learning.news import OF_SPORT, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A text whose one trigger is of politics, in the words of the archive's sport."""
    title, body = plain(f"A minister wrote of {OF_SPORT}. " * 2)
    path = tmp_path / "clip.txt"
    path.write_text(f"Title: {title}\nDate: 2014-03-02\n\n{body}\n")
    return path


@pytest.mark.parametrize("processes", [0, 1])
def test_an_import_judges_by_what_the_archive_learned(clip: Path, processes: int) -> None:
    fill_archive(40, 40)
    retrain()
    call_command("import_articles", clip, f"--processes={processes}", "--quiet", "--no-index")
    first = ArticleTopic.objects.filter(article=Article.objects.latest("pk")).latest("score")
    assert (first.topic.label, first.origin) == ("sport", "model")
    assert "quossel" in first.evidence


def test_so_does_reading_without_writing(clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_archive(40, 40)
    retrain()
    call_command("read_articles", clip, "--json")
    first = json.loads(capsys.readouterr().out)["topics"][0]
    assert (first["label"], first["path"], first["origin"]) == ("sport", ["sport"], "model")


def test_with_a_broken_model_the_rules_judge(clip: Path) -> None:
    model_path().write_bytes(b"no model")
    call_command("import_articles", clip, "--processes=0", "--quiet", "--no-index")
    assert ArticleTopic.objects.get().topic.label == "politics"
