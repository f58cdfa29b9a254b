"""Who printed it? The source an article names in a copyright line, a credit or a masthead; what abbreviations mean."""

import re

# Newsletters and agencies that sign with initials; a name that its own text spells out needs no entry.
_SPELLED_OUT = {
    "JRL": "Johnson's Russia List",
    "RIA": "RIA Novosti",
    "Radio Free Europe/Radio Liberty": "RFE/RL",
    "Reuter": "Reuters",
    "Thomson Reuters": "Reuters",
    "Associated Press": "AP",
    "The Associated Press": "AP",
    "Agence France-Presse": "AFP",
    "Agence France Presse": "AFP",
    "Deutsche Presse-Agentur": "dpa",
    "Australian Associated Press": "AAP",
    "Press Association": "PA",
    "Agencia EFE": "EFE",
}
AGENCIES = frozenset(
    [
        "AP",
        "AFP",
        "Reuters",
        "UPI",
        "dpa",
        "DPA",
        "ANSA",
        "EFE",
        "TASS",
        "ITAR-TASS",
        "Interfax",
        "RIA",
        "RFE/RL",
        "Xinhua",
        "Kyodo",
        "PTI",
        "BBC",
        "CNN",
        "VOA",
        "Bloomberg",
        "AAP",
        "PA",
        "Belga",
        "ANP",
        "NTB",
        "TT",
        "STT",
        "APA",
        "Ritzau",
        "Lusa",
        "CTK",
        "PAP",
        "MTI",
        "Ukrinform",
        "Tanjug",
        "Anadolu",
        "Yonhap",
        "Bernama",
        "Antara",
        "Novosti",
    ]
)
_ENDINGS = re.compile(
    r"(?:,?\s+(?:inc|incorporated|ltd|limited|llc|l\.l\.c|plc|corp|corporation|co|company|gmbh|ag|se|kg|s\.a|sa|s\.p\.a|spa|b\.v|bv|"
    r"n\.v|nv|ab|as|oy|pty|media group|ооо|ао)\.?)+$",
    re.IGNORECASE,
)
_RIGHTS_MARK = (
    r"(?:copyright|©|\(c\)|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|todos los derechos reservados|все права защищены)"
)
_RIGHTS = re.compile(
    rf"^\W{{0,3}}{_RIGHTS_MARK}|(?:©|\(c\)|copyright\s)\s{{0,3}}(?:19|20)\d\d|^reprinted (?:with|by) permission",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:copyright|©|\(c\))(?:[\s.,©\d–-]|\(c\)|copyright|by\s){1,40}(?P<holder>[^\W\d][^\n©]{1,120})", re.IGNORECASE
)
# What follows the holder's name in the line: a new sentence, or the terms.
_HOLDER_END = re.compile(
    r"\.?\s+(?:www\.|reprinted|all rights|used with|used by|alle rechte|tous droits|todos los|все права"
    r"|this material)\b"
    r"|\.\s+(?=[A-ZÀ-ÞА-Я]\w)"
    r"|[;|•]|\s[-–—]{1,2}\s|,?\s(?:19|20)\d\d\b|\s\(|\.$",
    re.IGNORECASE,
)
_CREDIT_OWNER = re.compile(
    r"^(?:the\s)?(?P<owner>[A-Z][\w./&-]*(?:\s[A-Z][\w./&-]*){0,3})['’]s\s.{0,80}\bcontributed to this\b"
)
_SITE_TAIL = re.compile(r"\s+(?:[|»·–—]|-|::)\s+")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", re.IGNORECASE)
_NEWSPAPER_WORDS = re.compile(
    r"\b(?:times|post|herald|gazette|tribune|journal|daily|weekly|observer|chronicle|guardian|telegraph|press|news|newswire|agency|"
    r"wire|radio|courier|mail|mirror|express|standard|independent|examiner|dispatch|bulletin|monitor|review|star|sun|echo|argus|"
    r"sentinel|inquirer|record|register|reporter|advertiser|broadcasting|television|tv|magazine|zeitung|nachrichten|anzeiger|kurier|"
    r"tagblatt|tageblatt|rundschau|allgemeine|monde|figaro|soir|matin|presse|gazeta|pravda|izvestia|diario|periódico|noticias|mundo|"
    r"correo|voz|corriere|giornale|repubblica|новости|газета|вестник|ведомости|известия|правда|время|курьер)\b",
    re.IGNORECASE,
)
LONGEST_NAME = 80
# So much of what stands for a name is looked at: the rest is no name, and may be made to take long.
_LONGEST_READ = 300


def tidy_source(name: str) -> str:
    """A source's name as it is known: without `Inc.` and web address, spelled out where it is an abbreviation."""
    name = " ".join(name[:_LONGEST_READ].split()).strip(" .,;:|-–—\"'")
    if _DOMAIN.fullmatch(name):
        name = re.sub(r"^(?:https?://)?(?:www\.)?", "", name, flags=re.IGNORECASE).rstrip("/").lower()
    name = _ENDINGS.sub("", name) or name
    return _SPELLED_OUT.get(name, _set_case(name))[:LONGEST_NAME].strip()


def _set_case(name: str) -> str:
    """`SKERRY POST` as `Skerry Post`; short words may be initials and stay (`BBC NEWS` is `BBC News`)."""
    if not name.isupper() or " " not in name:
        return name
    small = {"THE": "The", "OF": "of", "AND": "and", "ON": "on", "IN": "in", "FOR": "for"}
    return " ".join(small.get(word, word.capitalize() if len(word) > 3 else word) for word in name.split())


def is_rights_line(line: str) -> bool:
    """Whether a line is a statement of copyright."""
    return bool(_RIGHTS.search(line[:300]))


def source_of_rights(rights: str) -> str:
    """The holder that a copyright line names: `Copyright (c) 2009. RFE/RL, Inc. Reprinted with ...` is RFE/RL's."""
    match = _HOLDER.search(rights[:600])
    if not match:
        return ""
    holder = match["holder"]
    end = _HOLDER_END.search(_shield_abbreviations(holder))
    name = tidy_source(holder[: end.start()] if end else holder)
    return name if name and len(name.split()) <= 8 and not re.match(_RIGHTS_MARK, name, re.IGNORECASE) else ""


def _shield_abbreviations(text: str) -> str:
    # `RFE/RL, Inc. Reprinted`: the dot of a company form ends the name only through the word that follows it.
    return re.sub(r"\b(Inc|Ltd|Corp|Co|plc|St|Mr|Dr)\.(?=\s)", r"\1 ", text)


def source_of_credit(credit: str) -> str:
    """The organisation whose staff a credit names: `Harbour Radio's Northern Service contributed to this report`."""
    match = next((match for line in credit.split("\n") if (match := _CREDIT_OWNER.match(line[:200]))), None)
    return tidy_source(match["owner"]) if match else ""


def looks_like_source(line: str) -> bool:
    """Whether a short line reads as the name of a paper, an agency or a site and nothing else."""
    name = line.strip(" .:")
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 60 or name[-1:] in "!?":
        return False
    is_known = name in AGENCIES or name in _SPELLED_OUT or bool(_DOMAIN.fullmatch(name) and "." in name)
    capitals = sum(
        word[0].isupper() or not word[0].isalpha() or word in ("of", "the", "and", "de", "la") for word in words
    )
    return is_known or (capitals == len(words) and bool(_NEWSPAPER_WORDS.search(name)) and len(words) <= 5)


def spell_out(initials: str, text: str) -> str:
    """The full name behind a newsletter's initials: from the table, else a name in its own text that they fit."""
    if initials in _SPELLED_OUT or not initials.isupper() or not 2 <= len(initials) <= 6:
        return _SPELLED_OUT.get(initials, initials)
    words = r"\s".join(rf"{letter}[\w'’-]{{1,20}}" for letter in map(re.escape, initials))
    match = re.search(rf"(?<!\w){words}(?!\w)", text)
    return match[0] if match else initials


def site_of(url: str) -> str:
    """The site of an address, by which it is known where nothing names it: `haldenpost.example`."""
    match = re.match(r"https?://(?:www\.)?([^/:?#]{3,100})", url, re.IGNORECASE)
    return match[1].lower() if match else ""


def split_site_name(title: str, site: str = "") -> tuple[str, str]:
    """A page title without the site's name behind (or before) it, and that name: `Port reopens | Harbour Post`."""
    title = " ".join(title.split())
    parts = _SITE_TAIL.split(title)
    if len(parts) < 2:
        return title, ""
    known = site.casefold()
    for name, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        if (known and name.casefold() == known) or (not known and looks_like_source(name)):
            return rest.strip(" |»·–—-:"), name
    return title, ""
