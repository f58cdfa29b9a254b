"""Kills an import with SIGKILL at random moments, starts it again each time, and compares it with an undisturbed one.

    uv run python -m tests.benchmarks.kills [--files 5000] [--kills 20]

Each import is a process of its own with readers of its own, on a database of its own. All tables are compared row by
row: numbers of rows and times aside, the search's outbox included.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.archive.importing.stories import story

PROJECT = Path(__file__).resolve().parents[2]
# More than a transaction holds, so that a file can be stored by half.
_LINES = 700
_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the two imports left: rows that differ, and how many articles were stored at each kill."""

    rows: int
    articles: int
    differences: list[str]
    stored_at_kills: list[int]
    undisturbed_seconds: float


def make_clippings(folder: Path, number: int) -> None:
    """Files of several kinds: clippings, copies, unreadable ones, shared addresses, a ZIP, one of very many records."""
    for n in range(number):
        # Every ninth claims an address that others claim as well.
        url = f"https://example.org/{n % 7}" if n % 9 == 0 else ""
        text = story(n, url=url).replace("Jon Dahl", f"Jon {NAMES[n % len(NAMES)]}")
        data = b"\x00\x01\x02\xff" * 50 if n % 97 == 50 else text.encode()
        path = folder / f"{n // 200:03}" / f"{n:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if n % 101 == 60:
            path.with_suffix(".copy.txt").write_bytes(data)
    lines = (
        {"title": f"Wire {n}", "body": story(n), "identity": "", "url": "", "date": "2014-05-01"} for n in range(_LINES)
    )
    (folder / "000" / "wire.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    with zipfile.ZipFile(folder / "000" / "issue.zip", "w") as container:
        for n in range(min(number // 3, 700)):
            container.writestr(f"{n}.txt", story(n, about="dredger"))


NAMES = ("Dahl", "Lind", "王伟", "王维", "Berg", "Falk", "Novak", "Novák", "O'Hara", "Solheim-Lind")


def compare(scratch: Path, *, files: int, kills: int, seed: int, processes: int = 2) -> Outcome:
    """Imports the same files twice, once with so many kills; what differs afterwards."""
    chance = random.Random(seed)
    folder = scratch / "clips"
    make_clippings(folder, files)
    arguments = ("import_articles", str(folder), "--no-index", "--quiet", f"--processes={processes}")
    calm, killed = scratch / "calm", scratch / "killed"
    for data in (calm, killed):
        _manage(data, "migrate", "-v0")
    first_after, seconds = _time(calm, arguments)
    total, stored = _count_articles(calm), []
    for target in sorted(int(chance.uniform(-0.1, 0.95) * total) for _ in range(kills)):
        # Where so many articles are there already, at any moment until the next ones are; else soon after they are.
        moment = chance.uniform(0, first_after) if _count_articles(killed) >= target else chance.uniform(0, 0.3)
        if _kill(killed, arguments, moment, target):
            stored.append(_count_articles(killed))
    _manage(killed, *arguments)
    first, second = _dump(calm), _dump(killed)
    differences = [f"- {row}" for row in first if row not in second] + [
        f"+ {row}" for row in second if row not in first
    ]
    if len(first) != len(second):
        differences.append(f"{len(first):,} rows, and {len(second):,} after kills")
    return Outcome(len(first), _count_articles(killed), differences, stored, seconds)


def _time(data: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    """Seconds until the first articles were stored, and until the import ended."""
    started, first_after = time.perf_counter(), 0.0
    with subprocess.Popen(_command(*arguments), cwd=PROJECT, env=_environment(data)) as process:
        while process.poll() is None:
            time.sleep(0.05)
            if not first_after and _count_articles(data):
                first_after = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"The import ended with {process.returncode}.")
    return first_after, time.perf_counter() - started


def _kill(data: Path, arguments: tuple[str, ...], moment: float, target: int) -> bool:
    """Starts the import and kills it a moment after so many articles are stored; whether it was still at work."""
    with subprocess.Popen(_command(*arguments), cwd=PROJECT, env=_environment(data)) as process:
        while process.poll() is None and _count_articles(data) < target:
            time.sleep(0.02)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
    if process.returncode not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"The import ended with {process.returncode}.")
    return process.returncode == -signal.SIGKILL


def _count_articles(data: Path) -> int:
    # Read as a file is read, not through Django, whose settings belong to another database here.
    import sqlite3

    connection = sqlite3.connect(data / "archive.sqlite3", timeout=60)
    try:
        [(number,)] = connection.execute("SELECT count(*) FROM archive_article")
    finally:
        connection.close()
    return int(number)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "ARCHIVE_DATA_DIR": str(data), "DATABASE_URL": ""}


def _manage(data: Path, *arguments: str) -> None:
    subprocess.run(_command(*arguments), cwd=PROJECT, env=_environment(data), check=True, timeout=_SECONDS)


def _dump(data: Path) -> Counter[str]:
    command = [sys.executable, "-m", "tests.benchmarks.kills", "--dump"]
    ended = subprocess.run(
        command, cwd=PROJECT, env=_environment(data), check=True, timeout=_SECONDS, capture_output=True, text=True
    )
    return Counter(ended.stdout.splitlines())


def rows_of_all_tables() -> Iterator[str]:
    """Every row of the archive and of the outbox as a line that has no number and no time in it."""
    from django.apps import apps
    from django.db.models import Model

    names: dict[type[Model], dict[Any, str]] = {}
    models = list(apps.get_app_config("archive").get_models())
    for model in models:
        names[model] = {row.pk: _name_of(row) for row in model._default_manager.all()}
    articles = names[apps.get_model("archive", "Article")]
    for model in models:
        for number, row in enumerate(model._default_manager.order_by("pk")):
            yield json.dumps([model.__name__, number if _is_run(row) else "", *_values(row, names)], ensure_ascii=True)
    entries = apps.get_model("search", "OutboxEntry")._default_manager.order_by("article_id", "pk")
    counts: dict[int, int] = {}
    for entry in entries:
        counts[entry.article_id] = counts.get(entry.article_id, 0) + 1
        yield json.dumps(["outbox", articles[entry.article_id], counts[entry.article_id], entry.drained_at is None])


def _is_run(row: object) -> bool:
    return type(row).__name__ == "ImportRun"


def _name_of(row: Any) -> str:  # noqa: ANN401  # a row of any table
    return next((str(getattr(row, name)) for name in ("identity", "slug", "path", "paths") if hasattr(row, name)), "")


def _values(row: Any, names: dict[Any, dict[Any, str]]) -> Iterator[object]:  # noqa: ANN401  # a row of any table
    from django.db.models import DateTimeField

    for field in row._meta.concrete_fields:
        if field.primary_key or isinstance(field, DateTimeField) or field.name.startswith("seconds_"):
            continue
        value = getattr(row, field.attname)
        if field.related_model in names:
            value = names[field.related_model].get(value)
        yield [field.name, value if isinstance(value, str | int | float | list | dict | None) else str(value)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--dump", action="store_true", help="print all rows of the database")
    options = parser.parse_args()
    if options.dump:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        django.setup()
        print("\n".join(rows_of_all_tables()))
        return
    with tempfile.TemporaryDirectory() as scratch:
        outcome = compare(Path(scratch), files=options.files, kills=options.kills, seed=options.seed)
    print(f"{options.files:,} files, {outcome.articles:,} articles, seed {options.seed}")
    print(f"undisturbed: {outcome.undisturbed_seconds:.1f} s")
    print(f"{len(outcome.stored_at_kills)} kills met it at work; articles stored by then: {outcome.stored_at_kills}")
    print(f"{outcome.rows:,} rows compared, {len(outcome.differences):,} differ")
    print("\n".join(outcome.differences[:20]))


if __name__ == "__main__":
    main()
