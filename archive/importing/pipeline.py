"""Reads files and has what is in them described: read -> clean -> describe. It writes nothing, knows no database."""

import logging
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from archive.importing.containers import Part, open_parts
from archive.importing.decoding import UnreadableFileError
from archive.importing.describing import OUR_OWN, Finders, describe
from archive.importing.formats import find_format
from archive.importing.limits import LIMITS, Limits
from archive.importing.raw import CleanArticle, Problem, RawArticle, ReadFile
from archive.importing.repair import repair_article
from archive.importing.tidying import tidy_line, tidy_text

logger = logging.getLogger(__name__)

# Raised whenever the same file would now give something better: the next import then reads every file again.
IMPORTER_VERSION = 2

# Files that stand beside articles and are none, by the start of their names.
_SIDE_FILES = re.compile(
    r"(?:readme|licen[cs]e|copying|changelog|notice)(?:[._-].*)?|thumbs\.db|desktop\.ini|\.ds_store"
    r"|.{1,250}\.columns\.json",
    re.IGNORECASE,
)
# Longer than any article: a novel is 100,000 words.
_MOST_CHARACTERS = 2_000_000


# Called with what was found and not read, and why.
LeftOut = Callable[[Path, str], None]


def find_files(paths: Iterable[Path], *, left_out: LeftOut = lambda path, reason: None) -> Iterator[Path]:
    """Every file under these paths in sorted order, each once; hidden folders are left out.

    `left_out` is called with what cannot be read, and with links that lead out of the folder they were found in.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files_under(path, left_out):
            # The same folder may be given twice, as `news` and as `./news/2009`.
            key = file.absolute()
            if key not in seen:
                seen.add(key)
                yield file


def _files_under(path: Path, left_out: LeftOut) -> Iterator[Path]:
    def note_folder(error: OSError) -> None:
        left_out(Path(os.fsdecode(error.filename)), f"The folder cannot be opened: {error.strerror}.")

    if not path.is_dir():
        yield from _readable([path], None, left_out)
        return
    top = Path(os.path.realpath(path))
    for folder, folders, names in os.walk(path, onerror=note_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for link in (each for each in (Path(folder, name) for name in folders) if _leads_out(each, top)):
            left_out(link, "It is a link to a folder elsewhere: name that folder itself to import it.")
        yield from _readable([Path(folder, name) for name in sorted(names)], top, left_out)


def _leads_out(path: Path, top: Path) -> bool:
    """Whether this is a link to a place that is not under `top`."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top)


def _readable(files: Iterable[Path], top: Path | None, left_out: LeftOut) -> Iterator[Path]:
    for file in files:
        try:
            if not stat.S_ISREG(file.stat().st_mode):
                left_out(file, "It is a pipe or a device, not a file.")
            elif top and _leads_out(file, top):
                # A folder from elsewhere may hold a link to this machine's passwords: they would be published.
                left_out(file, "It is a link that leads out of the folder: name the file itself to import it.")
            else:
                yield file
        except OSError as error:
            left_out(file, f"It cannot be opened: {error.strerror}.")


def read_file(path: Path) -> ReadFile:
    """What a plain file gives: its articles, or the sentence that says why there are none. Raises nothing."""
    parts = list(islice(open_parts(path), 2))
    if len(parts) == 1 and parts[0].path == path:
        return read_part(parts[0])
    return ReadFile(path, sha256="", size=0, error="This file holds files of its own: read all of them.")


def read_all(path: Path, *, limits: Limits = LIMITS, finders: Finders = OUR_OWN) -> Iterator[ReadFile]:
    """What a file gives, or each file inside it when it is a ZIP or TAR; raises nothing.

    A member's path is that of its container and its own name in it. A container that could not be read to its end
    comes last, under its own path and with the reason.
    """
    return map(partial(read_part, finders=finders), open_parts(path, limits))


def read_part(part: Part, *, finders: Finders = OUR_OWN) -> ReadFile:
    """What a file or a member gives: its articles, or the sentence that says why there are none. Raises nothing."""
    path, sha256, size, file = part.path, part.sha256, part.size, part.file
    if file is None:
        return ReadFile(path, sha256, size, error=part.error)
    name = ""
    articles: list[CleanArticle] = []
    refused: list[tuple[str, Problem]] = []
    try:
        if _SIDE_FILES.fullmatch(path.name):
            raise UnreadableFileError("By its name this file describes others: rename it if it is an article.")
        fmt = find_format(file)
        if fmt is None:
            raise UnreadableFileError("No format that the importer knows: save it as text, HTML or JSON lines.")
        name = fmt.NAME
        for raw in fmt.read(file):
            described = _describe_or_refuse(repair_article(raw), finders)
            if isinstance(described, Problem):
                refused.append((raw.item, described))
            else:
                articles.append(described)
    except UnreadableFileError as error:
        return ReadFile(path, sha256, size, name, error=str(error))
    except MemoryError:
        return ReadFile(path, sha256, size, name, error="It takes more memory than one file may: split it.")
    except Exception as error:
        # A file from anywhere may break a parser in a way nobody has seen; it must cost that file only.
        logger.exception("Reading %r failed", str(path))
        return ReadFile(
            path, sha256, size, name, error=f"The reader of {name or 'this format'} failed on it: {error!r}."
        )
    error_text = "" if articles or refused else "There is no article in the file."
    return ReadFile(path, sha256, size, name, tuple(articles), tuple(refused), error_text)


def _describe_or_refuse(raw: RawArticle, finders: Finders) -> CleanArticle | Problem:
    """The article, or why there is none; what nobody has foreseen costs this record only."""
    if reason := _reason_to_refuse(raw):
        return reason
    try:
        return describe(raw, finders=finders)
    except Exception as error:
        logger.exception("Describing record %r failed", raw.item)
        return Problem("failed", f"The importer failed on this record: {error!r}. Report it with the file.")


def _reason_to_refuse(raw: RawArticle) -> Problem | None:
    """Why a record cannot be an article: its format's own reason, if it has one."""
    if len(raw.body) > _MOST_CHARACTERS:
        return Problem("too-long", f"A text of {len(raw.body):,} characters is no single article: split the file.")
    if tidy_line(raw.title) or tidy_text(raw.body):
        return None
    return raw.problems[0] if raw.problems else Problem("no-text", "The record has neither a title nor a text.")
