from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takehome.proctor.imports import check_imports
from takehome.proctor.trouble import Setting, Trouble

if TYPE_CHECKING:
    from pathlib import Path

SETTING = Setting(entry="solution.ipynb", allowed=("numpy",))


def entry(folder: Path) -> Path:
    (folder / "submission").mkdir()
    (folder / "submission/solution.ipynb").touch()
    (folder / "submission/helpers.py").touch()
    return folder / "submission/solution.ipynb"


@pytest.mark.parametrize(
    "text",
    [
        "import json, numpy.linalg",
        "from pathlib import Path",
        "import helpers",
        "from . import anything",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "def later():\n    import torch",
        "import torch as (not Python",
        "%pip install torch",
        "import __main__",
    ],
)
def test_what_is_there_or_need_not_be_passes(text: str, tmp_path: Path) -> None:
    check_imports([(2, text)], entry(tmp_path), SETTING)


@pytest.mark.parametrize(
    "text", ["\nimport torch", "\nfrom torch.nn import Module", "\nimport a, torch"]
)
def test_a_package_that_is_not_there_is_told_before_anything_runs(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises(Trouble) as trouble:
        check_imports(
            [(2, "import json"), (3, text.replace("a,", "json,"))], entry(tmp_path), SETTING
        )

    assert trouble.value.outcome == "environment"
    assert "torch" in trouble.value.message
    assert trouble.value.place is not None
    assert (trouble.value.place.cell, trouble.value.place.line) == (3, 2)
