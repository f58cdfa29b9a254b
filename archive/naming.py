"""Keys and slugs: how two spellings are known to be one name, and how a name stands in an address."""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

# Letters that Unicode does not take for another with a mark, as search/text.py folds them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "ŀ": "l"}
)

SLUG_LENGTH = 80


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def name_key(name: str) -> str:
    """The name without case, accents, punctuation and doubled spaces: equal keys are one spelling."""
    kept = "".join(c if c.isalnum() else " " for c in fold(name) if c not in "'’ʼ.")
    return " ".join(kept.split())


def make_slug(text: str) -> str:
    """A slug of lower-case ASCII letters, digits and hyphens, cut at a word; `untitled` where nothing is left.

    Other scripts are written in Latin letters, so that a Russian or Chinese headline has a readable address too.
    """
    plain = anyascii(text).lower().replace("/", "-")
    slug = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain))
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rsplit("-", 1)[0][:SLUG_LENGTH]
    return slug.strip("-_") or "untitled"


class Slugs:
    """Hands out slugs that are not taken, without trying every number anew for a name that many share."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def take(self, text: str) -> str:
        """A slug that nobody has, with a number behind it where the plain one is taken; from now on it is taken."""
        plain = slug = make_slug(text)
        number = self._last.get(plain, 1)
        while slug in self._taken:
            number += 1
            slug = f"{plain}-{number}"
        self._last[plain] = number
        self._taken.add(slug)
        return slug
