"""What tests of the archive share: who is signed in, and what was announced."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from archive.changes import articles_changed
from archive.curators import ensure_group
from tests.factories import make_keeper, make_reader


@pytest.fixture
def keeper(client: Client) -> Client:
    """A browser in which a superuser is signed in."""
    client.force_login(make_keeper())
    return client


@pytest.fixture
def curator() -> User:
    """A member of the curators' group."""
    user = make_reader("curator", is_staff=True)
    user.groups.add(ensure_group())
    return user


@pytest.fixture
def announced() -> Iterator[list[int]]:
    """The ids of articles announced as changed, in order, each inside a transaction."""
    ids: list[int] = []

    def note(article_ids: list[int], **_: object) -> None:
        assert transaction.get_connection().in_atomic_block
        ids.extend(article_ids)

    articles_changed.connect(note, weak=False, dispatch_uid="test")
    yield ids
    articles_changed.disconnect(dispatch_uid="test")
