"""`demo`: sets everything up once, changes nothing the second time, says how to go on."""

import re
import signal
import socket
import stat
import time
from io import StringIO
from itertools import takewhile
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.curators import PASSWORD_FILE, ensure_curator, ensure_group
from archive.models import Article, ImportedFile
from tests.archive.processes import start_manage

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("demo", "--no-serve", stdout=out)
    return out.getvalue()


def dump() -> str:
    out = StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


def test_the_demo_imports_the_sample_archive_and_the_second_time_changes_nothing() -> None:
    first = run()
    assert Article.objects.count() >= 80
    assert ImportedFile.objects.filter(status=ImportedFile.Status.FAILED).count() == 1
    before = dump()
    second = run()
    assert " 0 new, 0 updated" in f" {second}".replace("\n", " ")
    assert dump() == before
    password = re.compile(r"with password +(\S+)")
    assert password.findall(first) == password.findall(second) != []


def test_the_curator_signs_in_with_the_password_that_is_printed_and_is_no_superuser() -> None:
    account = ensure_curator_of_demo()
    user = authenticate(username=account[0], password=account[1])
    assert isinstance(user, User)
    assert user.is_staff
    assert not user.is_superuser
    assert user.has_perms(["archive.change_article", "archive.add_person", "archive.view_importrun"])
    assert not user.has_perm("archive.delete_importrun")
    assert not user.has_perm("auth.change_user")


def ensure_curator_of_demo() -> tuple[str, str]:
    found = re.search(r"Sign in as +(\S+)\n +with password +(\S+)", run())
    assert found
    return found[1], found[2]


def test_the_password_is_for_its_owner_alone(tmp_path: Path) -> None:
    account = ensure_curator(tmp_path)
    file = tmp_path / PASSWORD_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().strip() == account.password
    assert len(account.password) >= 16


def test_a_password_that_was_changed_is_not_printed_wrongly(tmp_path: Path) -> None:
    ensure_curator(tmp_path)
    user = User.objects.get(username="curator")
    user.set_password("a new one")
    user.save()
    assert ensure_curator(tmp_path).password == ""
    user.refresh_from_db()
    assert user.check_password("a new one")


@pytest.mark.parametrize("left", ["kept-from-a-killed-start\n", ""])
def test_a_start_that_was_killed_before_the_account_is_taken_up_again(tmp_path: Path, left: str) -> None:
    (tmp_path / PASSWORD_FILE).write_text(left)
    account = ensure_curator(tmp_path)
    assert authenticate(username="curator", password=account.password)
    if left:
        assert account.password == left.strip()


def test_the_group_is_made_once_and_mended() -> None:
    group = ensure_group()
    whole = group.permissions.count()
    first = group.permissions.first()
    assert first is not None
    group.permissions.remove(first)
    assert ensure_group() == group
    assert group.permissions.count() == whole


def test_a_port_in_use_is_an_error_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} of 127.0.0.1 cannot be used .* choose another with --port"
        ):
            call_command("demo", port=port)
    assert not User.objects.exists()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "9" * 30])
def test_what_is_no_port_is_an_error(port: str) -> None:
    with pytest.raises(CommandError, match="is no port"):
        call_command("demo", f"--port={port}")


def wait_for(port: int, seconds: float = 30) -> None:
    """Returns when something listens at the port; its worker says that it has started a moment too early."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def test_it_is_served_under_the_address_that_was_chosen_until_it_is_interrupted(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with start_manage("demo", f"--port={port}", data_dir=tmp_path) as demo:
        try:
            assert demo.stdout
            # Ends at the end of what it writes too, if it does not get so far.
            said = list(takewhile(lambda line: "Started worker" not in line, demo.stdout))
            assert f"  Read and search   http://127.0.0.1:{port}/\n" in said
            wait_for(port)
            with urlopen(f"http://127.0.0.1:{port}/search/?q=harbour&format=atom", timeout=30) as feed:  # ours
                assert f'<link href="http://127.0.0.1:{port}/articles/' in feed.read().decode()
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.wait(30) == 0
