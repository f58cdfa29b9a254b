"""Plants reprints and look-alikes among the stories of Reuters-21578 and counts which of them are taken for copies.

    uv run python -m tests.benchmarks.copies [--each 100] [--show 30] [--folder FOLDER]

FOLDER holds the collection (`../shared/data/reuters21578` beside the project when it is left out). Each planted text
has a story of its own as origin. Printed are recall by kind of reprint, false alarms by kind of look-alike, the
precision of both together, the time all of it took in a database of its own, and with `--show` some of the groups that
were there before anything was planted, for reading by eye.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import django

_REUTERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "reuters21578"
_BATCH = 500
_identities = count()
_NAMES = (
    "Abelard",
    "Brisk",
    "Corvane",
    "Dunmore",
    "Eastlake",
    "Farrow",
    "Gantry",
    "Hollis",
    "Ivarson",
    "Jessup",
    "Kestrel",
    "Lindane",
    "Marlowe",
    "Norvane",
)
_TITLE = "What the morning papers make of it"
_STYLE = {"pct": "per cent", "mln": "million", "dlrs": "dollars", "dlr": "dollar", "cts": "cents", "stg": "sterling"}
_FIRST = "In a development that few had foreseen, it emerged late yesterday what had been agreed."


@dataclass(frozen=True, slots=True)
class Story:
    """A text under its headline."""

    title: str
    body: str

    @property
    def sentences(self) -> list[str]:
        return re.split(r"(?<=[.])\s+", self.body)


Plant = Callable[[Story, Story, random.Random], Story]


def _headline(story: Story, other: Story, chance: random.Random) -> Story:
    return Story(_TITLE, story.body)


def _cut(story: Story, other: Story, chance: random.Random) -> Story:
    """Without one stretch of up to a quarter of its words."""
    words, sentences = len(story.body.split()), story.sentences
    start = chance.randrange(len(sentences))
    end = start
    while end < len(sentences) and len(" ".join(sentences[start : end + 1]).split()) <= words / 4:
        end += 1
    if end == start:
        # A single sentence is longer: a quarter of the words goes from the end, as an editor cuts.
        return Story(_TITLE, " ".join(story.body.split()[: words - words // 4]))
    return Story(_TITLE, " ".join(sentences[:start] + sentences[end:]))


def _dateline(story: Story, other: Story, chance: random.Random) -> Story:
    return Story(story.title, f"GENEVA, April 9 (AP) -- {story.body}")


def _credit(story: Story, other: Story, chance: random.Random) -> Story:
    credit = (
        "Reporting by Ann Berg and Jon Dahl; editing by Eva Falk\n\nCopyright 1987 Northern Wire. All rights reserved."
    )
    return Story(story.title, f"By Ann Berg\n\n{story.body}\n\n{credit}")


def _typos(story: Story, other: Story, chance: random.Random, part: float = 0.02) -> Story:
    """With two letters in the wrong order in one of fifty words."""
    words = story.body.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and chance.random() < part:
            at = chance.randrange(len(word) - 1)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return Story(story.title, " ".join(words))


def _reflowed(story: Story, other: Story, chance: random.Random) -> Story:
    body = story.body.replace('"', "“").replace("'", "’")
    return Story(story.title.upper(), "\n".join(textwrap.wrap(body, 58)))


def _style(story: Story, other: Story, chance: random.Random) -> Story:
    return Story(story.title, re.sub(r"\b[a-z]+\b", lambda match: _STYLE.get(match[0], match[0]), story.body))


def _lede(story: Story, other: Story, chance: random.Random) -> Story:
    """With another first sentence, of a long or a short text."""
    return Story(_TITLE, " ".join([_FIRST, *story.sentences[1:]]))


def _lede_of_short(story: Story, other: Story, chance: random.Random) -> Story:
    return _lede(story, other, chance)


def _all_of_it(story: Story, other: Story, chance: random.Random) -> Story:
    changed = _cut(story, other, chance)
    for plant in (_dateline, _credit):
        changed = plant(changed, other, chance)
    return Story(_TITLE, _typos(changed, other, chance, 0.01).body)


def _follow_up(story: Story, other: Story, chance: random.Random) -> Story:
    """Another story that has the last third of this one as its background."""
    sentences = story.sentences
    return Story(other.title, " ".join([*other.sentences, *sentences[-max(1, len(sentences) // 3) :]]))


def _figures(story: Story, other: Story, chance: random.Random) -> Story:
    """The same form with other figures."""
    body = re.sub(r"\d", lambda match: chance.choice("0123456789".replace(match[0], "")), story.body)
    return Story(story.title, body)


def _firms(story: Story, other: Story, chance: random.Random) -> Story:
    """The same form with other figures and about others."""
    renamed: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        return renamed.setdefault(match[0], chance.choice(_NAMES))

    return Story(_TITLE, re.sub(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", rename, _figures(story, other, chance).body))


REPRINTS: dict[str, Plant] = {
    "another headline": _headline,
    "up to a quarter cut": _cut,
    "another dateline": _dateline,
    "credits added": _credit,
    "typos in 2 of 100 words": _typos,
    "other line breaks, quotes and case": _reflowed,
    "words of another house style": _style,
    "another first sentence (to a quarter)": _lede,
    "another first sentence (over a quarter)": _lede_of_short,
    "cut, dateline, credits, typos": _all_of_it,
}
LOOK_ALIKES: dict[str, Plant] = {
    "follow-up with a third as background": _follow_up,
    "same form, other figures": _figures,
    "same form, other figures and names": _firms,
}


def _first_part(story: Story) -> float:
    return len(story.sentences[0].split()) / len(story.body.split())


def _figures_part(story: Story) -> float:
    words = story.body.split()
    return sum(any(map(str.isdigit, word)) for word in words) / len(words)


# The stories that a kind of plant is made of, where not all will do; what has hardly a figure is no form.
_FITTING: dict[Plant, Callable[[Story], bool]] = {
    _lede: lambda story: _first_part(story) <= 1 / 4,
    _lede_of_short: lambda story: _first_part(story) > 1 / 4,
    _figures: lambda story: _figures_part(story) >= 1 / 25,
    _firms: lambda story: _figures_part(story) >= 1 / 25,
}


def main() -> None:
    options = _options()
    if not options.folder.is_dir():
        sys.exit(f"There is no folder {options.folder}: name the one that holds Reuters-21578.")
    with tempfile.TemporaryDirectory() as passing:
        os.environ["ARCHIVE_DATA_DIR"] = passing
        os.environ["DATABASE_URL"] = ""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        stories = _read(options.folder)
        numbers = _store(stories)
        if options.show:
            _show(options.show)
        _measure(stories, numbers, options.each)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=100, help="how many texts of each kind are planted")
    parser.add_argument("--show", type=int, default=0, help="how many groups are printed")
    parser.add_argument("--folder", type=Path, default=_REUTERS)
    return parser.parse_args()


def _read(folder: Path) -> list[Story]:
    from archive.importing.formats import sgml
    from archive.importing.raw import SourceFile
    from archive.importing.tidying import tidy_text

    files = (SourceFile(path, path.read_bytes()) for path in sorted(folder.glob("*.sgm")))
    return [Story(raw.title, tidy_text(raw.body)) for file in files for raw in sgml.read(file)]


def _store(stories: Sequence[Story]) -> list[int]:
    """Stores stories and groups them, batch by batch as an import does; returns their numbers."""
    from django.db import transaction

    from archive.copies import update_versions
    from archive.models import Article

    taken, processor, numbers = 0.0, 0.0, []
    for start in range(0, len(stories), _BATCH):
        batch = stories[start : start + _BATCH]
        named = [Article(title=each.title[:300], body=each.body, identity=str(next(_identities))) for each in batch]
        with transaction.atomic():
            Article.objects.bulk_create(named)
            before, before_cpu = time.perf_counter(), time.process_time()
            update_versions([article.pk for article in named])
            taken, processor = taken + time.perf_counter() - before, processor + time.process_time() - before_cpu
        numbers += [article.pk for article in named]
    print(f"{len(stories):,} texts signed and grouped in {taken:.1f} s, {processor:.1f} s of the processor")
    return numbers


def _measure(stories: Sequence[Story], numbers: Sequence[int], each: int) -> None:
    from archive.importing.fingerprints import read_wording

    chance = random.Random(7)
    kinds = {**REPRINTS, **LOOK_ALIKES}
    places = list(range(len(stories)))
    chance.shuffle(places)
    long = [
        at for at in places if len(stories[at].body.split()) >= 60 and not read_wording("", stories[at].body).is_whole
    ]
    planted, origins, used = [], [], iter(long)
    for kind, plant in kinds.items():
        fits = _FITTING.get(plant)
        chosen = list(islice((at for at in used if fits is None or fits(stories[at])), each))
        planted += [plant(stories[at], stories[long[-1 - number]], chance) for number, at in enumerate(chosen)]
        origins += [(kind, numbers[at]) for at in chosen]
    found = _heads(_store(planted)), _heads(origin for _, origin in origins)
    same: dict[str, list[bool]] = {kind: [] for kind in kinds}
    for (kind, _), mine, theirs in zip(origins, *found, strict=True):
        same[kind].append(mine == theirs)
    _print(same)


def _heads(numbers: Iterable[int]) -> list[int]:
    from archive.models import Article

    heads = dict(Article.objects.values_list("pk", "version_of_id"))
    return [heads[number] or number for number in numbers]


def _print(same: dict[str, list[bool]]) -> None:
    for kind in REPRINTS:
        print(f"  {kind:40} recall {sum(same[kind]) / len(same[kind]):.3f} of {len(same[kind])}")
    for kind in LOOK_ALIKES:
        print(f"  {kind:40} taken for copies {sum(same[kind])} of {len(same[kind])}")
    right = sum(sum(same[kind]) for kind in REPRINTS)
    wrong = sum(sum(same[kind]) for kind in LOOK_ALIKES)
    print(f"recall {right / sum(len(same[kind]) for kind in REPRINTS):.3f}, precision {right / (right + wrong):.3f}")


def _show(most: int) -> None:
    """Prints groups with what each text has of its own."""
    from archive.importing.fingerprints import read_wording
    from archive.models import Article

    heads = list(Article.objects.filter(versions__isnull=False).distinct().order_by("pk"))
    print(
        f"{len(heads):,} groups of {Article.objects.exclude(version_of=None).count() + len(heads):,} articles; {most}:"
    )
    for head in sorted(random.Random(3).sample(heads, min(most, len(heads))), key=lambda each: each.pk):
        first = read_wording(head.title, head.body)
        print(f"\n{head.pk} {head.title} ({len(first.words)} words)")
        for version in head.versions.all():
            other = read_wording(version.title, version.body)
            more, less = other.counts - first.counts, first.counts - other.counts
            print(f"  {version.pk} {version.title} ({len(other.words)} words)")
            print(f"    + {more.total()}: {' '.join(list(more.elements())[:25])}")
            print(f"    - {less.total()}: {' '.join(list(less.elements())[:25])}")


if __name__ == "__main__":
    main()
