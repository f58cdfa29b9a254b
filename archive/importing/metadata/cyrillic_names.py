"""Names in Russian text: a place in the genitive before a name, and names that stand in another case than the first."""

import re

from archive.importing.metadata.lexicons import load_words

_GIVEN = load_words("given_names")
_ROLES = load_words("roles") | load_words("titles")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PATRONYMIC = re.compile(r"(?:ович|евич|овна|евна|ична|ильич)$")
# `премьер-министр Кестрии`: names of countries in the genitive, as given names hardly end.
_GENITIVE_PLACE = re.compile(r".{3,}(?:ии|[^аеиоуыэюя]ы)$")
# Endings of the cases, each with that of the nominative. Keys have no й: it stands there as и.
_CASES = (
    *((ending, "") for ending in ("а", "у", "ом", "е")),
    *((ending, plain) for ending in ("я", "ю", "ем", "е") for plain in ("и", "ь")),
    *((ending, "а") for ending in ("ы", "и", "е", "у", "ои")),
    *((ending, "я") for ending in ("и", "е", "ю", "еи")),
    *((ending, "ь") for ending in ("и", "ью")),
)
_OBLIQUE_SURNAME = re.compile(r"(?:ого|ому|[оеи]вым|[иы]ным|[сц]ким|[оеё]вои|[иы]нои|[сц]кои|[оеё]ву|[иы]ну)$")
_AFTER_THESE = re.compile(r"без|для|до|за|из|ко?|кроме|между|над|об?|от|перед|по|под|при|про|против|со?|у|через")


def is_cyrillic(key: str) -> bool:
    """Whether a word is in Cyrillic letters."""
    return bool(_CYRILLIC.match(key))


def ends_in_patronymic(keys: tuple[str, ...]) -> bool:
    """Whether the last of three words is one that only a person has: `Седов Иван Ильич`."""
    return len(keys) == 3 and bool(_PATRONYMIC.search(keys[2]))


def count_places_before(keys: tuple[str, ...]) -> int:
    """How many words of a run stand before the name: one in `Кестрии Беатрикс Хольм`, none in `Иван Ильич Седов`."""
    if len(keys) < 3 or not is_cyrillic(keys[0]) or keys[0] in _GIVEN or ends_in_patronymic(keys):
        return 0
    return 1 if keys[1] in _GIVEN or _GENITIVE_PLACE.match(keys[0]) else 0


def is_oblique(keys: tuple[str, ...], previous: str) -> bool:
    """Whether a Russian name stands in another case than the nominative, or cannot be told from one that does.

    `previous` is the word before it: `Александра` is a woman, or behind `с` and `президента` a man.
    """
    given = keys[0]
    if not is_cyrillic(given):
        return False
    inflected = any(given.endswith(ending) and _nominative(given, ending, plain) in _GIVEN for ending, plain in _CASES)
    if given in _GIVEN:
        return inflected and (bool(_AFTER_THESE.fullmatch(previous)) or _is_oblique_role(previous))
    return inflected or bool(_OBLIQUE_SURNAME.search(keys[-1]))


def _nominative(key: str, ending: str, plain: str) -> str:
    return key.removesuffix(ending) + plain


def _is_oblique_role(word: str) -> bool:
    return word not in _ROLES and any(
        word.endswith(ending) and _nominative(word, ending, plain) in _ROLES for ending, plain in _CASES
    )
