"""The admin panel: a window on `archive.curation`. What is saved here goes through its functions, so it lasts.

`articles.py` has articles and their links, `versions.py` which of them are one text, `authorities.py` sources, people
and topics, `merging.py` and `splitting.py` the pages that make two of them one, or one two, `identity.py` the history
of that and who may be one, `entities.py` organisations and places, `imports.py` what the importer did, `problems.py`
the doubts it left, `review.py` the questions that settle most at once; `base.py` and `forms.py` are what they share.
"""

from django.contrib import admin

from archive.admin import articles, authorities, entities, identity, imports, problems, review, versions

__all__ = ["articles", "authorities", "entities", "identity", "imports", "problems", "review", "versions"]

admin.site.site_header = admin.site.site_title = "Clippings"
admin.site.index_title = "Put the archive right"
