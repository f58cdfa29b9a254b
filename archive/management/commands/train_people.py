"""`train_people FOLDER`: makes the lists of names and the model anew that weigh who is a person, and scores them."""

from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from archive.importing.metadata.name_model import MODEL_PATH
from archive.importing.metadata.training.annotated import read_corpora
from archive.importing.metadata.training.learning import train_model, write_names
from archive.importing.metadata.training.scoring import score_folder
from archive.management.base import QuietCommand


class Command(QuietCommand):
    help = (
        "Learns from annotated text what a person's name looks like: writes the model and the collected names into the "
        "program, and prints how well they do on the part of the text that they were not made from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="a folder that holds gmb, wikiann-en or re3d, laid out as they are published"
        )
        parser.add_argument(
            "--tune",
            action="store_true",
            help="keep the tuning part out as well, and score that: to choose settings by",
        )

    def handle(self, *, folder: Path, tune: bool, **options: Any) -> None:
        left_out = {"held out", "tune"} if tune else {"held out"}
        texts = [text for text in read_corpora(folder) if text.part not in left_out]
        if not texts:
            raise CommandError(f"There is nothing to learn from in {folder}: it needs gmb, wikiann-en or re3d.")
        for name, count in write_names(texts, MODEL_PATH.parent).items():
            self.stdout.write(f"{name}.txt: {count:,} names")
        train_model(texts, MODEL_PATH)
        self.stdout.write(f"{MODEL_PATH.name}: {MODEL_PATH.stat().st_size:,} bytes, from {len(texts):,} texts")
        # Lists and model are read once a process, so only a new one knows the new ones.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            self.stdout.writelines(process.submit(score_folder, folder, "tune" if tune else "held out").result())
