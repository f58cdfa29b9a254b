"""What the archive learns about topics, from itself and from its curators.

In: the texts of articles, what the rules make of them, and what curators decided. Out: a `TopicModel`, kept in one file
of the data directory, and the topics of an article with their reasons. `blending.py` has the formula; `retraining.py`
is the door, and the only module here that knows the database.
"""
