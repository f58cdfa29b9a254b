"""What the trainers share: rows as a sparse matrix, which scikit-learn asks for."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from archive.learning.wordbook import Row


def stack(rows: Sequence[Row], width: int) -> Any:  # noqa: ANN401  # SciPy has no types
    """The rows as one sparse matrix."""
    from scipy.sparse import csr_matrix  # slow to import, and needed for training only

    starts = np.cumsum([0, *(len(row.places) for row in rows)])
    places = np.concatenate([row.places for row in rows])
    values = np.concatenate([row.values for row in rows])
    return csr_matrix((values, places, starts), shape=(len(rows), width))
