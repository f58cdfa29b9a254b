"""Reads settings from the environment and fails loudly, saying what to write instead."""

import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from archive.importing.raw import ENTITY_KINDS, EntityKind

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def read_flag(name: str, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """The yes-or-no variable `name`; raises ImproperlyConfigured for any other word."""
    value = environ.get(name, "1" if default else "0").strip().casefold()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={environ[name]!r} is neither yes nor no: write {name}=1 or {name}=0.")


def read_choice(name: str, default: str, choices: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> str:
    """The variable `name`, one of `choices`; raises ImproperlyConfigured for any other word."""
    value = environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not known: write one of {', '.join(choices)}.")
    return value


def read_number(name: str, default: int, environ: Mapping[str, str] = os.environ) -> int:
    """The variable `name`, a whole number above 0; raises ImproperlyConfigured for anything else."""
    value = environ.get(name) or str(default)
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and int(value)):
        raise ImproperlyConfigured(f"{name}={value!r} is no whole number above 0: write for example {name}={default}.")
    return int(value)


def read_list(name: str, default: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The comma-separated variable `name`, without empty parts."""
    return [part.strip() for part in environ.get(name, default).split(",") if part.strip()]


def read_person_model(environ: Mapping[str, str] = os.environ) -> str:
    """PERSON_MODEL: "" for the shipped one, or `spacy:NAME` of a pipeline that is installed or lies in a folder."""
    value = environ.get("PERSON_MODEL", "")
    kind, _, name = value.partition(":")
    if value and (kind != "spacy" or not name):
        raise ImproperlyConfigured(f"PERSON_MODEL={value!r} is not known: write spacy:NAME, or unset it.")
    if value and not find_spec("spacy"):
        raise ImproperlyConfigured(
            f"PERSON_MODEL={value!r} needs spaCy, which is not installed: `uv pip install spacy`, or unset it."
        )
    if value and not Path(name).is_dir() and not (name.isidentifier() and find_spec(name)):
        raise ImproperlyConfigured(
            f"PERSON_MODEL={value!r} names a pipeline that is neither installed nor a folder: install it, or unset it."
        )
    return value


def read_more_facets(environ: Mapping[str, str] = os.environ) -> tuple[EntityKind, ...]:
    """MORE_FACETS: of `organisation` and `place`, with commas, those that are found in texts and shown; none unset."""
    values = read_list("MORE_FACETS", "", environ)
    if unknown := [value for value in values if value not in ENTITY_KINDS]:
        raise ImproperlyConfigured(
            f"MORE_FACETS has {unknown[0]!r}, which is no further facet: write {','.join(ENTITY_KINDS)}, one of them, "
            "or unset it."
        )
    return tuple(kind for kind in ENTITY_KINDS if kind in values)


def read_base_url(default: str, environ: Mapping[str, str] = os.environ) -> str:
    """BASE_URL, the address readers type, without a slash at the end."""
    value = (environ.get("BASE_URL") or default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"BASE_URL={value!r} is not a web address: write for example BASE_URL=https://archive.example.org."
        )
    return value


def make_private_dir(data_dir: Path) -> None:
    """Makes the data directory for its owner alone; one that is there keeps the rights that its keeper gave it.

    Whoever reads the database in it has the sessions of all who are signed in.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_be_written(data_dir, error) from error


def _cannot_be_written(data_dir: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The data directory {data_dir} cannot be written ({error.strerror}): point ARCHIVE_DATA_DIR at one that can."
    )


def read_secret_key(data_dir: Path, environ: Mapping[str, str] = os.environ) -> str:
    """SECRET_KEY, or a random one made once and kept in the data directory for its owner's eyes only.

    So every command works on a fresh machine, and still no two installations share a key.
    """
    if key := environ.get("SECRET_KEY"):
        if len(key) < 32:
            raise ImproperlyConfigured(
                "SECRET_KEY is too short: write at least 32 random characters, for example the output of "
                "python -c 'import secrets; print(secrets.token_urlsafe(50))', or unset it to have one made."
            )
        return key
    path = data_dir / "secret-key"
    make_private_dir(data_dir)
    try:
        # "x" lets only one of several processes that start together make the key; the others read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key_file(path)
    except OSError as error:
        raise _cannot_be_written(data_dir, error) from error
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def _read_key_file(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 32:
        raise ImproperlyConfigured(
            f"The key in {path} is too short, perhaps from an interrupted start: delete the file "
            "to have a new one made (everyone is signed out then)."
        )
    return key
