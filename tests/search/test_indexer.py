"""The indexer's thread, with a drain of the test's own: what is drained is tested in test_indexing.py."""

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError

from search.engines.base import EngineError
from search.indexer import Indexer

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Indexer]:
    monkeypatch.setattr("search.indexer.POLL", 0.01)
    monkeypatch.setattr("search.indexer.FIRST_PAUSE", 0.01)

    def start(drain: Callable[[], int], tidy: Callable[[], object] = lambda: None) -> Indexer:
        indexer = Indexer(drain=drain, tidy=tidy, forget=lambda: None)
        request.addfinalizer(indexer.stop)
        indexer.start()
        return indexer

    return start


def test_it_drains_until_nothing_is_left(start: Callable[..., Indexer]) -> None:
    left, empty = [2, 1], threading.Event()

    def drain() -> int:
        if left:
            return left.pop()
        empty.set()
        return 0

    start(drain)
    assert empty.wait(10)


def test_a_nudge_wakes_it_at_once(start: Callable[..., Indexer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexer.POLL", 600)
    calls = threading.Semaphore(0)

    def drain() -> int:
        calls.release()
        return 0

    indexer = start(drain)
    assert calls.acquire(timeout=10)
    indexer.nudge()
    assert calls.acquire(timeout=10)


@pytest.mark.parametrize("error", [EngineError("no"), OperationalError("no such table"), RuntimeError("a bug")])
def test_it_survives_an_error(start: Callable[..., Indexer], error: Exception) -> None:
    calls, again = [], threading.Event()

    def drain() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise error
        again.set()
        return 0

    indexer = start(drain)
    assert again.wait(10)
    assert indexer.is_alive


def test_it_tidies_when_changes_have_ceased(start: Callable[..., Indexer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.indexer.IDLE", 0.0)
    tidied, amounts = threading.Event(), [3]
    start(lambda: amounts.pop() if amounts else 0, tidied.set)
    assert tidied.wait(10)


def test_it_stops(start: Callable[..., Indexer]) -> None:
    indexer = start(lambda: 0)
    indexer.stop()
    assert not indexer.is_alive
