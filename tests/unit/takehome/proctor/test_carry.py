from __future__ import annotations

import ast
import io
import struct
import subprocess
import sys
import zipfile

import pytest

from takehome.proctor import carried

STANDARD_OR_PROVIDED = {*sys.stdlib_module_names, "IPython", "numpy", "nbclient", "nbformat"}
STANDARD_OR_PROVIDED |= {
    "jupyter_client",
    "jupyter_core",
    "proctor",
    "pyarrow",
    "sklearn",
    "traitlets",
}


def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(carried()[4:]))


def test_what_is_carried_is_a_zip_behind_its_length() -> None:
    (length,) = struct.unpack(">I", carried()[:4])

    assert length == len(carried()) - 4
    assert {"__main__.py", "proctor/main.py", "recorder/switch.py"} <= {*archive().namelist()}


def test_another_process_carries_the_same_bytes() -> None:
    program = "import sys; from takehome.proctor import carried; sys.stdout.buffer.write(carried())"

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout

    assert other == carried()


@pytest.mark.parametrize("name", [name for name in archive().namelist() if name.endswith(".py")])
def test_a_carried_module_imports_nothing_of_ours(name: str) -> None:
    tree = ast.parse(archive().read(name))
    imported = {
        module.partition(".")[0]
        for node in ast.walk(tree)
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    }

    assert imported <= STANDARD_OR_PROVIDED


@pytest.mark.parametrize("module", ["contract", "ask", "slip", "script_child", "log", "watch"])
def test_what_runs_beside_a_submission_needs_no_numpy(module: str) -> None:
    program = f"import sys, takehome.proctor.{module}; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
