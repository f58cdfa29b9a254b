"""Who may put the archive right: the group of curators, and the account that the demo makes for one."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group, Permission, User
from django.db.migrations import CreateModel, Migration
from django.db.models import QuerySet

GROUP = "Curators"
USERNAME = "curator"
PASSWORD_FILE = "curator-password.txt"  # noqa: S105  # a file's name

# Everything that is described by hand, and nothing that only the importer may write.
_EDITED = (
    *("source", "sourcename", "person", "personname", "personidentifier", "topic", "topicname"),
    *("article", "articleperson", "articletopic"),
)
_DECIDED = (
    *("articleproblem", "versiondecision", "identitychange", "possiblematch"),
    *("entity", "articleentity"),
)
_READ = (
    *("importrun", "importedfile", "filefate", "removedarticle", "question", "reviewanswer", "notaperson"),
    *_DECIDED,
)
# To add a run is to start an import.
_MORE = ("add_importrun", "delete_removedarticle", "delete_notaperson")


@dataclass(frozen=True, slots=True)
class Account:
    """How to sign in; `password` is empty where only its owner knows it."""

    username: str
    password: str


def ensure_group() -> Group:
    """The group of curators with what they may do; a permission that a keeper took away from it is given again."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    missing = set(_wanted()) - set(group.permissions.all())
    if missing:
        group.permissions.add(*missing)
    return group


def _wanted() -> QuerySet[Permission]:
    """What curators may do."""
    edited = [f"{verb}_{model}" for verb in ("view", "add", "change", "delete") for model in _EDITED]
    read = [f"view_{model}" for model in _READ]
    more = [*(f"change_{model}" for model in _DECIDED), *_MORE]
    return Permission.objects.filter(codename__in=[*edited, *read, *more], content_type__app_label="archive")


def keep_group(*, plan: Iterable[tuple[Migration, bool]] = (), **_: object) -> None:
    """Makes the group after the first `migrate`, and lets it have to do with kinds of records that an upgrade brings.

    What a keeper has changed in it since stays so.
    """
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        ensure_group()
        return
    done = [migration for migration, backwards in plan if migration.app_label == "archive" and not backwards]
    made = {each.name_lower for migration in done for each in migration.operations if isinstance(each, CreateModel)}
    group.permissions.add(*_wanted().filter(content_type__model__in=made))


def ensure_curator(data_dir: Path) -> Account:
    """The demo's curator, made once with a random password that is kept in the data directory for its owner alone."""
    group = ensure_group()
    path = data_dir / PASSWORD_FILE
    user = User.objects.filter(username=USERNAME).first()
    if user is None:
        password = _make_password(path)
        user = User.objects.create_user(USERNAME, password=password, is_staff=True)
        user.groups.add(group)
        return Account(USERNAME, password)
    kept = path.read_text().strip() if path.exists() else ""
    return Account(USERNAME, kept if kept and user.check_password(kept) else "")


def _make_password(path: Path) -> str:
    """The password in the file, or a new one put there before it is used, so that no start leaves one unknown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept := path.read_text().strip():
            return kept
        path.unlink()
        return _make_password(path)
    password = secrets.token_urlsafe(12)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{password}\n")
    return password
