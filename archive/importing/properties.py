"""What a document's properties say beside its text: weak evidence, for they are often the program's or the typist's."""

import re
from dataclasses import dataclass, replace

from archive.importing.metadata.bylines import looks_like_name
from archive.importing.metadata.dates import read_date
from archive.importing.metadata.sources import split_site_name
from archive.importing.raw import Problem, RawArticle
from archive.importing.tidying import fold_words, tidy_line

# Titles that programs fill in: a file's name, a template's, nothing.
_PROGRAMS_TITLE = re.compile(
    r"untitled.{0,20}|unbenannt.{0,20}|sans titre.{0,20}|document\W?\d{0,4}|dokument\W?\d{0,4}|slide \d{1,4}|"
    r"(?:microsoft )?(?:word|powerpoint|excel)\b.{0,200}|layout \d{1,4}|print(?:ing)?|"
    r".{0,200}\.[a-z]{2,5}\d?|[\W\d_]{0,200}",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:user|users|office|microsoft|windows|python|owner|pc|computer|laptop|benutzer|utilisateur)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Properties:
    """The title, author and day of making that a document carries about itself."""

    title: str = ""
    author: str = ""
    created: str = ""

    @property
    def plausible_title(self) -> str:
        """The title if somebody may have written it, without the name of a site."""
        title, _ = split_site_name(tidy_line(self.title)[:300])
        return title if len(title.split()) >= 2 and not _PROGRAMS_TITLE.fullmatch(title) else ""


def title_in_text(properties: Properties, opening: str) -> str:
    """The properties' title when the opening of the text has it too."""
    title = properties.plausible_title
    return title if title and f" {fold_words(title)} " in f" {fold_words(opening)} " else ""


def with_properties(article: RawArticle, properties: Properties) -> RawArticle:
    """The article with the title and author of the properties where the text has none; their day is only mentioned.

    A document is made when somebody saves it, so its day is a hint for the curator and never the day of publication.
    """
    title = article.title or properties.plausible_title
    author = tidy_line(properties.author)[:200]
    is_person = looks_like_name(author) and not _NO_PERSON.search(author)
    authors = article.authors or ((author,) if is_person else ())
    doubts = []
    if authors and not article.authors:
        doubts.append(f"the author “{author}” is from the file's properties, where the typist may stand")
    made = read_date(properties.created)
    if made and not article.date:
        doubts.append(f"the file was made on {made.date}, which need not be the day of publication")
    if not doubts:
        return replace(article, title=title, authors=authors)
    message = f"The text does not say all: {'; '.join(doubts)}. Check it."
    return replace(
        article, title=title, authors=authors, problems=(*article.problems, Problem("from-properties", message))
    )
