"""What the web server loads: the application, and the indexer that keeps it searchable."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()

# After the application, because the indexer needs the models.
from search.indexing import start_indexer  # noqa: E402

start_indexer()
