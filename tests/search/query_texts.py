"""Query texts for hypothesis: every text, and texts made of what the language is made of."""

from hypothesis import settings
from hypothesis import strategies as st

# No test here is about time: a busy machine may take what it needs.
patient = settings(deadline=None)

_PIECES = (
    *(
        "a",
        "b",
        "tanker",
        "Ólafur",
        "U.S.",
        "W-2",
        "3.5",
        "½",
        "日本",
        "or",
        "-",
        "=",
        "*",
        "~",
        "~1",
        "~5",
        "~99999",
        "..",
    ),
    *(
        " ",
        " ",
        " ",
        " ",
        '"',
        '"',
        "“",
        "”",
        "«",
        "(",
        ")",
        "(",
        ")",
        " AND ",
        " OR ",
        " NOT ",
        "OR",
        "NOT",
        ":",
        "：",
        "'",
    ),
    *(
        "title:",
        "body:",
        "Author:",
        "source:",
        "person:",
        "topic:",
        "date:",
        "before:",
        "after:",
        "http://",
        "2009",
        "2009-12",
    ),
    *("2009-13", "0001", "9999", "2009..2011", "2011..2009", "\n", "\x00", "\ud800", "?!", "nat*", "tankr~", "="),
)

query_texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join),
    st.text(max_size=60),
)
