"""In which language is it? The file's own word for it first, else what its letters look like."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Six hundred characters decide as surely as six thousand, at a tenth of the cost.
SAMPLE_LENGTH = 600
# Below this many letters a headline of names and numbers may look like any language.
_FEWEST_LETTERS = 40
_SURE = 0.8
# To contradict a file takes more: letters of two lines, and hardly a doubt.
_MANY_LETTERS = 150
_VERY_SURE = 0.99
# Languages whose texts a detector confuses, and whose papers print each other.
_KIN = (
    frozenset(("no", "nb", "nn", "da")),
    frozenset(("hr", "bs", "sr", "sl")),
    frozenset(("id", "ms")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "ca", "pt")),
    frozenset(("bg", "mk")),
)
# The languages newspapers are archived in here; rare ones would win on tables and lists of names.
_LANGUAGE_LIST = (
    "ar az be bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko ky "
    "lb lt lv mk mn ms mt nb nl nn no pl ps pt ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh"
)
_LANGUAGES = _LANGUAGE_LIST.split()
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,4}", re.IGNORECASE)
_NAMES = {
    "english": "en",
    "eng": "en",
    "french": "fr",
    "français": "fr",
    "fra": "fr",
    "fre": "fr",
    "german": "de",
    "deutsch": "de",
    "deu": "de",
    "ger": "de",
    "spanish": "es",
    "español": "es",
    "spa": "es",
    "russian": "ru",
    "русский": "ru",
    "rus": "ru",
    "italian": "it",
    "ita": "it",
    "ukrainian": "uk",
    "ukr": "uk",
    "dutch": "nl",
    "nld": "nl",
    "portuguese": "pt",
    "por": "pt",
    "polish": "pl",
    "pol": "pl",
    "swedish": "sv",
    "swe": "sv",
    "turkish": "tr",
    "tur": "tr",
    "arabic": "ar",
    "ara": "ar",
    "chinese": "zh",
    "zho": "zh",
    "japanese": "ja",
    "jpn": "ja",
}
_ENGLISH_NAME_LIST = (
    "ar Arabic bg Bulgarian ca Catalan cs Czech da Danish de German el Greek en English es Spanish et "
    "Estonian fa Persian fi Finnish fr French he Hebrew hi Hindi hr Croatian hu Hungarian id Indonesian it "
    "Italian ja Japanese ko Korean lt Lithuanian lv Latvian nb Norwegian nl Dutch no Norwegian pl Polish pt "
    "Portuguese ro Romanian ru Russian sk Slovak sl Slovene sr Serbian sv Swedish tr Turkish uk Ukrainian zh "
    "Chinese"
)
_ENGLISH_NAMES = dict(zip(_ENGLISH_NAME_LIST.split()[::2], _ENGLISH_NAME_LIST.split()[1::2], strict=True))
_LETTER = re.compile(r"[^\W\d_]")


def read_language(text: str) -> str:
    """The ISO 639-1 code that a file's own statement means (`en-GB`, `English`), or "" for none."""
    text = text.strip().casefold()
    if text in _NAMES:
        return _NAMES[text]
    match = _CODE.fullmatch(text)
    code = match[1].lower() if match else ""
    return _NAMES.get(code, code if len(code) == 2 else "")


def language_name(code: str) -> str:
    """The English name of a language for sentences; its code where that is not a common one."""
    return _ENGLISH_NAMES.get(code, f"the language “{code}”")


def guess_language(title: str, body: str) -> str:
    """The ISO 639-1 code of the language a text looks like, or "" where that is not credible."""
    sample = f"{body[:SAMPLE_LENGTH]}\n{title}" if body else title
    sample = sample[:SAMPLE_LENGTH]
    if len(_LETTER.findall(sample)) < _FEWEST_LETTERS:
        return ""
    code, score = _classify(sample)
    return code if score >= _SURE else ""


def find_other_language(stated: str, body: str) -> str:
    """The language a text is surely in where that is another than the stated one; "" for no doubt.

    Two places of the text must agree: a quotation or a list of names does not make an article foreign.
    """
    first, second = body[:SAMPLE_LENGTH], body[max(0, len(body) // 2) :][:SAMPLE_LENGTH]
    if stated not in _LANGUAGES or min(len(_LETTER.findall(first)), len(_LETTER.findall(second))) < _MANY_LETTERS:
        return ""
    code, score = _classify(first)
    if score < _VERY_SURE or code == stated or any({code, stated} <= kin for kin in _KIN):
        return ""
    other, score = _classify(second)
    return code if other == code and score >= _VERY_SURE else ""


def _classify(sample: str) -> tuple[str, float]:
    # The model knows capitals from abbreviations only, so a line in capitals is read in lower case.
    code, score = _identifier().classify(sample.lower() if sample.isupper() else sample)
    return str(code), float(score)


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    # Loading takes most of a second, which a command that reads no file should not pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _LANGUAGES if code in identifier.labels])
    return identifier
