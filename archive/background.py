"""Starts a command of the program in a process of its own, so that no web request waits for it."""

import os
import subprocess
import sys
import threading

from django.conf import settings


def start_command(*arguments: str, log: str) -> None:
    """Starts `manage.py ARGUMENTS`, detached; what it prints is added to the file `log` among the logs.

    The arguments reach the program as they are, through no shell. Raises OSError where no process can be started.
    """
    folder = settings.DATA_DIR / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / log).open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own program
            [sys.executable, str(settings.PROJECT_DIR / "manage.py"), *arguments],
            cwd=settings.PROJECT_DIR,
            env={**os.environ, "ARCHIVE_DATA_DIR": str(settings.DATA_DIR)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # It outlives the web process and hears none of its signals.
            start_new_session=True,
        )
    # Somebody must take note of its end, or it remains a zombie as long as the web process lives.
    threading.Thread(target=process.wait, name="waits-for-a-command", daemon=True).start()
