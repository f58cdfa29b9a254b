"""The habits of the house that a machine can check; README.md has the map and the reasons."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("archive", "search")
LONGEST_FUNCTION = 40
LARGEST_SCRIPTS = 10_000
LONGEST_FILE = 400
# The only places that may wire the rooms together.
WIRING = {"archive/settings.py", "archive/urls.py", "archive/wsgi.py"}
# The only files of the importer that may know the database.
DATABASE = {"rehearsal.py", "runs.py", "store.py"}


def python_files(*folders: str) -> list[str]:
    return sorted(
        path.relative_to(PROJECT).as_posix()
        for folder in folders
        for path in (PROJECT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def imported_modules(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((PROJECT / file).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively; write the whole name, so that the direction shows."
            yield node.module or ""
            # `from archive import models` names a module too.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("file", [f for f in python_files("archive") if f not in WIRING])
def test_the_archive_never_imports_the_search(file: str) -> None:
    assert not [module for module in imported_modules(file) if within(module, "search")]


@pytest.mark.parametrize("file", [f for f in python_files("archive/importing") if Path(f).name not in DATABASE])
def test_in_the_importer_only_the_store_and_its_runs_know_the_database(file: str) -> None:
    ours = [module for module in imported_modules(file) if within(module, "django", "archive")]
    assert not [module for module in ours if not within(module, "archive.importing", "archive.edtf", "archive.naming")]


@pytest.mark.parametrize("file", [f for f in python_files(*ROOMS) if not f.startswith("search/engines/whoosh/")])
def test_whoosh_is_touched_in_its_own_room_only(file: str) -> None:
    # What is learned is arrays too.
    libraries = ("whoosh",) if file.startswith("archive/learning/") else ("whoosh", "numpy")
    assert not [module for module in imported_modules(file) if within(module, *libraries)]


@pytest.mark.parametrize("file", [f for f in python_files("search/query") if "__init__" not in f])
def test_the_query_language_knows_no_engine(file: str) -> None:
    assert not [module for module in imported_modules(file) if within(module, "search.engines", "django", "archive")]


@pytest.mark.parametrize("file", python_files(*ROOMS))
def test_every_module_says_what_it_is_for(file: str) -> None:
    text = (PROJECT / file).read_text()
    if not text or file.endswith(("/apps.py", "templatetags/__init__.py")) or "/management/" in file:
        return
    assert ast.get_docstring(ast.parse(text)), f"{file} has no docstring."


@pytest.mark.parametrize("file", python_files(*ROOMS, "tests"))
def test_files_and_functions_are_small(file: str) -> None:
    text = (PROJECT / file).read_text()
    assert text.count("\n") <= LONGEST_FILE, f"{file} has more than {LONGEST_FILE} lines: it holds two things."
    long = [
        f"{file}:{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_our_own_scripts_are_small() -> None:
    assert sum(path.stat().st_size for path in (PROJECT / "static").rglob("*.js")) < LARGEST_SCRIPTS


def templates() -> list[str]:
    return sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "templates").rglob("*.*"))


@pytest.mark.parametrize("file", templates())
def test_pages_load_nothing_from_elsewhere_and_run_no_inline_script(file: str) -> None:
    text = (PROJECT / file).read_text()
    # Data for other programs are no script, though they stand in its element.
    scripts = r"<script(?![^>]*\bsrc=| type=\"application/ld\+json\">)|\son\w+=|javascript:"
    assert not re.search(scripts, text), f"{file} has script in the page."
    assert not re.search(r"(?:src|<link[^>]*href)=[\"'](?:https?:)?//", text), f"{file} loads from another site."


@pytest.mark.parametrize("file", templates())
def test_whatever_htmx_loads_a_plain_link_or_form_loads_too(file: str) -> None:
    for tag in re.findall(r"<[a-z]+[^>]*\shx-(?:get|post)=[^>]*>", (PROJECT / file).read_text()):
        # Inputs and selects inside a form may only trigger it; what has an address of its own needs a plain one.
        assert re.search(r"\s(?:href|action|formaction)=", tag), f"{file}: {tag} works with JavaScript only."


@pytest.mark.parametrize("file", templates())
def test_templates_never_switch_escaping_off(file: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", (PROJECT / file).read_text())
