"""`demo`: sets up an archive with the sample articles, says how to use it, and serves it."""

import os
import socket
from argparse import ArgumentParser, ArgumentTypeError
from multiprocessing import set_start_method
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces

from archive.curators import Account, ensure_curator

ADDRESS = "127.0.0.1"
SAMPLE = settings.PROJECT_DIR / "archive" / "sample_archive"
# Several pages at once; more threads than this only wait for each other.
_THREADS = 4


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:9]) < 65_536:
        raise ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535, for example 8001.")
    return int(text)


class Command(BaseCommand):
    help = "Sets up an archive with sample articles and serves it. Run again, it changes nothing and serves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="the port to serve at (8000)")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        if not no_serve:
            # Before the work, so that nobody waits for it in vain.
            check_port(port)
        call_command("migrate", verbosity=0, interactive=False)
        account = ensure_curator(settings.DATA_DIR)
        self.stdout.write("Importing the sample archive")
        # Its folders, because the README beside them is no article.
        folders = sorted(path for path in SAMPLE.iterdir() if path.is_dir())
        call_command("import_articles", *folders, stdout=self.stdout, verbosity=options["verbosity"])
        address = f"http://{ADDRESS}:{port}"
        self.stdout.write(welcome(address, account))
        if not no_serve:
            self.stdout.flush()
            serve(address, port)


def check_port(port: int) -> None:
    """Raises CommandError where something listens at the port already, or where we may not."""
    with socket.socket() as probe:
        # As the server does: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {ADDRESS} cannot be used ({error.strerror}): "
                f"stop what is using it, or choose another with --port {port + 1 if port < 65_535 else 8001}."
            ) from error


def welcome(address: str, account: Account) -> str:
    """What to open and how to sign in."""
    password = account.password or "(the one that was set in place of the first)"
    return "\n".join(
        [
            "",
            f"  Read and search   {address}/",
            f"  Put things right  {address}/admin/",
            f"  Sign in as        {account.username}",
            f"  with password     {password}",
            "",
        ]
    )


def serve(address: str, port: int) -> None:
    """Serves with the production server until it is interrupted."""
    # Links in feeds name the port that was chosen, unless the keeper named an address.
    os.environ.setdefault("BASE_URL", address)
    # A fork would keep the settings that this process has read.
    set_start_method("spawn", force=True)
    Granian(
        "archive.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        websockets=False,
        # Open pages must not keep an interrupted demo alive.
        workers_kill_timeout=3,
    ).serve()
