"""What the web server loads: the application, and the indexer that keeps it searchable."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()

# After the application, because the indexer needs the models.
import archive.urls  # noqa: E402, F401  # loads the views, which the first request would else
from search.indexing import start_indexer  # noqa: E402

start_indexer()
# What is loaded by now stays; a collector that looks at all of it again makes one reader in a hundred wait.
gc.collect()
gc.freeze()
