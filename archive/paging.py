"""Numbered pages: which links stand below a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page; number 0 stands for the gap between distant pages."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list and the links that lead through them; `number` may lie beyond `last`."""

    number: int
    last: int
    links: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""
    last_url: str = ""

    @property
    def beyond(self) -> bool:
        return self.number > self.last


def make_pages(*, number: int, total: int, size: int, url_for: Callable[[int], str]) -> Pages:
    """The pages of `total` things, `size` a page, seen from page `number`."""
    paginator = Paginator(range(total), size)
    last = paginator.num_pages
    links = tuple(
        PageLink(entry, url_for(entry), entry == number) if isinstance(entry, int) else PageLink(0)
        for entry in paginator.get_elided_page_range(min(number, last), on_each_side=2, on_ends=1)
    )
    return Pages(
        number=number,
        last=last,
        links=links,
        previous_url=url_for(min(number - 1, last)) if number > 1 else "",
        next_url=url_for(number + 1) if number < last else "",
        last_url=url_for(last),
    )
