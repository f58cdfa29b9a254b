"""Engines: an EngineQuery comes in, article ids, counts and scores go out.

Import `get_engine`. Each engine keeps the protocol of `base.SearchEngine`; settings choose one.
"""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine

__all__ = ["SearchEngine", "get_engine"]


@cache
def get_engine() -> SearchEngine:
    """The engine that the settings name, one for the process."""
    engine: SearchEngine = import_string(settings.SEARCH_ENGINES[settings.SEARCH_ENGINE])()
    return engine
