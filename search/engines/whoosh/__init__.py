"""The engine that needs no server: Whoosh's index format, read as NumPy arrays.

Documents and queries come in through `engine.WhooshEngine`; nobody imports anything else from here. Whoosh keeps the
schema, the list of segments, the deletions and the lock (`schema`, `codec`, `writer`); a segment's postings and columns
are flat arrays in one memory-mapped file (`arrays`, `lexicon`, `segments`), written by `inversion` and `merging`.
`snapshot` is one generation as one space of documents; `evaluate`, `expansion`, `phrases`, `ranking`, `facets` and
`collapsing` answer from it, `words`, `similar` and `explaining` answer the smaller questions. `generations` keeps the
directories of a rebuild beside and a swap, `rebuilding` goes on with one that was interrupted.
"""
