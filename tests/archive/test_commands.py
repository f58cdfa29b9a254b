"""What all commands of the archive have in common."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.archive.processes import run_manage


def test_a_command_sets_up_an_empty_database(tmp_path: Path) -> None:
    done = run_manage("update_index", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run_manage("search", "harbour", "--json", data_dir=tmp_path)
    assert '"total": 0' in done.stdout


@pytest.mark.django_db
def test_a_command_leaves_the_database_of_an_older_version_to_the_keeper() -> None:
    latest = MigrationRecorder(connection).migration_qs.filter(app="search").latest("pk")
    latest.delete()
    with pytest.raises(CommandError, match="back it up, run"):
        call_command("check_index")


@pytest.mark.django_db
def test_every_installation_has_the_group_of_curators() -> None:
    group = Group.objects.get(name="Curators")
    assert group.permissions.filter(codename="change_article").exists()
