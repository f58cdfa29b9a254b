"""The search: articles come in as documents, result pages go out.

Import `search.request.SearchRequest` for what a reader asks and `search.service.run` for the answer; the engines
behind it are in `search.engines`, the query language in `search.query`, the bookkeeping in `search.indexing`.
"""
