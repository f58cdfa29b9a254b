"""What an article's own text says about it: one module a question, pure functions of texts, no database.

`dates` (when), `sources` (where it was printed), `bylines` (who wrote it), `datelines` (what its first words say),
`language`, `people` and `topics`.
"""
