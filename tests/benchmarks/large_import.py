"""Imports a large archive of recombined wire stories and measures time and memory.

    uv run python -m tests.benchmarks.large_import [--size 200000] [--small-files] [--keep FOLDER]

The stories are written as SGML files of a thousand each or, with --small-files, as a text file each. The import runs in
a process of its own, without the index; the peak is that of its largest process.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.documents import ArticleDocument

PROJECT = Path(__file__).resolve().parents[2]
_STORIES_A_FILE = 1_000


def write_archive(folder: Path, size: int, *, small_files: bool) -> None:
    """Writes so many stories."""
    from tests.benchmarks.corpus import articles

    stories = articles(size)
    if small_files:
        for number, story in enumerate(stories):
            path = folder / f"{number // 1000:04}" / f"{number:07}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f"Title: {story.title}\nSource: {story.source_name}\nDate: {story.first_day}\n\n{story.body}\n"
            )
        return
    folder.mkdir(parents=True)
    for number in range(0, size, _STORIES_A_FILE):
        records = "".join(map(_record, islice(stories, _STORIES_A_FILE)))
        (folder / f"wire-{number:07}.sgm").write_text(f"<!DOCTYPE lewis SYSTEM 'lewis.dtd'>\n{records}")


def _record(story: "ArticleDocument") -> str:
    day = f"{story.first_day:%d-%b-%Y}".upper()
    topics = "".join(f"<D>{escape(topic)}</D>" for topic in story.topic_labels)
    people = "".join(f"<D>{escape(person)}</D>" for person in story.person_names)
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="{story.id}" NEWID="{story.id}">\n'
        f"<DATE>{day} 15:01:01.79</DATE>\n<TOPICS>{topics}</TOPICS>\n<PLACES></PLACES>\n<PEOPLE>{people}</PEOPLE>\n"
        f"<TEXT>\n<TITLE>{escape(story.title)}</TITLE>\n<BODY>{escape(story.body)}</BODY></TEXT>\n</REUTERS>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--small-files", action="store_true")
    parser.add_argument("--keep", type=Path, help="an empty folder for the stories and the archive, to look at later")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as scratch:
        write_archive(Path(scratch, "wire"), options.size, small_files=options.small_files)
        environment = {**os.environ, "ARCHIVE_DATA_DIR": f"{scratch}/data", "DATABASE_URL": ""}
        for name in ("first time", "again"):
            started = time.perf_counter()
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "manage.py", "import_articles", f"{scratch}/wire", "--no-index"]
            ended = subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True)
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = usage.ru_utime + usage.ru_stime - before.ru_utime - before.ru_stime
            print(ended.stdout.splitlines()[1])
            print(
                f"{name}: {time.perf_counter() - started:.0f} s, {seconds:.0f} s of processor, peak so far "
                f"{usage.ru_maxrss / 1024:.0f} MB in one process"
            )


if __name__ == "__main__":
    main()
