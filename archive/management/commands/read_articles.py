"""Shows what the importer makes of files, and writes nothing."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from archive.importing.describing import Finders
from archive.importing.pipeline import find_files, read_all
from archive.importing.plan import exists
from archive.importing.raw import CleanArticle, Problem, ReadFile
from archive.learning.keeping import find_judge
from archive.management.base import QuietCommand
from archive.management.terminal import printable


class Command(QuietCommand):
    """`read_articles PATH... [--json]`."""

    help = (
        "Shows what files would become, and writes nothing. With --json: one object a line for each article; a file "
        "that cannot be read, and a record that cannot become an article, give an object whose title is null and "
        "whose problems say why (code `unreadable` for a whole file). The exit status is 1 only where a PATH does "
        "not exist."
    )
    requires_migrations_checks = False
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a file, or a folder of files")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, for scripts")

    def handle(self, *args: object, **options: Any) -> None:
        missing = [path for path in options["paths"] if not exists(path)]
        finders = Finders(find_judge(), settings.PERSON_MODEL, settings.MORE_FACETS)
        for path in find_files((path for path in options["paths"] if exists(path)), left_out=self._say):
            for read in read_all(path, finders=finders):
                if read.error:
                    self._say(read.path, read.error)
                if options["json"]:
                    self._write_json(read)
                else:
                    self._write_summary(read)
        if missing:
            raise CommandError(
                "\n".join(f"{printable(as_text(path))}: there is no such file or folder." for path in missing)
            )

    def _say(self, path: Path, reason: str) -> None:
        self.stderr.write(f"{printable(as_text(path))}: {reason}")

    def _write_json(self, read: ReadFile) -> None:
        for article in read.articles:
            self.stdout.write(json.dumps(to_record(read.path, article), ensure_ascii=False))
        refused = [("", "unreadable", read.error)] if read.error else []
        refused += [(item, problem.code, problem.message) for item, problem in read.refused]
        for item, code, message in refused:
            record = to_record(read.path, CleanArticle("", "", item, problems=(Problem(code, message),))) | {
                "title": None
            }
            self.stdout.write(json.dumps(record, ensure_ascii=False))

    def _write_summary(self, read: ReadFile) -> None:
        for article in read.articles:
            self.stdout.write(self.style.SUCCESS(article.title))
            via = f"via {article.via.title} {article.via.issue} #{article.via.item}" if article.via else ""
            facts = [
                article.source or "no source",
                article.date or "no date",
                via,
                article.language,
                ", ".join(article.authors),
            ]
            item = f" [{article.item}]" if article.item else ""
            self.stdout.write(f"  {printable(as_text(read.path))}{item}: {' · '.join(filter(None, facts))}")
            if article.people:
                self.stdout.write(f"  people: {', '.join(person.name for person in article.people)}")
            for kind in settings.MORE_FACETS:
                if named := [entity.name for entity in article.entities if entity.kind == kind]:
                    self.stdout.write(f"  {kind}s: {', '.join(named)}")
            if article.topics:
                self.stdout.write(f"  topics: {', '.join(topic.label for topic in article.topics)}")
            for each in article.evidence:
                words = f": “{each.text}”" if each.text else ""
                self.stdout.write(f"  {each.field} from {each.rule}{words}")
            for problem in article.problems:
                self.stdout.write(self.style.WARNING(f"  {problem.code}: {problem.message}"))
                if problem.suggestion:
                    self.stdout.write(f"    suggested {problem.suggestion.field}: {problem.suggestion.value}")
        for item, problem in read.refused:
            self.stderr.write(f"{printable(as_text(read.path))} [{item}]: {problem.message}")


def as_text(path: Path) -> str:
    """The path as text that any output takes: bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def to_record(path: Path, article: CleanArticle) -> dict[str, Any]:
    """The object that stands for an article in the JSON lines; its keys and their order are the product's contract."""
    via = article.via
    return {
        "file": as_text(path),
        "item": article.item,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "via": {"title": via.title, "issue": via.issue, "item": via.item} if via else None,
        "authors": list(article.authors),
        "language": article.language,
        "people": [
            {"name": person.name, "mentions": person.mentions, "origin": person.origin, "score": round(person.score, 3)}
            for person in article.people
        ],
        "topics": [
            {
                "qcode": topic.qcode,
                "label": topic.label,
                "path": list(topic.path),
                "origin": topic.origin,
                "score": round(topic.score, 3),
            }
            for topic in article.topics
        ],
        **_entities(article),
        "body": article.body,
        "caption": article.caption,
        "credit": article.credit,
        "rights": article.rights,
        "url": article.url,
        "problems": [{"code": problem.code, "message": problem.message} for problem in article.problems],
    }


def _entities(article: CleanArticle) -> dict[str, list[dict[str, Any]]]:
    """`organisations` and `places`, as `people` are given, where the archive wants them."""
    return {
        f"{kind}s": [
            {"name": each.name, "mentions": each.mentions, "origin": each.origin, "score": round(each.score, 3)}
            for each in article.entities
            if each.kind == kind
        ]
        for kind in settings.MORE_FACETS
    }
