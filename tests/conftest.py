"""What every test gets: a data directory of its own session, a search that finds nothing unless asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import Settings

from search.engines import SearchEngine, get_engine

# A busy machine makes an example slow, and no test is about time.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_data_directory(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """No test reads or writes the data directory of the machine, and none needs an index unless it says so."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = settings.DATA_DIR
    settings.SEARCH_INDEX_DIR = settings.DATA_DIR / "index"
    settings.SEARCH_ENGINE = "nothing"
    settings.TRAIN_TOPICS = False
    # The real ones are slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_engine.cache_clear()
    yield settings.DATA_DIR
    get_engine.cache_clear()


@pytest.fixture
def use_engine(settings: Settings) -> Callable[[str], SearchEngine]:
    """Chooses the search engine of this test by the name that the settings know it by; its index is empty."""

    def choose(name: str) -> SearchEngine:
        settings.SEARCH_ENGINE = name
        get_engine.cache_clear()
        return get_engine()

    return choose
