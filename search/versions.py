"""What stands below a hit that is one of several articles with the same text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.display import thousands
from archive.models import Article
from search.results import Hit

# More are on the article's own page.
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Versions:
    """The other articles with a hit's text, earliest first; `matching` is how many of them the search finds."""

    articles: tuple[Article, ...]
    matching: int

    @property
    def count(self) -> int:
        return len(self.articles)

    @property
    def sources(self) -> int:
        """How many sources they are from; those without one count for none."""
        return len({article.source_id for article in self.articles if article.source_id})

    def __str__(self) -> str:
        """“and 3 versions in 2 sources”; where filters leave some of them out, how many they let through."""
        number = {"number": thousands(self.count)}
        words = ngettext("and %(number)s version", "and %(number)s versions", self.count) % number
        if self.sources:
            number = {"number": thousands(self.sources)}
            words += " " + ngettext("in %(number)s source", "in %(number)s sources", self.sources) % number
        if self.matching < self.count:
            words += " " + _("(%(number)s of them in this search)") % {"number": thousands(self.matching)}
        return words

    @property
    def listed(self) -> tuple[Article, ...]:
        return self.articles[:MOST_LISTED]

    @property
    def more(self) -> int:
        return max(0, self.count - MOST_LISTED)


def find_versions(hits: Sequence[Hit]) -> Mapping[int, Versions]:
    """The versions of each hit that the search counted together with others, by its id; one query, or none."""
    heads = {hit.article.pk: hit.article.version_of_id or hit.article.pk for hit in hits if hit.copies}
    if not heads:
        return {}
    found = Article.objects.visible().filter(Q(pk__in=heads.values()) | Q(version_of__in=heads.values()))
    groups: dict[int, list[Article]] = {}
    for article in found.for_list().earliest_first():
        groups.setdefault(article.version_of_id or article.pk, []).append(article)
    copies = {hit.article.pk: hit.copies for hit in hits}
    return {
        pk: Versions(tuple(each for each in groups.get(head, []) if each.pk != pk), copies[pk])
        for pk, head in heads.items()
    }
