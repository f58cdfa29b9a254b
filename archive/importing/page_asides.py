"""What stands beside the article in a web page: navigation, teasers, share bars, pleas, boxes, captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.importing.boilerplate import ends_sentence, is_prose
from archive.importing.page_blocks import HEADINGS, LINK, Block, Node, Outline

_TAGS = frozenset(("nav", "footer", "aside", "header", "form", "figure", "figcaption", "address"))
# Words of classes and IDs; sites of all languages name them in English, and some in their own.
_NAMES = re.compile(
    " (?:"
    # Other articles.
    r"related|relateds|recommend(?:ed|ations?|ation)?|recirculation|recirc|outbrain|taboola|popular|trending"
    r"|most ?(?:read|viewed|popular|shared)|read (?:more|next|also)|see also|more (?:stories|news|from|on)"
    r"|also (?:read|like)|alsolike|teasers?|puff|carousel|slider|kicker|tags|tag ?list|hashtags?|keywords?|topics"
    # What readers do and say.
    r"|shar(?:e|er|es|ing)|socials?|embed|tweet|comments?|disqus|kommentare?|commentaires?|comentarios|reacties|replies"
    r"|forum|discussion|conversation|feedback|poll|quiz|rating"
    # What the site wants of them.
    r"|newsletters?|subscribe|subscriptions?|sign ?up|login|register|registration|membership|donate|donation|upsell"
    r"|promos?|promoted|promotion|promobox|ads?|adverts?|advertisements?|advertising|werbung|anzeige|publicidad|pub"
    r"|sponsor(?:ed)?|partner|cookies?|consent|gdpr|cmp|onetrust|didomi|privacy|disclaimer"
    # Parts of the page.
    r"|sidebar|side bar|complementary|bread ?crumbs?|toolbar|tools|menu|nav|navbar|navigation|navi|search|pagination"
    r"|pager|footer|foot|contentinfo|modal|pop ?up|overlay|banner|widgets?|skip|jump links?|toc|unseen"
    # Parts of the article that are not its text.
    r"|bylines?|authors?|bio|timestamp|datetime|date|captions?|credits?|copyright|gallery|galleries|slideshow|player"
    r"|info ?box|fact ?box"
    ") "
)
_PARAGRAPH_NAMES = re.compile(r" (?:unseen|bylines?|authors?|captions?|credits?|copyright|timestamp|datetime|date) ")
# An element that holds so much of the page's prose is the article, whatever it is called.
_MOST = 0.3
# A name that so much of the prose bears is that of the article's own paragraphs.
_COMMON = 0.5
# Among so many words of paragraphs a marked element is a box, whatever it holds.
_FEWEST_AROUND_BOX = 100
_MOST_IN_TEASER = 5
_LONGEST_PLEA = 40
_PLEA = re.compile(
    r"\b(?:(?:our|free|weekly|daily|morning)(?: \w{1,20}){0,3} newsletters?|sign(?:ing)? up|get in touch|contact us"
    r"|subscribe (?:to|now|here|for)|(?:follow|like|join) (?:us|our|\w{1,30} on)|e-?mail(?:ing)? us|download our app"
    r"|push alerts?|(?:have|got) a (?:story|tip)|story to tell|for more stories|read more|more stories"
    r"|for (?:all )?the latest|abonnieren sie|abonnez-vous|inscrivez-vous|suscríb|iscriviti|assine|prenumerera"
    r"|подпи(?:сывайтесь|шитесь)|підпи(?:суйтесь|шіться))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S{2,60}\.\w")


def asides_of(outline: Outline) -> tuple[list[bool], list[bool]]:
    """Which blocks of a page are running text, and which stand aside."""
    prose = [block.linked < 0.5 and is_running(block) for block in outline.blocks]
    teasers = _teasers(outline)
    if _words(outline, prose, teasers) < _words(outline, prose) * _COMMON:
        prose = [runs and number not in teasers for number, runs in enumerate(prose)]
    else:
        teasers = set()
    nodes = _aside_nodes(outline, prose)
    aside = [nodes[block.node] or number in teasers for number, block in enumerate(outline.blocks)]
    return prose, aside


def is_running(block: Block) -> bool:
    """Whether a block reads like running text; Chinese and Japanese have no blanks to count."""
    return is_prose(block.text) or block.words >= 25 or (block.words >= 8 and ends_sentence(block.text))


def _words(outline: Outline, prose: Sequence[bool], of: Iterable[int] | None = None) -> int:
    numbers = range(len(prose)) if of is None else of
    return sum(outline.blocks[number].words for number in numbers if prose[number])


def is_plea(block: Block) -> bool:
    """Whether a paragraph asks the reader to do something: to subscribe, to follow, to write in."""
    return (
        block.words <= _LONGEST_PLEA
        and (block.linked > 0 or bool(_ADDRESS.search(block.text)))
        and bool(_PLEA.search(block.text))
    )


def _teasers(outline: Outline) -> set[int]:
    """The blocks under a heading that is a link, in an element that holds little else: they sum up another page."""
    held = [0] * len(outline.nodes)
    for block in outline.blocks:
        held[block.node] += 1
    outline.sum_up(held)
    found: set[int] = set()
    around = -1
    for number, block in enumerate(outline.blocks):
        if outline.nodes[block.node].tag in HEADINGS:
            above = list(outline.ancestors(block.node))[1:4] if block.linked > LINK else []
            around = next((node for node in reversed(above) if held[node] <= _MOST_IN_TEASER), -1)
        elif around >= 0 and around in outline.ancestors(block.node):
            found.add(number)
    return found


def _aside_nodes(outline: Outline, prose: Sequence[bool]) -> list[bool]:
    whole, direct = [0] * len(outline.nodes), [0] * len(outline.nodes)
    for block, is_running in zip(outline.blocks, prose, strict=True):
        if is_running:
            whole[block.node] += block.words
            direct[max(0, outline.nodes[block.node].parent)] += block.words
    outline.sum_up(whole)
    marks = [_mark(node) for node in outline.nodes]
    most = _MOST * whole[0] if whole else 0
    common = _common(outline, marks, whole, whole[0] * _COMMON if whole else 0)
    aside = [False] * len(outline.nodes)
    for number, node in enumerate(outline.nodes):
        is_boxed = direct[max(0, node.parent)] >= _FEWEST_AROUND_BOX
        is_marked = bool(marks[number]) and ((marks[number] not in common and whole[number] < most) or is_boxed)
        aside[number] = (node.parent >= 0 and aside[node.parent]) or is_marked
    return aside


def _mark(node: Node) -> str:
    """The word that marks an element as standing aside, "" if none does."""
    found = (_PARAGRAPH_NAMES if node.tag == "p" else _NAMES).search(node.names)
    return node.tag if node.tag in _TAGS else found[0] if found else ""


def _common(outline: Outline, marks: Sequence[str], whole: Sequence[int], most: float) -> set[str]:
    """Marks that so much of the prose bears that they mark the article's own paragraphs."""
    words: Counter[str] = Counter()
    for number, (node, mark) in enumerate(zip(outline.nodes, marks, strict=True)):
        if mark and (node.parent < 0 or marks[node.parent] != mark):
            words[mark] += whole[number]
    return {mark for mark, count in words.items() if count >= most}
