"""Readers that misbehave when the file tells them to, for the tests of the guard: its workers load this module."""

import os
import re
import signal
import time

from archive.importing.containers import Part
from archive.importing.pipeline import read_part
from archive.importing.raw import ReadFile


def misread(part: Part) -> ReadFile:
    """Reads a file; or hangs, dies, or fills the memory, when the file is named so."""
    name = part.path.name
    if name.startswith("hangs"):
        # Inside one match of a regular expression no Python code runs: no signal handler, no exception from outside.
        re.match(r"(a+)+$", "a" * 64 + "!")
    if name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("fills"):
        return ReadFile(part.path, "", 0, error="x" * 10**11)
    if name.startswith("slow"):
        time.sleep(0.2)
    return read_part(part)
