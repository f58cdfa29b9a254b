"""How a page shows a search, beside what is asked: which facets at length, what is sought in them, whether it says why.

These parameters stand in the address of a page alone: feeds, saved searches and links to articles do without them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict

from search.request import FACETS, FacetName

MAX_SOUGHT_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Showing:
    """`more` names the facets at length, `sought` what their values are searched for; `why` asks for the reasons."""

    more: tuple[FacetName, ...] = ()
    sought: tuple[tuple[FacetName, str], ...] = ()
    why: bool = False

    @classmethod
    def from_querydict(cls, data: QueryDict) -> Self:
        """Reads the parameters `more`, `find_source` and so on, and `why`; others do no harm."""
        typed = {name: data.get(f"find_{name}", "").replace("\x00", "").strip() for name in FACETS}
        return cls(
            more=tuple(name for name in FACETS if name in data.getlist("more")),
            sought=tuple((name, text[:MAX_SOUGHT_LENGTH]) for name, text in typed.items() if text),
            why=data.get("why", "") not in {"", "0"},
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters that are not at their default."""
        pairs: list[tuple[str, str]] = [("more", name) for name in self.more]
        pairs += [(f"find_{name}", text) for name, text in self.sought]
        return [*pairs, ("why", "1")] if self.why else pairs

    @property
    def sought_in(self) -> Mapping[FacetName, str]:
        """What is sought in each facet where something is."""
        return dict(self.sought)

    def with_facet(self, facet: FacetName, *, at_length: bool) -> Self:
        """The same with a facet at length, or short again; nothing is sought in it any more."""
        more = tuple(name for name in FACETS if (at_length if name == facet else name in self.more))
        return replace(self, more=more, sought=tuple(pair for pair in self.sought if pair[0] != facet))


PLAIN = Showing()
