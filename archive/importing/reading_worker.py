"""The process that reads files for `guarding.py`: paths come in by a pipe, what was read goes out.

It may be killed at any moment and keeps nothing. It knows no Django, so that it starts quickly.
"""

import os
import pickle
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from archive.importing.containers import Part, open_parts
from archive.importing.limits import Limits
from archive.importing.raw import ReadFile, SourceFile

# What the first byte of a message says it is.
READY, BEGUN, RESULT, ENDED = b"y", b"b", b"r", b"e"
# A worker whose parent was killed ends itself this much later than the parent would have ended it.
_GRACE_SECONDS = 30
_FIRST = SourceFile(Path("first.txt"), b"Ferries\n\nThe ferries to the islands will sail again on Monday, she said.\n")

Read = Callable[[Part], ReadFile]


def serve(connection: Connection, seconds: float, limits: Limits, read: Read) -> None:
    """Reads one file after another until the other end of the pipe is closed."""
    _prepare(limits)
    # The vocabulary and the language model are loaded by the first article; no file should pay for that with its time.
    read(Part(_FIRST.path, file=_FIRST))
    try:
        connection.send_bytes(READY)
        while True:
            path, done = connection.recv()
            _read_file(connection, path, done, seconds=seconds, limits=limits, read=read)
    except (EOFError, OSError):
        # The parent is gone or wants no more.
        return


def _prepare(limits: Limits) -> None:
    # Control-C goes to all processes of a terminal; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Each worker is one of several: its libraries need no threads of their own, nor the memory these reserve.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or most > limits.memory_bytes:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, most))
    # A crash is expected here, and its picture of the memory would fill somebody's disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_file(connection: Connection, path: Path, done: int, *, seconds: float, limits: Limits, read: Read) -> None:
    """Sends what is in the file, without the first parts when these were read by a worker before this one."""
    for place, part in enumerate(open_parts(path, limits)):
        connection.send_bytes(BEGUN + pickle.dumps(replace(part, file=None)))
        if place < done:
            continue
        _end_itself_after(seconds + _GRACE_SECONDS)
        result = read(part)
        _end_itself_after(0)
        connection.send_bytes(RESULT + pickle.dumps(result))
    connection.send_bytes(ENDED)


def _end_itself_after(seconds: float) -> None:
    """Lets the system end this process, whatever it is in the middle of; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
