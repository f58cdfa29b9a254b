"""Invented news for tests of what is a copy of what: the same number gives the same sentences."""

from random import Random

_WORDS = (
    "harbour", "ferry", "captain", "council", "storm", "repair", "island", "winter", "letter", "market", "bridge",
    "school", "doctor", "engine", "strike", "vote", "lamp", "river", "dredger", "fisher", "gull", "mast", "crew",
    "tide", "rope", "chart", "signal", "cargo", "pier", "cellar", "bread", "flour", "price", "minister", "inquiry",
    "witness", "promise", "budget", "road", "tunnel", "festival", "choir", "library", "archive", "painter", "clock",
    "garden", "orchard", "mill", "stone", "quarry",
)  # fmt: skip
_LITTLE = ("the", "of", "and", "to", "a", "in", "with", "for", "before", "after", "said", "was", "will", "has", "by")


def sentences(number: int, count: int = 10) -> list[str]:
    """That many sentences of eleven words, which no other number gives."""
    chance = Random(number)  # noqa: S311  # no secret
    made = []
    for _ in range(count):
        words = [chance.choice(_WORDS if place % 2 else _LITTLE) for place in range(11)]
        made.append(f"{' '.join(words).capitalize()}.")
    return made


def story(number: int, count: int = 10) -> str:
    """A text of that many sentences in paragraphs of two."""
    made = sentences(number, count)
    return "\n\n".join(" ".join(made[start : start + 2]) for start in range(0, count, 2))
