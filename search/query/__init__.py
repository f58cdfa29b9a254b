"""The query language: a reader's text comes in, a tree of nodes goes out, and whatever is wrong with where.

Import `parse` and the nodes. The language is ours: engines translate the nodes, none of them sees the text.
"""

from search.query.nodes import And, DateRange, Everything, FieldName, Node, Not, Nothing, Or, Phrase, Prefix, Word

__all__ = ["And", "DateRange", "Everything", "FieldName", "Node", "Not", "Nothing", "Or", "Phrase", "Prefix", "Word"]
