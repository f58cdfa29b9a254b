"""The query language: a reader's text comes in, a tree of nodes goes out, and whatever is wrong with where.

Import `parser.parse` and `nodes`. The language is ours: engines translate the nodes, none of them sees the text.
`write.write` gives a node back as text, `walk` answers what others ask of a query.
"""
