"""Invented pages for the tests of what is read from pages."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SENTENCES = (
    "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier.",
    "Two hundred people stood on the quay in the rain and applauded a truck that was loaded with cabbages.",
    "The road office had the pier wrapped in steel, which will be painted when the weather allows it, it said.",
    "Ferries go on sailing until the end of the month, since nobody had told their crews about the opening.",
    "The harbour master, who had warned of the barge in a letter, said that he would now write another one.",
    "Trains will have to wait for the inspectors, of whom there are three in the whole country this spring.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(body: str, *, head: str = "", data: object = None) -> str:
    """A page with this body; `data` is its JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    return f"<!doctype html><html><head>{head}{script}</head><body>{body}</body></html>"


def tree_of(text: str) -> "HtmlElement":
    from lxml import html

    return html.document_fromstring(text)
