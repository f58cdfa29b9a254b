"""Invented clippings, as texts and as files on the disk; no database."""

import random
from pathlib import Path

_WORDS = [
    "quay",
    "mast",
    "rope",
    "crew",
    "storm",
    "lamp",
    "bell",
    "tide",
    "gull",
    "cargo",
    "crane",
    "ballast",
    "pilot",
    "keel",
    "anchor",
    "ticket",
    "engine",
    "winter",
    "repair",
    "council",
    "budget",
    "vote",
    "street",
    "bridge",
    "tunnel",
    "school",
    "teacher",
    "lesson",
    "library",
    "choir",
    "concert",
    "market",
    "baker",
    "bread",
    "butcher",
    "garden",
    "apple",
    "harvest",
    "tractor",
    "barn",
    "cattle",
    "sheep",
    "wool",
    "weaver",
    "cloth",
    "tailor",
    "button",
    "window",
    "roof",
    "chimney",
    "mason",
    "carpenter",
    "ladder",
    "paint",
    "gallery",
    "museum",
    "painter",
    "letter",
    "stamp",
    "parcel",
    "postman",
    "bicycle",
    "railway",
    "station",
    "signal",
    "driver",
    "timetable",
    "waited",
    "sold",
    "bought",
    "counted",
    "mended",
    "carried",
    "promised",
    "refused",
    "opened",
    "closed",
    "crossed",
    "painted",
    "argued",
    "voted",
    "measured",
    "slowly",
    "twice",
    "again",
    "nearly",
    "seldom",
    "quietly",
    "under",
    "over",
    "beside",
    "behind",
    "against",
    "without",
    "before",
    "after",
    "during",
    "until",
]
PLACES = ("Skerry", "Lamb Sound", "Orva", "Vessen", "Dockside")


def story(number: int, *, about: str = "ferry", url: str = "") -> str:
    """A clipping with a day, a source and people, and enough words not to be doubted."""
    place = PLACES[number % len(PLACES)]
    address = f"URL: {url}\n" if url else ""
    return (
        f"Title: The {about} of {place} comes in for the {number}th time\n"
        f"Source: {place} Gazette\nDate: 2014-03-{number % 28 + 1:02d}\n{address}\n"
        f"The {about} of {place} came in on Sunday, the harbour master, Mr Jon Dahl, said. {_sentences(number)} "
        f"The mayor, Ingrid Solheim, went home because nobody wanted to wait any longer in the rain.\n"
    )


def _sentences(number: int) -> str:
    """As many words as a short clipping has, other ones in each, so that no two are versions of one story."""
    chance = random.Random(number)  # noqa: S311  # to be the same each time, not to be secret
    sentences = ("The " + " ".join(chance.choices(_WORDS, k=9)) + "." for _ in range(8))
    return " ".join(sentences)


def write_story(path: Path, number: int, *, about: str = "ferry", url: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(story(number, about=about, url=url))
    return path
