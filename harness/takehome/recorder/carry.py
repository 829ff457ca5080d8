"""Which modules of the recorder are carried into a box, by their path in the zip."""

from __future__ import annotations

from importlib import resources
from typing import Final

_STAYS: Final = frozenset({"__init__.py", "carry.py"})


def modules() -> dict[str, bytes]:
    """Return the recorder's modules, to be added to those of the proctor that they travel with."""
    folder = resources.files(__package__ or "takehome.recorder")
    carried = {
        f"recorder/{module.name}": module.read_bytes()
        for module in folder.iterdir()
        if module.name.endswith(".py") and module.name not in _STAYS
    }
    return {**carried, "recorder/__init__.py": b""}
