"""Importing: paths of files come in, articles in the archive and an ImportReport go out.

Import `import_files` to write, `read_files` to look only. `formats/` holds one file a format, `metadata/` one question
each (date, source, people, topics), `pipeline.py` joins them; all of that is pure. `store.py` is the only writer.
"""
