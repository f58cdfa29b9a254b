"""How values of the archive are written for readers: dates by their precision, numbers, addresses, file names."""

from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from archive.edtf import EdtfDate
from archive.importing.metadata.addresses import split_address


def date_in_words(text: str) -> str:
    """An EDTF date as readers write it: “16 December 2009”, “December 2009”, “16 December, year unknown”."""
    try:
        date = EdtfDate.parse(text)
    except ValueError:
        return text
    parts = [str(date.day)] if date.day else []
    if date.month:
        parts.append(str(MONTHS[date.month]))
    if date.year:
        parts.append(str(date.year))
    elif parts:
        return _("%(date)s, year unknown") % {"date": " ".join(parts)}
    return " ".join(parts)


def machine_date(text: str) -> str:
    """An EDTF date for the `datetime` attribute of `<time>`; "" where HTML has no form for it."""
    if not text.startswith("XXXX-"):
        return text
    return text[5:] if len(text) == len("XXXX-12-16") else ""


def thousands(number: int) -> str:
    """A number with its thousands set apart as the reader's language has it."""
    return number_format(number, use_l10n=True, force_grouping=True) if number >= 1000 else str(number)


def percent(share: float) -> str:
    """A share between 0 and 1: “12 %”, “4.2 %”, “0.03 %”."""
    value = share * 100
    if 0 < value < 0.005:
        return f"<{number_format(0.01, 2)} %"
    digits = 0 if value >= 10 or not value else 1 if value >= 1 else 2
    # Rounded here, for `number_format` cuts digits off.
    return f"{number_format(round(value, digits), digits)} %"


def is_web_address(url: str) -> bool:
    """Whether a link may be made of it: `javascript:` and the like may not."""
    return split_address(url) is not None


def absolute_url(path: str) -> str:
    """An address of this site in full, as BASE_URL has it."""
    return f"{settings.BASE_URL}{path}"


def short_path(path: str) -> str:
    """A file's name and folder: enough to find it again, without telling how the server's disk is laid out."""
    parts = (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).parts
    return "/".join(part for part in parts[-2:] if part not in {"/", "\\"})
