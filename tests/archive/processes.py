"""Runs the program as a user does: in a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


def run_manage(*arguments: str, data_dir: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, with nothing of this process's settings."""
    return run_python("manage.py", *arguments, data_dir=data_dir, **environ)


def run_python(*arguments: str, data_dir: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """One run of the interpreter in the project's folder, with nothing of this process's settings."""
    return subprocess.run(  # noqa: S603  # our own interpreter and our own program
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=_environment(data_dir) | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def start_manage(*arguments: str, data_dir: Path) -> subprocess.Popen[str]:
    """A command that goes on until it is interrupted, with what it writes in one stream."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter and our own program
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=_environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _environment(data_dir: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return kept | {"ARCHIVE_DATA_DIR": str(data_dir)}
