"""Files that a curator hands in through the browser, and folders on the server that may be named instead."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from archive.importing.storable import storable

_MEGABYTE = 1024 * 1024
# A file system takes 255 bytes; some are left for a number.
_NAME_BYTES = 200


def check_size(size: int) -> None:
    """Raises ValidationError where an upload of so many bytes is more than allowed, or than there is room for."""
    most = settings.IMPORT_UPLOAD_MB * _MEGABYTE
    if size > most:
        raise ValidationError(
            f"The upload has {size / _MEGABYTE:,.0f} MB, and {settings.IMPORT_UPLOAD_MB:,} MB is the most: "
            "hand it in in parts, or ask the keeper to put it into a folder on the server."
        )
    if size * 2 > shutil.disk_usage(settings.DATA_DIR).free:
        raise ValidationError("There is not enough room on the server's disk: ask the keeper to make some.")


def keep_uploads(files: Iterable[TemporaryUploadedFile], folder: Path) -> None:
    """Moves uploaded files into the folder, under safe names of their own."""
    folder.mkdir(mode=0o700, parents=True)
    taken: set[str] = set()
    for file in files:
        name = safe_name(file.name or "", taken)
        taken.add(name.casefold())
        shutil.move(file.temporary_file_path(), folder / name)


def safe_name(given: str, taken: Iterable[str] = ()) -> str:
    """The file's name as far as it can do no harm, with a number where it is among the `taken` ones (casefolded)."""
    name = storable(given.replace("\\", "/").rpartition("/")[2])
    name = "".join(each for each in name if each.isprintable()).lstrip(". ").rstrip()
    # The end says what it is: `.tar.gz` must survive in a name that is too long.
    stem, ending = Path(name).stem or "file", Path(name).suffix[:20]
    while len(f"{stem}{ending}".encode()) > _NAME_BYTES:
        stem = stem[:-1]
    wanted, number, present = f"{stem}{ending}", 1, set(taken)
    while wanted.casefold() in present:
        number += 1
        wanted = f"{stem} ({number}){ending}"
    return wanted


def find_allowed(given: str) -> Path:
    """The real path of a folder or file under an allowed root; raises ValidationError for any other."""
    roots = [Path(os.path.realpath(root)) for root in settings.IMPORT_ROOTS]
    if not roots:
        raise ValidationError("No folder on the server is open to imports: the keeper sets IMPORT_ROOTS to open one.")
    try:
        path = Path(os.path.realpath(given.strip()))
        inside = any(path.is_relative_to(root) for root in roots)
        # Asked for only there, so that nobody can find out by this what lies elsewhere on the server.
        found = inside and path.exists()
    except (OSError, ValueError):
        inside = found = False
    if not inside:
        allowed = ", ".join(map(str, settings.IMPORT_ROOTS))
        raise ValidationError(f"Only what lies under an allowed folder can be imported: {allowed}.")
    if not found:
        raise ValidationError("There is no such file or folder: look at the spelling.")
    data = Path(os.path.realpath(settings.DATA_DIR))
    if path.is_relative_to(data) or data.is_relative_to(path):
        # It holds the database and the secret key, which would be published.
        raise ValidationError("That is where the archive keeps its own data: name a folder beside it.")
    return path
