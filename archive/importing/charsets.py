"""In which encoding are these bytes? Told by whether the letters that come out are those of one language.

A byte means another letter in every old code page, and nearly any of them decodes without an error; but the letters of
Polish come out of the right page only. Scripts of one case and of many characters are left to charset-normalizer.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from archive.importing.metadata.language import guess_language

# The code pages of each script in the order of their use, and the letters beyond ASCII of the languages written in it.
_CYRILLIC = "cp1251 koi8_u koi8_r iso8859_5 cp866 mac_cyrillic"
_PAGES = {
    "cp1252 iso8859_15 mac_roman cp850": {
        "en": "àâäáãåæçéèêëíîïñóôöøœúùûü",
        "de": "äöüßéà",
        "fr": "àâæçéèêëîïôœùûüÿ",
        "es": "áéíñóúü¿¡ªº",
        "pt": "àáâãçéêíóôõúüºª",
        "it": "àèéìíîòóùúºª",
        "nl": "áéëïíóöüèê",
        "ca": "àçéèíïóòúü·",
        "sv": "åäöéà",
        "da": "æøåé",
        "fi": "åäöšž",
        "is": "áðéíóúýþæö",
        "et": "äöõüšž",
    },
    "cp1250 iso8859_2 cp852": {
        "pl": "ąćęłńóśźż",
        "cs": "áčďéěíňóřšťúůýž",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "hu": "áéíóöőúüű",
        "ro": "ăâîşţ",
        "hr": "čćđšž",
    },
    _CYRILLIC: {
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя№",
        "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя№",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя№",
        "sr": "абвгдђежзијклљмнњопрстћуфхцчџш№",
    },
    "cp1253 iso8859_7": {"el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"},
    "cp1254 iso8859_9": {"tr": "çğıöşüâîûİ"},
    "cp1257 iso8859_13": {"lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž"},
}
_MARKS = frozenset("“”„‘’‚–—«»‹›…€£§°·•©®™\u00a0\u00ad½¼²³´±×")
_OTHERS = ["shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp1255", "cp1256"]
_SAMPLE_BYTES = 32 * 1024
_SURE = 0.9
# From an all but certain guess down to this the languages are asked, too, which of them it is.
_CLOSE = 0.03
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Space, line end, and the comma and the full stop of Chinese and Japanese, as the two bytes they are in UTF-16.
_COMMON_MARKS = frozenset([(0x20, 0), (0x0A, 0), (0x0D, 0), (0x01, 0x30), (0x02, 0x30)])
_FEWEST_SEQUENCES = 3
_STRAY_BYTES = "archive-stray-bytes"
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")


def guess_encoding(data: bytes) -> str:
    """The encoding that bytes which are no UTF-8 look like, or ""."""
    first = next((place for place, byte in enumerate(data) if byte >= 0x80), 0)
    sample = data[max(0, first - 2048) : first + _SAMPLE_BYTES]
    guesses = sorted(_one_byte_guesses(sample), key=lambda guess: -guess[0])
    if guesses and guesses[0][0] >= _SURE:
        close = [guess for guess in guesses if guess[0] > guesses[0][0] - _CLOSE]
        text = {encoding: sample.decode(encoding) for _, encoding, _ in close}
        same = (encoding for _, encoding, language in close if guess_language("", text[encoding]) == language)
        return next(same, close[0][1]) if len(set(text.values())) > 1 else close[0][1]
    from charset_normalizer import from_bytes  # takes a tenth of a second to load, for rare files

    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    return best.encoding if best else guesses[0][1] if guesses else ""


def looks_cyrillic(data: bytes) -> str:
    """The code page in which bytes are Cyrillic beyond doubt, in letters and in language; "" for none."""
    score, encoding, _ = max(_one_byte_guesses(data), default=(0.0, "", ""))
    is_cyrillic = encoding in _CYRILLIC.split() and score >= _SURE
    return encoding if is_cyrillic and guess_language("", data.decode(encoding)) in _PAGES[_CYRILLIC] else ""


def _one_byte_guesses(sample: bytes) -> Iterator[tuple[float, str, str]]:
    """How well each code page fits, with the language whose letters come out of it."""
    for pages, languages in _PAGES.items():
        for encoding in pages.split():
            try:
                text = sample.decode(encoding)
            except UnicodeDecodeError:
                continue
            beyond = Counter(character for character in text if character >= "\x80")
            penalty = _misplaced_capitals(text) / max(1, beyond.total())
            fits = ((_fit(beyond, letters), language) for language, letters in languages.items())
            best, language = max(fits, key=lambda fit: fit[0])
            yield best - penalty, encoding, language


def _fit(beyond: Counter[str], letters: str) -> float:
    """Which part of the characters beyond ASCII are a language's letters, or marks that all languages share."""
    total = max(1, beyond.total())
    known = sum(number for character, number in beyond.items() if character.lower() in letters or character in _MARKS)
    # Text in the wrong page of Cyrillic has its capitals and small letters exchanged.
    capitals = sum(number for character, number in beyond.items() if character.isupper())
    return (known - 0.1 * capitals) / total


def _misplaced_capitals(text: str) -> int:
    """How often a capital follows a small letter, where one of them is beyond ASCII."""
    return sum(a.islower() and b.isupper() and max(a, b) >= "\x80" for a, b in pairwise(text))


def guess_utf16(data: bytes) -> str:
    """The byte order of UTF-16 without its mark, by its spaces and line ends; "" when it is something else."""
    sample = data[: _SAMPLE_BYTES & ~1]
    even, odd = sample[::2], sample[1::2]
    little = sum((low, high) in _COMMON_MARKS for low, high in zip(even, odd, strict=False))
    big = sum((low, high) in _COMMON_MARKS for high, low in zip(even, odd, strict=False))
    if max(little, big) * 200 < len(even) or max(little, big) <= 3 * min(little, big):
        return ""
    encoding = "utf-16-le" if little > big else "utf-16-be"
    try:
        text = sample[: len(sample) & ~1].decode(encoding)
    except UnicodeDecodeError:
        return ""
    strange = sum(unicodedata.category(character) in _NO_TEXT and character not in "\t\n\r\f" for character in text)
    return encoding if strange * 50 <= len(text) else ""


def decode_mixed(data: bytes) -> str:
    """Text in UTF-8 with bytes of something else in it, or "" for what is no UTF-8 at all.

    A file may be pasted together from two sources, so each line is looked at; and a saved page with a few
    broken bytes must not turn into mojibake as a whole.
    """
    lines = data.split(b"\n")
    foreign = {place for place, line in enumerate(lines) if not line.isascii() and _is_foreign(line)}
    proven = [line for place, line in enumerate(lines) if not line.isascii() and place not in foreign]
    # In Chinese of another encoding two bytes look like UTF-8 now and then.
    if len(_SEQUENCE.findall(b"".join(proven))) < _FEWEST_SEQUENCES or len(proven) * 10 < len(foreign):
        return ""
    encoding = guess_encoding(b"\n".join(lines[place] for place in sorted(foreign))) if foreign else ""
    return "\n".join(
        line.decode(encoding or "cp1252", "replace") if place in foreign else line.decode("utf-8", _STRAY_BYTES)
        for place, line in enumerate(lines)
    )


def _is_foreign(line: bytes) -> bool:
    """Whether its bytes beyond ASCII are no UTF-8, but for some that look like it by chance."""
    rest = _SEQUENCE.sub(b"", line)
    return sum(byte >= 0x80 for byte in rest) * 4 > len(line) - len(rest)


def _read_stray_byte(error: UnicodeError) -> tuple[str, int]:
    """One byte between two of ASCII is a letter or a quotation mark of Windows; any other is broken."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, place = error.object, error.start
    around = data[max(0, place - 1) : place] + data[place + 1 : place + 2]
    letter = data[place : place + 1].decode("cp1252", "replace") if around.isascii() else "\ufffd"
    return letter, place + 1 if around.isascii() else error.end


codecs.register_error(_STRAY_BYTES, _read_stray_byte)
