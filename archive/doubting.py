"""Doubts and suggestions that need the archive: what the articles around one say of its language, source and year."""

from collections.abc import Iterator
from dataclasses import replace

from archive.edtf import EdtfDate
from archive.importing.metadata.dates import find_weekday
from archive.importing.metadata.dating import suggest_year
from archive.importing.metadata.language import find_other_language, language_name
from archive.importing.raw import CleanArticle, Problem, Suggestion
from archive.importing.tidying import EVIDENCE_LENGTH, cut_text
from archive.models import Article
from archive.neighbours import Neighbours


def find_foreign(article: Article, clean: CleanArticle, neighbours: Neighbours) -> Iterator[Problem]:
    """A doubt about a text in another language than nearly all of its source, unless its file raised one already."""
    usual = neighbours.usual_language(article)
    if not usual or article.language == usual or any(each.code == "foreign-language" for each in clean.problems):
        return
    if other := find_other_language(usual, clean.body):
        name = neighbours.source_name(article.source_id) if article.source_id else ""
        message = (
            f"Nearly all articles of {name} are in {language_name(usual)}, this one looks like {language_name(other)}: "
            "look whether source and language are right."
        )
        suggestion = Suggestion("language", other) if article.language != other else None
        yield Problem("foreign-language", message, cut_text(clean.body.split("\n", 1)[0], EVIDENCE_LENGTH), suggestion)


def with_suggestion(problem: Problem, article: Article, neighbours: Neighbours) -> Problem:
    """The problem with what the articles around suggest; what the article itself suggests of its year stays."""
    if problem.code == "unknown-source":
        for majority, where in neighbours.sources_near(article):
            if name := neighbours.source_name(majority.value):
                reason = f"{majority.count:,} of {majority.total:,} articles {where} are from {name}."
                return replace(problem, message=f"{problem.message} {reason}", suggestion=Suggestion("source", name))
    if problem.code == "missing-year" and not problem.suggestion:
        date = EdtfDate.parse(article.date)
        weekday = find_weekday(problem.evidence) if date.day else None
        suggested, why = suggest_year(date, weekday, neighbours.years_near(article))
        if suggested:
            message = f"{problem.message} {suggested.year} is suggested: {why}."
            return replace(problem, message=message, suggestion=Suggestion("date", str(suggested)))
    return problem
