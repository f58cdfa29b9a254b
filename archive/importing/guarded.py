"""Reads documents with libraries that a hostile file could hold up or crash: in a process of their own, with limits.

A decompression bomb, an endless loop or a fault in compiled code then costs one file and no more. `guarding.py` guards
imports as a whole, and does not replace this: its readers live for thousands of files and would lose a second each time
a PDF ends them, it gives a ZIP up after three such members, and `read_articles` and a dry run in one process have none.
A PDF in a message or a ZIP is read here too, with tighter limits than a reader of everything can have.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from archive.importing.decoding import UnreadableFileError

# A PDF of 800 pages takes 5 s on a busy machine; what needs far more is damaged, or made to hold the importer up.
SECONDS = 30
MEGABYTES = 1_024

_CHILD = Path(__file__).with_name("guarded_child.py")


def read_guarded(kind: Literal["pdf", "rtf"], data: bytes) -> dict[str, Any]:
    """What the library finds in the document, or `{"refused": why}`; raises UnreadableFileError over the limits."""
    command = [sys.executable, "-I", str(_CHILD), kind, str(SECONDS), str(MEGABYTES)]
    name = kind.upper()
    try:
        # Our own script with numbers as arguments: nothing of the file is on the command line.
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(_too_long(name)) from error
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout)
        if found.get("refused") != "memory":
            return found
        raise UnreadableFileError(
            f"The {name} file needs more memory than the importer allows: save its text as a .txt file."
        )
    # Ended by the system: by the clock, or by a fault in the library.
    if done.returncode in (-24, -9):
        raise UnreadableFileError(_too_long(name))
    raise UnreadableFileError(
        f"The {name} file is damaged in a way that stops its reader: open it, and save it or its text anew."
    )


def _too_long(name: str) -> str:
    return f"Reading the {name} file takes longer than {SECONDS} seconds: save its text as a .txt file."
