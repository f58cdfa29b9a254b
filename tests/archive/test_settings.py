"""The settings as a keeper meets them: a process of its own for each environment."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.archive.processes import run_python

NAMES = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT"]


def load(data_dir: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    program = f"import json, archive.settings as s; print(json.dumps({{n: getattr(s, n) for n in {NAMES}}}))"
    return run_python("-c", program, data_dir=data_dir, **environ)


def test_without_any_variable_debugging_is_off(tmp_path: Path) -> None:
    assert json.loads(load(tmp_path).stdout)["DEBUG"] is False


def test_behind_https_cookies_and_transport_are_strict(tmp_path: Path) -> None:
    settings = json.loads(load(tmp_path, BASE_URL="https://archive.example").stdout)
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] > 0


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"DATABASE_URL": "archive.db"}, "DATABASE_URL is not a database address"),
        ({"DATABASE_URL": "oracle9://x/y"}, "DATABASE_URL is not a database address"),
        ({"SEARCH_ENGINE": "lucene"}, "write one of whoosh"),
        ({"SEARCH_ENGINE": "opensearch"}, "not built yet"),
        ({"DEBUG": "maybe"}, "write DEBUG=1 or DEBUG=0"),
    ],
)
def test_a_wrong_variable_stops_every_command_with_a_repair(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    result = load(tmp_path, **environ)
    assert result.returncode != 0
    assert sentence in result.stderr
