"""Invented annotated text, in the layouts that the trainer reads."""

from pathlib import Path

_GIVEN = ("Anna", "Linda", "Peter", "Greta", "Otto", "Ruth", "Ida", "Carl")
_SURNAMES = ("Vossgard", "Okaforin", "Quillonby", "Skaggsen", "Tolliferth")
_PLACES = ("Halden", "Zorrick", "Port Ambry")
_FRAMES = (
    ("{given}|B-PER {surname}|I-PER said|O on|O Monday|O that|O {place}|LOC was|O calm|O .|O"),
    ("The|O mayor|O of|O {place}|LOC met|O {given}|B-PER {surname}|I-PER at|O noon|O .|O"),
    ("In|O {place}|LOC the|O ferry|O stopped|O ,|O {surname}|B-PER added|O .|O"),
)


def tagged_lines() -> str:
    """Sentences about people with invented surnames, a token and its tag a line."""
    sentences = []
    for number, surname in enumerate(_SURNAMES * 16):
        given, place = _GIVEN[number % len(_GIVEN)], _PLACES[number % len(_PLACES)]
        frame = _FRAMES[number % len(_FRAMES)].format(given=given, surname=surname, place="{}").replace("{}|LOC", "{}")
        words = [f"{word}|B-LOC" if at == 0 else f"{word}|I-LOC" for at, word in enumerate(place.split())]
        pairs = frame.format(" ".join(words)).split()
        sentences.append("\n".join(" ".join(pair.split("|")) for pair in pairs))
    return "\n\n".join(sentences) + "\n"


def write_corpus(folder: Path) -> Path:
    """A folder laid out as `data/people` is, with a part of each kind."""
    wikiann = folder / "wikiann-en"
    wikiann.mkdir(parents=True)
    for part in ("train", "dev", "test"):
        (wikiann / part).write_text(tagged_lines(), encoding="utf-8")
    return folder
