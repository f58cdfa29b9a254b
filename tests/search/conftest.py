"""Fixtures for tests that search."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from search.engines import get_engine
from tests.search.oracle_engine import OracleEngine


@pytest.fixture
def engine(settings: Settings) -> OracleEngine:
    """The brute-force engine in the place of the real one, empty."""
    settings.SEARCH_ENGINES = {**settings.SEARCH_ENGINES, "oracle": "tests.search.oracle_engine.OracleEngine"}
    settings.SEARCH_ENGINE = "oracle"
    get_engine.cache_clear()
    cache.clear()
    found = get_engine()
    assert isinstance(found, OracleEngine)
    return found
