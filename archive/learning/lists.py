"""What curators said of the topics of an article, as yes, no and not said.

What is said of one topic is said of others in the tree: who accepts soccer accepts sport, and who rejects sport rejects
soccer, unless the curator said otherwise of that very topic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.learning.teaching import Judged


@dataclass(frozen=True, slots=True)
class Said:
    """The topics that a curator accepted and rejected; if the list is complete, it has every topic of the article."""

    yes: frozenset[int]
    no: frozenset[int]
    is_complete: bool = False


def judge_lists(lists: Sequence[Said], lineages: Mapping[int, Sequence[int]]) -> tuple[list[int], Judged]:
    """The topics that anything was said of, and a table with 1 for yes, -1 for no, 0 for not said: a line a list.

    `lineages` has for each topic those from the top level down to it.
    """
    said = {step for each in lists for topic in each.yes | each.no for step in lineages[topic]}
    topics = sorted(said)
    judged = np.zeros((len(lists), len(topics)), dtype=np.int8)
    for line, each in enumerate(lists):
        above = {step for topic in each.yes for step in lineages[topic]}
        for column, topic in enumerate(topics):
            if topic in each.no:
                judged[line, column] = -1
            elif topic in above:
                judged[line, column] = 1
            elif each.is_complete or not each.no.isdisjoint(lineages[topic]):
                judged[line, column] = -1
    return topics, judged
