"""The collection: article files come in, articles with their sources, people and topics go out.

Import `archive.models` for the records, `archive.importing` to bring files in and `archive.curation` to put
them right. Nothing here knows that the archive is searched: `search/` reads from here, never the other way.
"""
