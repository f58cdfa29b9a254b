"""Trains the model of `name_model.py` and collects the lists of names, from annotated text that is not held out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from archive.importing.metadata.lexicons import load_words
from archive.importing.metadata.name_model import TOKEN, Features, find_sentences
from archive.importing.metadata.training.annotated import Annotated
from archive.importing.metadata.training.collecting import count_names

# Names collected from a text are not known when that text is learned from, or the model would trust them too much.
_FOLDS = 5
# News is what the model is for; most of the text comes from an encyclopedia.
_TIMES_NEWS = 3
_NOTE = (
    "# Collected by `manage.py train_people`: {} that annotated text has twice and more, and hardly as anything else."
)
_SETTINGS = {"c1": 0.3, "c2": 0.05, "max_iterations": 70, "feature.minfreq": 3, "feature.possible_transitions": True}


def train_model(texts: Sequence[Annotated], path: Path) -> None:
    """Writes the model learned from these texts; the same texts give the same model."""
    import pycrfsuite  # Only who trains pays for loading it.

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    everything = count_names(texts)
    given, surnames = load_words("given_names"), load_words("surnames")
    for fold in range(_FOLDS):
        members = texts[fold::_FOLDS]
        known = everything.without(count_names(members))
        features = Features(given | known.given_names(), surnames | known.family_names())
        for text in members:
            for words, labels in _sentences(text):
                row = features.of(words)
                for _ in range(1 if text.corpus == "WikiANN" else _TIMES_NEWS):
                    trainer.append(row, labels)
    # A training that is stopped leaves the model that was there.
    fresh = path.with_name(f"{path.name}.new")
    trainer.train(str(fresh))
    fresh.replace(path)


def write_names(texts: Sequence[Annotated], folder: Path) -> dict[str, int]:
    """Writes the lists of collected names into the folder; says how many names each has."""
    counts = count_names(texts)
    lists = {
        "collected_given_names": counts.given_names() - load_words("given_names"),
        "collected_surnames": counts.family_names() - load_words("surnames"),
    }
    for name, words in lists.items():
        lines = wrap(" ".join(sorted(words)), 120, break_long_words=False, break_on_hyphens=False)
        text = "\n".join((_NOTE.format(name.partition("_")[2].replace("_", " ")), *lines, ""))
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return {name: len(words) for name, words in lists.items()}


def _sentences(text: Annotated) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each sentence and what each is: begin or inside of a person, organisation, place, nothing."""
    begins = {start for start, _ in text.people}
    kinds: dict[int, str] = {}
    # In their order, for some lie inside another.
    for (start, end), kind in sorted(text.others):
        kinds.update(dict.fromkeys(range(start, end), kind))
    for start, end in text.people:
        kinds.update(dict.fromkeys(range(start, end), "I"))
    for start, end in find_sentences(text.body):
        tokens = list(TOKEN.finditer(text.body, start, end))
        if tokens:
            labels = ["B" if token.start() in begins else kinds.get(token.start(), "O") for token in tokens]
            yield [token[0] for token in tokens], labels
