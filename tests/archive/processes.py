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
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return subprocess.run(  # noqa: S603  # our own interpreter and our own program
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**kept, "ARCHIVE_DATA_DIR": str(data_dir), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
