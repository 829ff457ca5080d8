"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
MAY_IMPORT = {
    "datasets/takehome_datasets": {"takehome_datasets"},
    "graders/takehome_graders": {"takehome_datasets", "takehome_graders"},
    "harness/takehome": {"takehome_datasets", "takehome_graders", "takehome"},
    "harness/takehome/proctor": set(),
    "harness/takehome/recorder": set(),
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


@pytest.mark.parametrize("place", MAY_IMPORT)
def test_imports_run_downwards_only(place: str) -> None:
    files = sorted((REPOSITORY / place).rglob("*.py"))

    ours = {
        (path.relative_to(REPOSITORY), name.split(".")[0])
        for path in files
        for name in imported(path)
        if name.split(".")[0].startswith("takehome") and not name.startswith("takehome.proctor")
    }

    assert files
    assert {name for _, name in ours} <= MAY_IMPORT[place], ours


@pytest.mark.parametrize("place", ["datasets", "graders"])
def test_only_the_harness_knows_the_proctor(place: str) -> None:
    names = {name for path in (REPOSITORY / place).rglob("*.py") for name in imported(path)}

    assert not {name for name in names if name.startswith("takehome.")}


def test_nothing_on_the_host_loads_what_can_execute() -> None:
    banned = {"pickle", "dill", "joblib", "cloudpickle", "shelve", "marshal", "torch", "yaml"}

    found = {
        (path.relative_to(REPOSITORY), name)
        for root in ("harness", "datasets", "graders")
        for path in (REPOSITORY / root).rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in banned
    }

    assert not found


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "numpy",
        "pandas",
        "pyarrow",
        "sklearn",
        "xgboost",
        "scipy",
        "docker",
        "sqlalchemy",
        "pydantic",
        "nbformat",
        "nbclient",
        "matplotlib",
        "jinja2",
        "rich",
    )
    program = (
        "import sys\n"
        "from takehome.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "grade" in ran.stdout
    assert ran.stderr.strip() == "[]"


def test_the_packages_stand_beside_a_distribution_named_datasets(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "__init__.py").write_text("name = 'somebody else'\n")
    program = "import takehome_datasets, takehome.cli, datasets; print(datasets.name)"

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert ran.stdout.strip() == "somebody else"
