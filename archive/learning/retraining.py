"""Trains the topic model on the archive: on a sample of its articles, and on all that curators decided."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone
from filelock import FileLock, Timeout

from archive.chunks import in_chunks
from archive.importing.metadata.triggers import load_lexicon
from archive.importing.vocabulary import load_vocabulary
from archive.learning.keeping import DECIDED, count_decisions, model_path
from archive.learning.lists import Said, judge_lists
from archive.learning.model import Facts, Lesson, Taught, TopicModel, save_model
from archive.learning.selftraining import Case, train_itself
from archive.learning.teaching import learn, with_rules
from archive.learning.texts import Text, read_text
from archive.learning.wordbook import count_words, make_wordbook
from archive.models import Article, ArticleTopic, Topic

# Articles read for their clear cases, and articles that curators judged, the latest ones: each takes a millisecond.
_MOST_READ = 10_000
_MOST_JUDGED = 10_000
_CHUNK = 500

# Called with the articles read and those to be read.
Progress = Callable[[int, int], None]


class TrainingBusyError(Exception):
    """Another process is training; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a training gave: articles read, clear cases by top level, what curators taught, and how long it took."""

    articles: int
    words: int
    cases: Mapping[str, int]
    is_self_trained: bool
    lessons: Sequence[Lesson]
    seconds: float


def retrain(progress: Progress = lambda done, total: None) -> Learned:
    """Trains the topic model in place of the one before; raises TrainingBusyError while another training runs."""
    try:
        # The system frees the lock even when its holder is killed.
        with FileLock(settings.DATA_DIR / "training.lock", timeout=0):
            return _retrain(progress)
    except Timeout as error:
        raise TrainingBusyError("Another training is running: it will use all that was decided before it.") from error


def _retrain(progress: Progress) -> Learned:
    started = time.perf_counter()
    articles, decisions = Article.objects.count(), count_decisions()
    said = _read_decisions()
    sample = _choose_sample(articles)
    ids = sorted({*sample, *said})
    wordbook = make_wordbook(count_words(title, body) for _, title, body in _read(ids, progress, 0))
    texts = {pk: read_text(title, body, wordbook) for pk, title, body in _read(ids, progress, 1)}
    cases = [Case(text.row, text.clear, text.fold) for pk in sample if (text := texts.get(pk)) and text.clear]
    itself = train_itself(cases, len(wordbook))
    taught = _teach(texts, said, len(wordbook))
    facts = Facts(articles, decisions, load_lexicon().version, timezone.now().isoformat(timespec="seconds"))
    save_model(TopicModel(wordbook, itself, taught, facts), model_path())
    return Learned(
        articles=len(texts),
        words=len(wordbook),
        cases=Counter(load_vocabulary()[case.top].label for case in cases),
        is_self_trained=itself is not None,
        lessons=taught.lessons if taught else (),
        seconds=time.perf_counter() - started,
    )


def _choose_sample(articles: int) -> list[int]:
    """The ids of some articles from all over the archive, the same ones until it grows."""
    step = max(1, -(-articles // _MOST_READ))
    return [pk for at, pk in enumerate(Article.objects.order_by("pk").values_list("pk", flat=True)) if at % step == 0]


def _read(ids: Sequence[int], progress: Progress, times: int) -> Iterator[tuple[int, str, str]]:
    """The id, title and text of each article, in two turns: for its words, and for what they say."""
    done = times * len(ids)
    for chunk in in_chunks(ids, _CHUNK):
        yield from Article.objects.filter(pk__in=chunk).order_by("pk").values_list("pk", "title", "body")
        done += len(chunk)
        progress(done, 2 * len(ids))


def _read_decisions() -> dict[int, Said]:
    """What curators said of the topics of articles, of the latest ones where that is too much to read."""
    yes: defaultdict[int, set[int]] = defaultdict(set)
    no: defaultdict[int, set[int]] = defaultdict(set)
    completed = Article.objects.filter(topics_completed_at__isnull=False).order_by("-topics_completed_at")
    stamps = completed.values_list("pk", "topics_completed_at")[:_MOST_JUDGED]
    complete = {pk: when for pk, when in stamps if when is not None}
    latest = dict(complete)
    decided = ArticleTopic.objects.filter(DECIDED).order_by("-decided_at")
    for pk, topic, rejected, when in decided.values_list("article", "topic", "rejected", "decided_at").iterator():
        if when is not None and pk not in latest and len(latest) < 2 * _MOST_JUDGED:
            latest[pk] = when
        if pk in latest:
            (no if rejected else yes)[pk].add(topic)
    for chunk in in_chunks(complete, _CHUNK):
        # Where the list is complete, all that stands in it is right.
        links = ArticleTopic.objects.filter(article__in=chunk, rejected=False)
        for pk, topic in links.values_list("article", "topic"):
            yes[pk].add(topic)
    kept = sorted(latest, key=lambda pk: latest[pk], reverse=True)[:_MOST_JUDGED]
    return {pk: Said(frozenset(yes[pk]), frozenset(no[pk]), pk in complete) for pk in kept}


def _teach(texts: Mapping[int, Text], said: Mapping[int, Said], width: int) -> Taught | None:
    """What curators taught; None as long as no topic has both a yes and a no."""
    judged_ids = [pk for pk in said if pk in texts]
    if not judged_ids:
        return None
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    lineages = {pk: _lineage(pk, topics) for pk in topics}
    columns, judged = judge_lists([said[pk] for pk in judged_ids], lineages)
    concepts = sorted({qcode for pk in judged_ids for qcode in texts[pk].totals})
    rows = [with_rules(texts[pk].row, texts[pk].totals, concepts, width) for pk in judged_ids]
    qcodes = [topics[pk].qcode for pk in columns]
    taught = learn(rows, judged, qcodes, concepts=concepts, width=width)
    if taught is None:
        return None
    steps = {topics[pk].qcode: [topics[step] for step in lineages[pk]] for pk in columns}
    lessons = (
        replace(
            lesson,
            path=tuple(step.label for step in steps[lesson.qcode]),
            above=tuple(step.qcode for step in steps[lesson.qcode][:-1]),
        )
        for lesson in taught.lessons
    )
    return replace(taught, lessons=tuple(lessons))


def _lineage(pk: int, topics: Mapping[int, Topic]) -> list[int]:
    """The topics from the top level down to this one; a loop, which the admin does not allow, ends where it closes."""
    steps: list[int] = []
    above: int | None = pk
    while above is not None and above not in steps:
        steps.append(above)
        above = topics[above].parent_id
    return steps[::-1]
