"""What stands below a hit that is one of several articles with the same text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.display import thousands
from archive.models import Article
from archive.querysets import EARLIEST_FIRST
from search.results import Hit

# More are on the article's own page.
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Versions:
    """The other articles with a hit's text.

    `count` is how many they are, `sources` how many sources they are from (those without one count for none),
    `matching` how many of them the search finds, and `listed` the earliest few of them.
    """

    count: int
    sources: int
    matching: int
    listed: tuple[Article, ...]

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
    def more(self) -> int:
        return self.count - len(self.listed)


def find_versions(hits: Sequence[Hit]) -> Mapping[int, Versions]:
    """The versions of each hit that the search counted together with others, by its id; two queries, or none."""
    heads = {hit.article.version_of_id or hit.article.pk: hit for hit in hits if hit.copies}
    if not heads:
        return {}
    others = Article.objects.visible().exclude(pk__in=[hit.article.pk for hit in heads.values()])
    # The database counts, and hands out the few that are listed: one text may have a thousand versions.
    others = others.filter(Q(pk__in=heads) | Q(version_of__in=heads)).annotate(head=Coalesce("version_of", "pk"))
    listed: dict[int, list[Article]] = {head: [] for head in heads}
    place = Window(RowNumber(), partition_by="head", order_by=EARLIEST_FIRST)
    for article in others.annotate(place=place).filter(place__lte=MOST_LISTED).for_list().order_by("place"):
        listed[article.head].append(article)
    counts = others.values("head").annotate(count=Count("pk"), sources=Count("source", distinct=True)).order_by()
    return {
        heads[row["head"]].article.pk: Versions(
            row["count"], row["sources"], heads[row["head"]].copies, tuple(listed[row["head"]])
        )
        for row in counts
    }
