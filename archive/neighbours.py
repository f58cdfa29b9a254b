"""What the articles around one suggest of it: their source, their year, the language their source writes in.

Every look-up reads a sample of bounded size by an index, once a folder, host or source for the length of an import.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.importing.metadata.addresses import address_key, split_address
from archive.models import Article, ImportedFile, Source

# So many files on each side of one, in the order of their names, and so many of their articles, stand for a folder.
_FILES_EACH_SIDE = 100
_ARTICLES = 2000
_ARTICLES_OF_SOURCE = 200
# Fewer neighbours prove nothing, and of these most must agree.
_FEWEST = 3
_SHARE = 0.8
_FEWEST_OF_SOURCE = 20
_SHARE_OF_SOURCE = 0.95


@dataclass(frozen=True, slots=True)
class Majority:
    """What most neighbours have in common, and how many of how many that are."""

    value: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class _Neighbour:
    source_id: int | None
    year: int
    via_id: int | None
    via_issue: str


class Neighbours:
    """The neighbours of articles. One for an import, like the `Authorities` it belongs to."""

    def __init__(self) -> None:
        self._folders: dict[str, list[_Neighbour]] = {}
        self._hosts: dict[str, list[int]] = {}
        self._languages: dict[int, Counter[str]] = {}
        self._names: dict[int, str] = {}

    def source_name(self, source_id: int) -> str:
        """The name of a source; "" where it is gone."""
        if source_id not in self._names:
            self._names[source_id] = Source.objects.filter(pk=source_id).values_list("name", flat=True).first() or ""
        return self._names[source_id]

    def sources_near(self, article: Article) -> Iterator[tuple[Majority, str]]:
        """The source most others have that come from the same host, or lie in the same folder, and where these are."""
        if majority := _majority(self._sources_of_host(article.url)):
            yield majority, "from the same site"
        beside = [each.source_id for each in self._beside(article) if each.source_id]
        if majority := _majority(beside):
            yield majority, "in the same folder"

    def years_near(self, article: Article) -> Iterator[tuple[int, str]]:
        """The year most others have of the same newsletter issue, or else of the same folder, with the reason."""
        beside = [each for each in self._beside(article) if each.year]
        issue = [each.year for each in beside if article.via_issue and _same_issue(each, article)]
        for years, where in ((issue, "of the same issue"), ([each.year for each in beside], "in the same folder")):
            if majority := _majority(years):
                yield majority.value, f"{majority.count:,} of {majority.total:,} articles {where} are of that year"
                return

    def usual_language(self, article: Article) -> str:
        """The language nearly all articles of its source are in, the article among them; "" for too few or several."""
        if article.source_id is None:
            return ""
        counts = self._languages.get(article.source_id)
        if counts is None:
            latest = Article.objects.filter(source=article.source_id).exclude(language="").order_by("-first_day")
            counts = Counter(latest.values_list("language", flat=True)[:_ARTICLES_OF_SOURCE])
            self._languages[article.source_id] = counts
        elif article.language:
            counts[article.language] += 1
        if not counts:
            return ""
        language, count = counts.most_common(1)[0]
        return language if count >= max(_FEWEST_OF_SOURCE, _SHARE_OF_SOURCE * counts.total()) else ""

    def _beside(self, article: Article) -> list[_Neighbour]:
        """What is known of the articles in the same file and in those around it in the same folder."""
        if article.file is None:
            return []
        path = article.file.path
        folder = path.rpartition("/")[0] + "/"
        if folder not in self._folders:
            rows = ImportedFile.objects.order_by("path").values_list("pk", "path")
            around = [
                *rows.filter(path__gte=path)[: _FILES_EACH_SIDE + 1],
                *rows.filter(path__lt=path).reverse()[:_FILES_EACH_SIDE],
            ]
            files = [pk for pk, other in around if other.startswith(folder) and "/" not in other[len(folder) :]]
            found = Article.objects.filter(file__in=files).order_by()
            values = found.values_list("source_id", "first_day", "via_id", "via_issue")[:_ARTICLES]
            self._folders[folder] = [
                _Neighbour(source, day.year if day else 0, via, issue) for source, day, via, issue in values
            ]
        return self._folders[folder]

    def _sources_of_host(self, url: str) -> list[int]:
        """The sources of some articles whose address, by which the archive knows them, begins like this one."""
        parts = split_address(url)
        if parts is None:
            return []
        start = f"url:{address_key(f'{parts.scheme}://{parts.netloc}/')}"
        if start not in self._hosts:
            rows = Article.objects.filter(identity__gt=start).order_by("identity").values_list("identity", "source_id")
            near = rows[: 2 * _FILES_EACH_SIDE]
            self._hosts[start] = [source for identity, source in near if source and identity.startswith(start)]
        return self._hosts[start]


def _same_issue(neighbour: _Neighbour, article: Article) -> bool:
    return (neighbour.via_id, neighbour.via_issue) == (article.via_id, article.via_issue)


def _majority(values: list[int]) -> Majority | None:
    if not values:
        return None
    value, count = Counter(values).most_common(1)[0]
    return Majority(value, count, len(values)) if count >= max(_FEWEST, _SHARE * len(values)) else None
