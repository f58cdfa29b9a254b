"""Web archives (.warc): each page in them that a server sent whole is read like a saved page."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.importing.decoding import UnreadableFileError, decode
from archive.importing.formats.html import read_page
from archive.importing.metadata.sources import site_of
from archive.importing.raw import Problem, RawArticle, SourceFile

NAME = "web archive"

_MARK = re.compile(rb"WARC/\d\.\d\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")
# A page of an article is some 200 KB; one of many megabytes is made to take long.
_LARGEST_PAGE = 10 * 1024 * 1024
_MOST_RECORDS = 200_000
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """The mark of a record at the start."""
    return bool(_MARK.match(file.data[:200].lstrip()))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The pages in order, each with its address as item; a page that cannot be read is a record that says why."""
    passed: Counter[str] = Counter()
    pages = 0
    for number, record in enumerate(_records(file.data), 1):
        if isinstance(record, Problem):
            yield RawArticle(item=f"record {number}", problems=(record,))
            continue
        reason = _reason_to_pass(record)
        if reason:
            passed[reason] += 1
            continue
        pages += 1
        yield _read_record(record)
    if not pages:
        held = ", ".join(f"{count} × {reason}" for reason, count in passed.most_common(4)) or "no records"
        raise UnreadableFileError(f"The web archive has no page that a server sent whole ({held}).")


def _records(data: bytes) -> Iterator[Any]:
    """The records one after the other; the first that cannot be read is a problem, and the last."""
    from warcio.archiveiterator import ArchiveIterator  # loaded only for web archives
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(io.BytesIO(data))
    for _ in range(_MOST_RECORDS):
        try:
            yield next(records)
        except StopIteration:
            return
        except (ArchiveLoadFailed, ValueError, EOFError, KeyError, IndexError, TypeError, AttributeError) as error:
            # Lengths that lie leave no way to find the next record.
            message = f"The web archive is damaged here, and what follows was not read: {str(error).strip()[:200]}."
            yield Problem("damaged-record", message)
            return
    yield Problem("too-many-records", f"The web archive has more than {_MOST_RECORDS:,} records: split it.")


def _reason_to_pass(record: Any) -> str:  # noqa: ANN401  # the library has no types
    """Why a record is no page; "" for a page."""
    if record.rec_type not in ("response", "resource"):
        return str(record.rec_type)
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    if status != "200":
        return f"status {status}"
    kind = headers.get_header("Content-Type", "") if headers else record.rec_headers.get_header("Content-Type", "")
    kind = str(kind or "").split(";")[0].strip().lower()
    return "" if kind in _PAGES else kind or "without a kind"


def _read_record(record: Any) -> RawArticle:  # noqa: ANN401  # the library has no types
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    try:
        data = record.content_stream().read(_LARGEST_PAGE + 1)
        if len(data) > _LARGEST_PAGE:
            raise UnreadableFileError(f"The page has more than {_LARGEST_PAGE // 1024**2} MB.")
        kind = str(record.http_headers.get_header("Content-Type", "") if record.http_headers else "")
        charset = _CHARSET.search(kind)
        article = read_page(decode(data, otherwise=charset[1] if charset else ""))
    except (UnreadableFileError, ValueError, EOFError, OSError) as error:
        # A record's compression may be damaged, whatever its length says.
        return RawArticle(item=url, problems=(Problem("unreadable-page", f"The page cannot be read: {error}"),))
    # The day on which a crawler came by is no day of publication.
    return replace(article, item=url, url=article.url or url, source=article.source or site_of(url))
