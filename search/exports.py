"""Search results as data, for `format=json` and the `search` command. The field names are a contract."""

from typing import Any

from archive.display import absolute_url
from search.results import Facet, Hit, SearchResults


def to_json(results: SearchResults) -> dict[str, Any]:
    """Results as plain values; `notes` is there only where something was cut short or could not be read."""
    data: dict[str, Any] = {
        "total": results.total,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {facet.name: _facet(facet) for facet in results.facets},
        "corrections": [correction.q for correction in results.corrections],
        "took_ms": results.took_ms,
    }
    data["facets"]["date"] = [
        {"value": period, "label": period, "count": count} for period, count in results.histogram.bars
    ]
    if notes := [*results.notes, *results.request.unknown]:
        data["notes"] = notes
    return data


def problem_to_json(results: SearchResults) -> dict[str, Any]:
    """What is wrong with a query that could not be read, where, and a query that can."""
    problem = results.problem
    if problem is None:
        return {}
    error = {"message": problem.message, "start": problem.start, "end": problem.end, "repaired": results.repaired}
    return {"error": error}


def _hit(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "id": article.pk,
        "title": article.title,
        "date": article.date,
        "source": article.source.name if article.source else "",
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "url": absolute_url(article.get_absolute_url()),
        "versions": hit.copies,
    }


def _facet(facet: Facet) -> list[dict[str, Any]]:
    return [{"value": value.value, "label": value.label, "count": value.count} for value in facet.values]
