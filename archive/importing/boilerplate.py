"""Furniture of web pages and newsletters (navigation, share bars): taken from the edges, never from the middle."""

import re
from collections.abc import Sequence

from archive.importing.wrapping import Block

# Whole lines, or whole parts of a line between bars and dashes, after folding; a number may follow.
_PHRASE_LIST = """
    accessibility links|skip to content|skip to main content|skip to navigation|skip to search|skip links|
    main content|jump to navigation|home|home page|homepage|menu|main menu|open menu|close menu|search|
    search this site|navigation|site map|sitemap|site index|index|news|breaking news|latest news|top stories|
    top news|latest|live|watch live|listen live|headlines|more news|all news|in focus|newswire|world|politics|
    business|economy|sport|sports|culture|opinion|editorials|science|technology|tech|health|travel|weather|video|
    videos|audio|photos|photo galleries|galleries|podcasts|programs|multimedia|features|blogs|events|regions|europe|
    asia|africa|americas|middle east|subscribe|subscribe now|subscribe today|sign in|sign up|log in|login|logout|
    log out|register|my account|newsletter|newsletters|rss|rss feed|sign up for our newsletter|get our newsletter|
    sign up for our newsletters|subscribe to our newsletter|become a member|donate|support us|bookmark and share|
    share|share this|share this article|share this page|share on facebook|share on twitter|share on x|
    share on linkedin|share via email|share by email|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|
    reddit|pinterest|email|e-mail|x|copy link|link copied|email this|email this article|email this page|
    e-mail this article|e-mail to a friend|email to a friend|print|print this|print this article|print this page|
    printer-friendly version|printer friendly version|print version|tweet|like|pin it|save|bookmark|comment|
    comments|add a comment|leave a comment|post a comment|no comments|view comments|show comments|read comments|
    join the discussion|text size|a a a|font size|increase text size|back to the top|back to top|top|top of page|
    return to top|to the top|next|previous|next article|previous article|next story|previous story|back|continue|
    read more|more|see also|read also|also read|related|related articles|related stories|related news|
    related content|related links|related topics|more on this story|more on this topic|more from this section|
    recommended|recommended for you|you may also like|you might also like|most read|most popular|most viewed|
    most shared|most emailed|most discussed|trending|trending now|popular|editor's picks|editors' picks|don't miss|
    what to read next|latest stories|more stories|more headlines|from the web|around the web|sponsored|
    sponsored content|promoted|advertisement|advertising|advertise|advertise with us|ad|ads|
    story continues below advertisement|article continues below advertisement|about|about us|contact|contact us|
    help|faq|feedback|privacy|privacy policy|privacy notice|cookie policy|cookies|cookie settings|terms|
    terms of use|terms of service|terms and conditions|terms & conditions|legal|imprint|careers|jobs|press room|
    corrections|accessibility|accept all cookies|accept cookies|manage cookies|all rights reserved|loading|
    loading...|follow us|connect with us|follow us on|tags|topics|filed under|startseite|zum inhalt springen|teilen|
    drucken|kommentare|mehr zum thema|impressum|datenschutz|anzeige|nach oben|suche|anmelden|abonnieren|accueil|
    aller au contenu|partager|imprimer|commentaires|publicité|à lire aussi|lire aussi|sur le même sujet|
    haut de page|s'abonner|rechercher|inicio|ir al contenido|compartir|imprimir|comentarios|publicidad|lea también|
    relacionados|volver arriba|síguenos|síganos|suscríbete|buscar|главная|поиск|меню|поделиться|печать|распечатать|
    версия для печати|комментарии|читайте также|реклама|наверх|подписаться|войти|все новости|новости|по теме|
"""
_PHRASES = frozenset(" ".join(phrase.split()) for phrase in _PHRASE_LIST.split("|") if phrase.strip())

# Lines that begin like this and are short are furniture, whatever name or number they go on with.
_OPENINGS = re.compile(
    r"(?:follow|like|join|find|watch|connect with)\s.{1,60}\bon\s(?:twitter|facebook|x|instagram|telegram|linkedin"
    r"|youtube|whatsapp|mastodon|threads|bluesky|google news)\b"
    r"|(?:share|listen to|watch|save|print|e-?mail) (?:on|via|with|this|it)\b.{0,30}$"
    r"|(?:folgen sie|suivez|síguenos|síganos|следите за|подписывайтесь)\b"
    r"|(?:sign up|subscribe|register|log in|click)\s(?:to|for|here|now)\b|tap here\b|download (?:the|our) app\b"
    r"|(?:you are here|you're here)\s{0,2}[:>»/]|home\s{0,2}[>»/]"
    r"|(?:tags|topics|filed under|keywords|category|categories|section|rubric)\s{0,2}:"
    r"|(?:read more|see also|read also|also read|related|more on|more from|recommended|next|previous|up next)\s{0,2}:"
    r"|(?:source url|permalink|short link|share this|send to|print this|e-?mail this|view (?:all|in browser|online))\b"
    r"|(?:to )?unsubscribe\b|forward this\b|reading time\b|\d{1,3} min\.? read\b"
    r"|(?:we|this (?:site|website|page)) uses? cookies\b|by (?:using|continuing)\b.{0,40}\bcookies\b"
    r"|your browser\b|(?:please )?enable javascript\b"
    r"|\d{1,6} (?:comments?|shares?|views?|likes?|min(?:ute)?s?(?: read)?)\W{0,3}$"
    r"|(?:retrieved|printed|saved|downloaded|accessed) (?:on|from|at)\b",
    re.IGNORECASE,
)
# After one of these at the end of a page nothing belongs to the article any more.
_COMMENTS = r"(?:\d{0,6}\s?comments?|kommentare|commentaires|comentarios|комментарии)\s?(?:\(\d{1,6}\))?:?"
_COMMENTS_MARK = re.compile(_COMMENTS, re.IGNORECASE)
_END_MARKS = re.compile(
    rf"{_COMMENTS}|(?:leave a comment|post a comment|add a comment|join the (?:discussion|conversation)"
    r"|related (?:articles|stories|news|content|links|topics)|most (?:read|popular|viewed|shared|emailed|discussed)"
    r"|more (?:from|stories|news|headlines|on this)\b.{0,40}|(?:recommended|you (?:may|might) also like)\b.{0,40}"
    r"|editor'?s'? picks|what to read next|read more|read also|see also|latest (?:news|stories)|trending(?: now)?"
    r"|around the web|from the web|mehr zum thema|à lire aussi|sur le même sujet|lea también|читайте также|по теме):?",
    re.IGNORECASE,
)
_INTERRUPTER_LIST = (
    "advertisement|anzeige|publicité|publicidad|реклама|story continues below|story continues below advertisement"
    "|article continues below advertisement|continue reading the main story"
)
_INTERRUPTERS = frozenset(_INTERRUPTER_LIST.split("|"))
_PARTS = re.compile(r"\s+[-–—|•·»>:/*]+\s+|[|•·»]|\s{2,}")
_RULE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\W{0,2}\d{1,6}\W{0,2}")
_LONGEST_LINE = 160
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔։][\"'”’»)\]]{0,2}$")


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page, not to the article: its parts are known phrases, or it has no word."""
    if len(line) > _LONGEST_LINE:
        return False
    if _RULE.fullmatch(line):
        return True
    return bool(_OPENINGS.match(line)) or all(_is_phrase(part) for part in _PARTS.split(line) if part and part.strip())


def _is_phrase(part: str) -> bool:
    folded = _NUMBER.sub(" ", " ".join(part.casefold().replace("’", "'").split()).strip(" -–—|•·»>:*[]()."))
    return folded.strip() in _PHRASES or not folded.strip() or bool(_OPENINGS.match(part))


def ends_sentence(line: str) -> bool:
    """Whether a line ends like a sentence."""
    return bool(_SENTENCE_END.search(line[-6:]))


def is_prose(line: str) -> bool:
    """Whether a line reads like running text: long enough and ended like a sentence, or long anyhow."""
    words = len(line.split()) if len(line) > 20 else 0
    return words >= 25 or (words >= 8 and ends_sentence(line)) or (words < 8 and len(line) > 60 and ends_sentence(line))


def strip_top(blocks: Sequence[Block]) -> list[Block]:
    """The blocks from the first one that is not furniture, and without advertisement marks anywhere."""
    first = next((place for place, block in enumerate(blocks) if not is_furniture(block.text)), len(blocks))
    return [block for block in blocks[first:] if block.text.casefold().strip(" -–—[]().") not in _INTERRUPTERS]


def strip_bottom(blocks: Sequence[Block]) -> list[Block]:
    """The blocks up to the last one of the article: no share bars, and nothing that a page shows below."""
    kept = list(blocks)
    prose = [place for place, block in enumerate(kept) if is_prose(block.text)]
    last_prose = prose[-1] if prose else -1
    for place, block in enumerate(kept):
        if (
            place
            and len(block.text) <= 60
            and _END_MARKS.fullmatch(block.text)
            and _ends_article(block.text, place, prose)
        ):
            kept = kept[:place]
            break
    # A short line among share links is one more of them, whatever it says; alone it may be the article's.
    first_short = len(kept)
    while first_short > last_prose + 1 and _is_label(kept[first_short - 1].text):
        first_short -= 1
    labels = kept[first_short:]
    if sum(is_furniture(block.text) for block in labels) * 2 >= len(labels):
        kept = kept[:first_short]
    return kept


def _is_label(line: str) -> bool:
    return is_furniture(line) or (len(line.split()) <= 5 and not ends_sentence(line) and line[-1:] not in "\"'”’»)")


def _ends_article(mark: str, place: int, prose: Sequence[int]) -> bool:
    """Whether the mark at `place` is the end: an article before it, and only short lines or comments after it.

    `prose` holds the places of the running text.
    """
    has_article = len(prose) >= 2 and prose[1] < place
    return has_article and (place > prose[-1] or bool(_COMMENTS_MARK.fullmatch(mark)))
