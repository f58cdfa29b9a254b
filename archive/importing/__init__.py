"""Importing: paths of files come in, articles in the archive and an ImportReport go out.

To write, import `archive.importing.store`; to look only, `archive.importing.pipeline` (`find_files`, `read_file`).
`formats/` holds one file a format, `metadata/` one question each (date, source, people, topics); the pipeline joins
them. All of that is pure: only `store.py` knows the database.
"""
