"""Every setting, read from the environment; README.md lists the variables."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from archive.environment import (
    make_private_dir,
    read_base_url,
    read_choice,
    read_flag,
    read_list,
    read_more_facets,
    read_number,
    read_person_model,
    read_secret_key,
)

PROJECT_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ARCHIVE_DATA_DIR") or PROJECT_DIR / "var").resolve()
make_private_dir(DATA_DIR)

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret_key(DATA_DIR)
BASE_URL = read_base_url("http://127.0.0.1:8000")
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "archive",
    "search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.middleware.content_security_policy",
    "django.middleware.gzip.GZipMiddleware",
    # Tags every page, so that one that has not changed is not sent again.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The database: SQLite in the data directory unless DATABASE_URL says otherwise.
_SQLITE_OPTIONS = {
    # Readers go on while one process writes; a writer waits its turn instead of failing.
    # What is searched without an index is read where it lies, up to a gigabyte of it: half the time.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824;"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
}
try:
    DATABASES = {
        "default": dj_database_url.parse(
            os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'archive.sqlite3'}",
            conn_max_age=60,
            conn_health_checks=True,
        )
    }
except (ValueError, dj_database_url.ParseError) as error:
    raise ImproperlyConfigured(
        "DATABASE_URL is not a database address: write for example DATABASE_URL=postgres://user:password@host/archive."
    ) from error
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), **_SQLITE_OPTIONS}

# Searching. Only settings, urls and wsgi may name the search room from here.
SEARCH_ENGINES = {
    "whoosh": "search.engines.whoosh.engine.WhooshEngine",
    "nothing": "search.engines.nothing.NothingEngine",
}
SEARCH_ENGINE = read_choice("SEARCH_ENGINE", "whoosh", (*SEARCH_ENGINES, "opensearch"))
SEARCH_INDEX_DIR = DATA_DIR / "index"
if SEARCH_ENGINE == "opensearch":
    raise ImproperlyConfigured("SEARCH_ENGINE=opensearch is not built yet: use SEARCH_ENGINE=whoosh, the default.")
# What recognises people in texts: the rules and the model that are shipped, or an installed spaCy pipeline.
PERSON_MODEL = read_person_model()
COMMANDS_AFTER_IMPORT = ["update_index", "find_same_people", "find_questions"]

# What else is found in texts and shown as a facet: organisations, places.
MORE_FACETS = read_more_facets()

# Whether the topic model is trained anew, in the background, when an archive has grown or its curators have decided.
TRAIN_TOPICS = read_flag("TRAIN_TOPICS", default=True)

# Imports started in the admin: folders on the server that may be named, and what an upload may hold.
IMPORT_ROOTS = read_list("IMPORT_ROOTS", "")
IMPORT_UPLOAD_MB = read_number("IMPORT_UPLOAD_MB", 1024)
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# Uploads arrive where they stay, so that they are not copied and no small /tmp overflows.
FILE_UPLOAD_TEMP_DIR = DATA_DIR

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "front"

LANGUAGE_CODE = "en"
# English alone until the templates are translated: a page half in the browser's language helps nobody.
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT_DIR / "static"]
# Static files are served as they lie in the project: no build step, no collectstatic to forget.
WHITENOISE_USE_FINDERS = True

# Secure by default. What needs HTTPS follows BASE_URL, so that the demo can be signed in to on 127.0.0.1.
_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _HTTPS and read_flag("SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS and not DEBUG else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if read_flag("BEHIND_PROXY", default=False) else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"archive": {"level": "INFO"}, "search": {"level": "INFO"}},
}
