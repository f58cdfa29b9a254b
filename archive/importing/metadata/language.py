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
_LETTER = re.compile(r"[^\W\d_]")


def read_language(text: str) -> str:
    """The ISO 639-1 code that a file's own statement means (`en-GB`, `English`), or "" for none."""
    text = text.strip().casefold()
    if text in _NAMES:
        return _NAMES[text]
    match = _CODE.fullmatch(text)
    code = match[1].lower() if match else ""
    return _NAMES.get(code, code if len(code) == 2 else "")


def guess_language(title: str, body: str) -> str:
    """The ISO 639-1 code of the language a text looks like, or "" where that is not credible."""
    sample = f"{body[:SAMPLE_LENGTH]}\n{title}" if body else title
    sample = sample[:SAMPLE_LENGTH]
    if len(_LETTER.findall(sample)) < _FEWEST_LETTERS:
        return ""
    # The model knows capitals from abbreviations only, so a line in capitals is read in lower case.
    sample = sample.lower() if sample.isupper() else sample
    code, score = _identifier().classify(sample)
    return str(code) if score >= _SURE else ""


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    # Loading takes most of a second, which a command that reads no file should not pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _LANGUAGES if code in identifier.labels])
    return identifier
