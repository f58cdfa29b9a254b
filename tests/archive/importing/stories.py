"""Invented clippings, as texts and as files on the disk; no database."""

from pathlib import Path

PLACES = ("Skerry", "Lamb Sound", "Orva", "Vessen", "Dockside")


def story(number: int, *, about: str = "ferry", url: str = "") -> str:
    """A clipping with a day, a source and people, and enough words not to be doubted."""
    place = PLACES[number % len(PLACES)]
    address = f"URL: {url}\n" if url else ""
    return (
        f"Title: The {about} of {place} comes in for the {number}th time\n"
        f"Source: {place} Gazette\nDate: 2014-03-{number % 28 + 1:02d}\n{address}\n"
        f"The {about} of {place} came in on Sunday for the {number}th time since the winter, the harbour master, "
        f"Mr Jon Dahl, said. The mayor, Ingrid Solheim, and forty others waited on the quay with a brass band until "
        f"it was dark, and went home because nobody wanted to wait any longer in the rain.\n"
    )


def write_story(path: Path, number: int, *, about: str = "ferry", url: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(story(number, about=about, url=url))
    return path
