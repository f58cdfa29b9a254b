"""Importing: paths of files come in, articles in the archive and an ImportReport go out.

To write, import `archive.importing.runs`: `import_files`, `rehearse_import`. To look, `archive.importing.pipeline`.
`formats/` holds one file a format, `metadata/` one question each (date, source, people, topics); the pipeline joins
them. All of that is pure: only `runs.py`, `store.py` and `rehearsal.py` know the database, and `store.py` alone writes
articles.
"""
