"""Readers that misbehave when the file tells them to, for the tests of the guard: its workers load this module."""

import os
import re
import signal
import sys
from dataclasses import replace

from archive.importing.containers import Part
from archive.importing.pipeline import read_part
from archive.importing.raw import ReadFile


class _Greedy:
    """A file that needs more memory than there is as soon as somebody looks at it."""

    @property
    def data(self) -> bytearray:
        return bytearray(10**11)


def misread(part: Part) -> ReadFile:
    """Reads a file; or hangs, dies, or fills the memory, when the file is named so."""
    name = part.path.name
    if name.startswith("hangs"):
        # Inside one match of a regular expression no Python code runs: no signal handler, no exception from outside.
        re.match(r"(a+)+$", "a" * 64 + "!")
    if name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("fills"):
        return read_part(replace(part, file=_Greedy()))  # type: ignore[arg-type]  # it stands in for a file
    if name.startswith("leaves"):
        sys.exit(1)
    return read_part(part)


def refuse_to_start(part: Part) -> ReadFile:
    """Fails at the article that every worker reads first, as where the program's own files are missing."""
    sys.exit(f"No {part.path.name}")
