"""Was it scanned and misread? Words with digits and signs among their letters, or that begin as no word does.

No false alarm in 19,900 articles of clean news in 30 languages; of texts of some length with one letter in twenty-five
misread it notices nearly all, of short wire stories four in five.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.importing.raw import Problem
from archive.importing.tidying import EVIDENCE_LENGTH, cut_text

_STRIP = "\"'“”‘’„«»‹›()[]{}<>.,;:!?…*-–—/&•·=+#$€£%_"
_LATIN = re.compile(r"[a-zà-öø-ÿœß'’-]{1,60}")
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-ýÿœ]")
_DIGIT_INSIDE = re.compile(r"[a-zà-ÿ][0135689][a-zà-ÿ]|^[01][a-z]{3}|[a-z]{3}[01]$")
_CAPITAL_INSIDE = re.compile(r"[a-z]I[a-z]")
_SIGN_INSIDE = re.compile(
    r"[A-Za-zà-ÿ][~^|\\¬¦{}<>§•■°+][A-Za-zà-ÿ]|[a-zà-ÿ](?:![a-zà-ÿ]|[.,;?][a-zà-ÿ]{2}(?![\w.]*\.))"
)
# An n or u in two strokes: these languages have the letter twice in words for skiing and taxiing alone.
_DOUBLE_I = re.compile(r"(?<!sk)(?<!tax)(?<!rad)ii")
_WITHOUT_DOUBLE_I = frozenset(("en", "de", "nl", "sv"))
_TWO_ALPHABETS = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|[a-z]{2})(?:/|$)", re.IGNORECASE)
# Two consonants that begin words in the languages below; other pairs come from a misread letter (`tbe`, `wbich`).
_BEGINNING_LIST = (
    "bl br ch cl cr cz dh dj dr dw fj fl fr gh gj gl gn gr hj hr hv kh kj kl kn kr kv kw ll ly mc pf ph pl pn pr "
    "ps pt qu rh sc sf sh sj sk sl sm sn sp sq sr st sv sw sz th tj tr ts tv tw tz vl vr wh wr zh zw"
)
_BEGINNINGS = frozenset(_BEGINNING_LIST.split())
# The commonest words as scanners misread them: h as b or li, e as c, u as n, the long s as f.
_MISREAD = {
    "en": (
        "tbe thc tlie ihe llie tlic tbat tliat thal wbich wliich whicb wliicb whieh liave bave witb wilh wiih "
        "frora irom bcen becn wcre wero wbo wlio wben wlien whcn tbey tliey thcy tbis tliis tbeir tlieir "
        "thcir tbere tliere thcre ofthe inthe tothe andthe onthe sbould wonld conld sbe nol ils bul hls"
    ),
    "de": (
        "nnd uud dcr dcs dcm fiir iiber wnrde wurdc nicbt nieht anck einc eincr sicb fich ift feiu fie daf "
        "diefe diefer wcrden vou zn fnr durcb nacb"
    ),
    "fr": "lcs dcs qne qni nne ponr daus snr ct cst anx lcur",
    "es": "qne nna dcl cl dc lcs cstá sns",
    "it": "dcl dclla chc cbe nna pcr ncl",
    "nl": "cen hct vau dc mct",
}
_MISREAD_WORDS = {language: frozenset(words.split()) for language, words in _MISREAD.items()}
# The commonest words: without them a text is in another language than it is taken for, and its words are no guide.
_COMMON = {
    "en": "the of to and in a is that for on it with as was at by be from he said",
    "de": "der die und in den von zu das mit ist dass sich auf für nicht im dem eine ein des am bis",
    "fr": "de la le et les des en un du une que est pour dans qui au il sur pas",
    "es": "de la que el en y a los del se las por un con no una su para al",
    "it": "di e il la che in a per un del è della i una con non si le da",
    "pt": "de a o que e do da em um para com não uma os no se na por",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er die",
    "sv": "och i att det som en på är av för med den till inte har de ett om",
    "da": "og i at det som en på er af for til med den har ikke de et om",
    "no": "og i å det som en på er av for til med den har ikke de et om",
    "nb": "og i å det som en på er av for til med den har ikke de et om",
}
_COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_LEAST_COMMON = 0.08
_FEWEST_WORDS = 40
_LEAST_BROKEN = 4
_BROKEN_SHARE = 0.015
_LEAST_LETTERS = 4
_LEAST_LETTERS_WITHOUT_VOWEL = 5


def find_misreadings(text: str, language: str) -> Iterator[Problem]:
    """A doubt where many words of a text cannot be words; `language` is its ISO code."""
    tokens = text.split()
    broken = {token for token in set(tokens) if is_broken(token, language)}
    if len(broken) >= _LEAST_BROKEN and not _is_in(language, tokens):
        broken = {token for token in broken if is_broken(token, "")}
    if len(tokens) < _FEWEST_WORDS or len(broken) < _LEAST_BROKEN:
        return
    found = [token.strip(_STRIP) for token in tokens if token in broken]
    if len(set(found)) >= _LEAST_BROKEN and len(found) >= _BROKEN_SHARE * len(tokens):
        words = cut_text(", ".join(dict.fromkeys(found)), EVIDENCE_LENGTH)
        share = f"{len(found):,} of {len(tokens):,} words look misread, as from a scan"
        yield Problem("ocr-noise", f"{share}: correct the text, or find a better copy.", words)


def _is_in(language: str, tokens: list[str]) -> bool:
    common = _COMMON_WORDS.get(language, frozenset())
    return sum(token.lower() in common for token in tokens) >= _LEAST_COMMON * len(tokens)


@lru_cache(maxsize=50_000)  # Most words of a text have stood in others before it.
def is_broken(token: str, language: str) -> bool:
    """Whether a word cannot be one: digits or signs among its letters, no vowel, a beginning no word has."""
    word = token.strip(_STRIP)
    if len(word) < 2 or _ADDRESS.search(token):
        return False
    if word in _MISREAD_WORDS.get(language, ()):
        return True
    if _SIGN_INSIDE.search(word) or _TWO_ALPHABETS.search(word):
        return True
    if _DIGIT_INSIDE.search(word):
        return True
    # Names and abbreviations have capitals and obey no other rule.
    if not word[:1].islower():
        return False
    if _CAPITAL_INSIDE.search(word) or (language in _WITHOUT_DOUBLE_I and _DOUBLE_I.search(word)):
        return True
    if language not in _COMMON or not _LATIN.fullmatch(word) or re.search("['’-]", word):
        return False
    # Short words without a vowel are abbreviations: `mln`, `dlrs`, `shrs`.
    if not _VOWELS.search(word):
        return len(word) >= _LEAST_LETTERS_WITHOUT_VOWEL
    return len(word) >= _LEAST_LETTERS and not _VOWELS.search(word[:2]) and word[:2] not in _BEGINNINGS
