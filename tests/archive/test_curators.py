"""The group of curators through upgrades: what is new comes, what a keeper took away stays away."""

from typing import ClassVar

import pytest
from django.contrib.auth.models import Group
from django.db.migrations import CreateModel, Migration

from archive.curators import GROUP, ensure_group, keep_group

pytestmark = pytest.mark.django_db


def permissions() -> set[str]:
    return set(Group.objects.get(name=GROUP).permissions.values_list("codename", flat=True))


def migration(*models: str, app: str = "archive") -> Migration:
    class More(Migration):
        operations: ClassVar = [CreateModel(name, fields=[]) for name in models]

    return More("0099_more", app)


@pytest.fixture
def old_group() -> Group:
    """The group as it was before merges were known, without one permission that the keeper took away."""
    group = ensure_group()
    new = group.permissions.filter(content_type__model__in=["identitychange", "personidentifier"])
    group.permissions.remove(*new, *group.permissions.filter(codename="delete_article"))
    return group


def test_an_upgrade_gives_the_group_its_part_in_new_records_and_no_more(old_group: Group) -> None:
    keep_group(plan=[(migration("IdentityChange", "PersonIdentifier"), False)])
    assert {"view_identitychange", "change_identitychange", "add_personidentifier"} < permissions()
    assert not {"delete_article", "delete_identitychange", "add_identitychange"} & permissions()


@pytest.mark.parametrize(
    "plan",
    [
        [],
        [(migration("IdentityChange"), True)],
        [(migration("IdentityChange", app="search"), False)],
        [(migration("Nonsense"), False)],
    ],
)
def test_whatever_else_is_migrated_changes_nothing(old_group: Group, plan: list[tuple[Migration, bool]]) -> None:
    before = permissions()
    keep_group(plan=plan)
    assert permissions() == before


def test_the_group_is_made_whole_where_there_is_none() -> None:
    Group.objects.filter(name=GROUP).delete()
    keep_group()
    assert {"change_person", "change_identitychange", "change_possiblematch", "delete_topicname"} < permissions()
