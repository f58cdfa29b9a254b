"""WordPress export files (WXR): the published posts and pages of a site, each an article."""

import re
from collections.abc import Iterator, Mapping

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.formats.feed import Channel, Fields, fields_of, post_identity, read_channel, text_in
from archive.importing.fragments import read_fragment, read_line
from archive.importing.markup import attribute, children, line_of, parse_xml, root_name
from archive.importing.metadata.bylines import stated_authors
from archive.importing.paragraphs import MarkedText
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject

NAME = "WordPress export"

_SNIFFED = 16 * 1024
_MARK = "wordpress.org/export/"
# What WordPress keeps as posts for itself.
_MACHINERY = re.compile(
    r"attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_.{1,60}|acf.{0,60}",
)
_ATTRIBUTES = r"(?:\s[^\[\]]{0,1000})?"
_CAPTION = re.compile(
    rf"\[(?P<name>(?:wp_)?caption){_ATTRIBUTES}\](?P<text>(?:(?!\[(?:wp_)?caption).){{0,5000}}?)\[/(?P=name)\]",
    re.DOTALL,
)
_EMBEDDED = re.compile(rf"\[(?P<name>embed|audio|video|gallery|playlist){_ATTRIBUTES}\][^\[\]]{{0,2000}}\[/(?P=name)\]")
# A word in brackets may be the author's (`[sic]`): a shortcode has attributes, is closed further down, or is known.
_WITH_ATTRIBUTES = re.compile(r"\[[a-z][\w-]{1,40}\s(?:[^\[\]=]{0,300}\s)?[\w-]{1,40}=[^\[\]]{0,1000}\]")
_WITHOUT = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][\w-]{1,40})(?:\s[^\[\]]{0,300})?\]")
_KNOWN = frozenset(("gallery", "playlist", "embed", "audio", "video", "youtube", "vimeo", "contact-form", "more"))
_BLANK_LINES = re.compile(r"\n[ \t\r]{0,20}\n\s{0,100}")
_HAS_PARAGRAPHS = re.compile(r"<p[\s>]|<!-- wp:", re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """A feed whose names are those of WordPress's exports."""
    return root_name(file) == "rss" and _MARK in text_of(file)[:_SNIFFED]


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The posts in order; drafts, pictures and menus are refused, each with what it is."""
    root = parse_xml(file.data)
    channel = next(children(root, "channel"), root)
    items = list(children(channel, "item"))
    if not items:
        raise UnreadableFileError("The export has no posts: choose “All content” or “Posts” when exporting.")
    site = read_channel(root)
    fields = fields_of(channel)
    home = text_in(fields, "wp:base_blog_url", "wp:base_site_url", "link")
    names = {
        text_in(author, "wp:author_login"): text_in(author, "wp:author_display_name")
        for author in map(fields_of, fields.get("wp:author", ()))
    }
    for place, item in enumerate(items, 1):
        post = fields_of(item)
        problem = _problem(post, place)
        if problem:
            yield RawArticle(item=str(place), problems=(problem,))
        else:
            yield _read_post(post, site, home, names, str(place))


def _problem(post: Fields, place: int) -> Problem | None:
    """Why an item is no published article; None for one that is."""
    kind, status = text_in(post, "wp:post_type") or "post", text_in(post, "wp:status") or "publish"
    what = ""
    if _MACHINERY.fullmatch(kind):
        what = f"a piece of the site ({kind})"
    elif status != "publish":
        what = f"a {kind} that is not published (its state is “{status}”)"
    elif text_in(post, "wp:post_password"):
        what = f"a {kind} that is locked with a password"
    elif not text_in(post, "content:encoded"):
        what = f"a {kind} without text"
    if not what:
        return None
    return Problem("no-article", f"Item {place}, “{text_in(post, 'title')[:80]}”, is {what}, and no article.")


def _read_post(post: Fields, site: Channel, home: str, names: Mapping[str, str], item: str) -> RawArticle:
    content = read_content(post["content:encoded"][0].text or "")
    author = text_in(post, "dc:creator")
    date = text_in(post, "wp:post_date")
    categories = (each for each in post.get("category", ()) if attribute(each, "nicename") != "uncategorized")
    return RawArticle(
        title=read_line(text_in(post, "title")),
        body=content.body,
        item=item,
        date=date if not date.startswith("0000") else text_in(post, "pubDate"),
        source=site.source,
        authors=stated_authors(names.get(author) or author),
        language=site.language,
        caption=content.caption,
        rights=site.rights,
        url=text_in(post, "link"),
        identity=_identity(post, home),
        subjects=tuple(dict.fromkeys(Subject(word) for each in categories if (word := read_line(line_of(each))))),
    )


def _identity(post: Fields, home: str) -> str:
    """The number of the post with its site; its feed says both in the lasting address of the post."""
    number = text_in(post, "wp:post_id")
    return post_identity(text_in(post, "guid")) or post_identity(f"{home}/?p={number}")


def read_content(text: str) -> MarkedText:
    """The text without shortcodes; where it has no paragraphs of its own, blank lines part them."""
    text = _CAPTION.sub(r"<figure><figcaption>\g<text></figcaption></figure>", text.replace("\r\n", "\n"))
    text = _strip_shortcodes(_EMBEDDED.sub("", text))
    if not _HAS_PARAGRAPHS.search(text):
        text = _BLANK_LINES.sub("<br><br>", text.strip()).replace("\n", "<br>")
    return read_fragment(text)


def _strip_shortcodes(text: str) -> str:
    text = _WITH_ATTRIBUTES.sub("", text)
    closed = {found["name"] for found in _WITHOUT.finditer(text) if found["end"]} | _KNOWN
    return _WITHOUT.sub(lambda found: "" if found["name"] in closed else found[0], text)
