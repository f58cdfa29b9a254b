"""Which of the headlines a page gives itself is the article's: as data, in its head, as it shows it."""

import re
from collections.abc import Sequence
from html import unescape

from archive.importing.metadata.sources import split_site_name
from archive.importing.tidying import fold, tidy_line

_TAG = re.compile(r"<[^<>]{1,100}>")


def choose_title(*, data: str, social: str, shown: Sequence[str], window: str, site: str) -> str:
    """The article's title: as the page's data states it, unless what it shows as its headline is the social one.

    `data` is the headline of its JSON-LD, `social` that of Open Graph, `shown` its headings of the first level,
    `window` what the browser's frame shows. A title that is cut short or carries the site's name is
    taken from a heading.
    """
    data, social, window = (_tidy(title, site) for title in (data, social, window))
    # Where data and window differ from both others, they are words for search engines.
    is_social = _is_shown(social, shown) and not _is_shown(data, shown)
    stated = social if is_social or not data else data
    for heading in filter(None, shown):
        is_cut = stated.endswith(("…", "...")) and heading.casefold().startswith(stated.rstrip("….").casefold())
        has_site = stated.startswith(heading) and re.match(r"\s+[|»·–—-]\s", stated[len(heading) :])
        if is_cut or has_site:
            return heading
    return stated or next((heading for heading in shown if len(heading.split()) > 2), window)


def _is_shown(title: str, shown: Sequence[str]) -> bool:
    """Whether one of the headings is this title, whatever stands between its words."""
    return bool(folded := fold(title)) and any(fold(heading) == folded for heading in shown)


def _tidy(title: str, site: str) -> str:
    """The title without the site's name, without tags and, where those were escaped twice, without entities."""
    return split_site_name(tidy_line(_TAG.sub("", unescape(title))), site)[0]
