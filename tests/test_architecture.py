"""What the layers must not know, beside the import contracts of pyproject.toml, which `make check` proves."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("knowledge", "handlers", "bot")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_module_says_in_its_first_line_what_it_is_for(layer: str) -> None:
    for path in (ROOT / layer).rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.relative_to(ROOT)


@pytest.mark.parametrize("layer", ["handlers"])
def test_every_module_is_found_from_the_architecture(layer: str) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [path.name for path in (ROOT / layer).rglob("*.py") if f"{path.name}`" not in text]
    assert set(missing) <= {"__init__.py"}


def test_sql_is_only_in_the_storage_and_its_migrations() -> None:
    for path in (ROOT / "bot").rglob("*.py"):
        if not {"storage", "migrations"} & set(path.parts):
            assert "sqlalchemy" not in set(imports(path)), path.relative_to(ROOT)


@pytest.mark.slow
def test_asking_in_a_pipe_imports_neither_telegram_nor_a_database_nor_rich() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['casewire', 'ask', '--json', 'Why did the UK refuse?']\n"
        "from bot.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'telegram', 'sqlalchemy', 'pydantic', 'structlog', 'aiosqlite', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_service_imports_nothing_that_draws_in_a_terminal() -> None:
    code = (
        "import os, sys\n"
        "os.environ['CASEWIRE_TELEGRAM__TOKEN'] = ''\n"
        "sys.argv = ['casewire', 'run']\n"
        "from bot.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "needed, unneeded = {'telegram', 'sqlalchemy', 'structlog'}, {'rich', 'pygments'}\n"
        "missing, found = needed - set(sys.modules), unneeded & set(sys.modules)\n"
        "sys.exit(f'missing: {missing}, imported: {found}' if missing or found else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_the_code_does_not_know_the_case() -> None:
    names = ("magnitsk", "browder", "hermitage", "helsinki", "магнитск", "браудер")
    for layer in LAYERS:
        for path in (ROOT / layer).rglob("*.py"):
            text = path.read_text(encoding="utf-8").casefold().replace('/ "magnitsky"', "")
            found = [name for name in names if name in text]
            assert not found, f"{path.relative_to(ROOT)} names {found}"
