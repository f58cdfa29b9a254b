"""Web addresses: without what tracks the reader, and which of them lead to one article."""

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

# Names that mean nothing else anywhere: a parameter in doubt may choose the article, and stays.
_TRACKING = re.compile(
    r"utm_.{0,40}|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|oly_\w{2,10}_id"
    r"|cmpid|icid|ncid|ns_\w{2,20}|xtor|wt[_.]\w{2,20}|at_\w{2,20}|smid|smtyp|sharetype|ref_?src|ftag|ito|_ga|_gl|s_cid|soc_src"
    r"|soc_trk|taid|traffic_source|__twitter_impression",
    re.IGNORECASE,
)
_AMP_PARAMETERS = frozenset((("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")))
# The same paper for telephones and for search engines.
_SISTERS = re.compile(r"(?:(?:www\d?|m|mobile|mobil|amp|touch|wap)\.){1,3}(?=[^.]{1,63}\.)")
_AMP_SUFFIX = re.compile(r"\.amp(?=\.html?$|$)")
_ENDING = re.compile(r"\.(?:[sp]?html?|php\d?|aspx?|jsp|cms|ece|story|article|amp)$", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"[a-z]{0,4}(?P<digits>\d{6,20})", re.IGNORECASE)
_HASH = re.compile(r"(?=(?:[a-f]*\d){6})[0-9a-f]{10,40}")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])?(?:[0-5]\d){0,2})?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
# A number under one of these names a person, a subject or a set of pictures, and many articles stand under it.
_COLLECTIONS = re.compile(
    r"(?:users?|members?|profiles?|authors?|autor(?:en|es)?|auteurs?|blogs?|forums?|boards?|threads?|themen?|thema|topics?|tags?"
    r"|categor(?:y|ies)|kategorien?|rubri[ck]\w{0,4}|dossiers?|series?|serien?|galler(?:y|ies)|galerien?|albums?|issues?|pages?|live\w{0,12})",
    re.IGNORECASE,
)
_LONGEST = 2000


def clean_address(url: str) -> str:
    """The address without parameters that only say how the reader came there, and without a place in the page."""
    parts = split_address(url)
    if parts is None:
        return url
    path = parts.path
    # A page shown by a search engine's cache of AMP pages has its own address in the path.
    if parts.netloc.lower().endswith(".cdn.ampproject.org") and (
        found := re.match(r"/[cv]/(?:s/)?([^/]+\.[^/]+/.+)", path)
    ):
        return clean_address(f"{parts.scheme}://{found[1]}")
    query = f"?{kept}" if (kept := _query(parts)) else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{path}{query}{_route(parts)}"


def main_host(host: str) -> str:
    """The host of the full paper: that of `m.post.example` and `www.post.example` is `post.example`."""
    return _SISTERS.sub("", host, count=1)


def address_key(url: str) -> str:
    """What addresses of one article have in common: host and path of the full page, or host and article ID.

    `https://m.post.example/news/bridge-opens-1234567.amp` and `https://www.post.example/1234567` have the same key.
    A key is its own key, and two articles never share one unless their paper gave them one ID.
    """
    parts = split_address(clean_address(url if "://" in url else f"https://{url}"))
    if parts is None:
        return url
    host = main_host(parts.netloc.lower().rpartition("@")[2])
    segments = [_unquoted(segment) for segment in parts.path.split("/") if segment]
    if segments and segments[-1].lower() == "amp":
        segments.pop()
    elif segments and segments[0].lower() == "amp":
        segments.pop(0)
    if segments:
        segments[-1] = _AMP_SUFFIX.sub("", segments[-1])
    query = f"?{kept}" if (kept := _query(parts)) else ""
    article = _article_id(segments)
    return f"{host}/{f'*/{article}' if article else '/'.join(segments)}{query}{_route(parts)}"


def _unquoted(segment: str) -> str:
    """A part of a path as it is read; as it is sent where reading it would make another address of it."""
    text = unquote(segment)
    return segment if not text.isprintable() or text != text.strip() or set(text) & set("/?#%") else text


def split_address(url: str) -> SplitResult | None:
    """The parts of an address of the web; None for what is none, or breaks off in its host."""
    try:
        parts = urlsplit(url[:_LONGEST])
    except ValueError:
        return None
    return parts if parts.netloc and parts.scheme.lower() in ("http", "https") else None


def _route(parts: SplitResult) -> str:
    """The part behind `#` where scripts choose the article by it, and not a place in the page."""
    return f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""


def _query(parts: SplitResult) -> str:
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return parts.query
    kept = [
        (name, value)
        for name, value in pairs
        if not _TRACKING.fullmatch(name) and (name.lower(), value.lower()) not in _AMP_PARAMETERS
    ]
    return parts.query if len(kept) == len(pairs) else urlencode(kept)


def _article_id(segments: list[str]) -> str:
    """The one ID in the last segment, or the one that stands alone before a headline; "" where there is any doubt."""
    if not segments:
        return ""
    if len(segments) >= 2 and segments[-2] == "*":
        return segments[-1]
    before = segments[-2] if len(segments) > 1 else ""
    last = _ENDING.sub("", segments[-1])
    if found := _id_in(last):
        return "" if _COLLECTIONS.fullmatch(before) else found
    if len(segments) < 3 or not _is_headline(last) or _COLLECTIONS.fullmatch(segments[-3]):
        return ""
    found = _id_in(before)
    return found if found.casefold() == before.casefold() else ""


def _id_in(segment: str) -> str:
    """The ID at the start or the end of a segment whose rest is words, or the segment itself."""
    if uuid := _UUID.search(segment):
        return uuid[0].lower()
    tokens = [token for token in re.split(r"[-_,.~]", segment) if token]
    if not tokens:
        return ""
    ends = {0, len(tokens) - 1}
    ids = [place for place, token in enumerate(tokens) if _is_id(token)]
    if len(ids) != 1 or ids[0] not in ends:
        return ""
    # A short number behind the ID is a page of the article, or a second part of the ID.
    behind = tokens[1] if ids[0] == 0 and len(tokens) > 1 else ""
    return "" if behind.isdigit() else tokens[ids[0]].lower()


def _is_id(token: str) -> bool:
    number = _NUMBER.fullmatch(token)
    if number:
        # `raises-250000` is a headline, not an ID.
        return not _DATE.fullmatch(number["digits"]) and not number["digits"].endswith("000")
    return bool(_HASH.fullmatch(token.lower()))


def _is_headline(segment: str) -> bool:
    return len([word for word in re.split(r"[-_]", segment) if len(word) > 1 and not word.isdigit()]) >= 3
