"""How the proctor gets into a box: as a zip of modules, the recorder's beside its own, sent first.

The zip is a function of the sources alone: the same bytes on every machine.
"""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from importlib import resources
from typing import Final

_ABOVE: Final = (__package__ or "takehome.proctor").rpartition(".")[0]
_PACKAGES: Final = ("proctor", "recorder")
_STAYS: Final = frozenset({"__init__.py", "carry.py"})
_MAIN: Final = b"from proctor.main import main\n\nmain()\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@cache
def carried() -> bytes:
    """Return what a box is sent first: the zipped proctor behind its length, four bytes big-endian.

    The bootstrap that waits in every box reads exactly this, and executes it.
    """
    return framed({**modules(), "__main__.py": _MAIN})


def framed(modules: dict[str, bytes]) -> bytes:
    """Return the modules, by their path in the zip, as the bootstrap of a box reads them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(modules):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), modules[name])
    zipped = buffer.getvalue()
    return struct.pack(">I", len(zipped)) + zipped


def modules() -> dict[str, bytes]:
    """Return the modules that are carried, by their path in the zip."""
    carried: dict[str, bytes] = {}
    for package in _PACKAGES:
        carried[f"{package}/__init__.py"] = b""
        for module in (resources.files(_ABOVE) / package).iterdir():
            if module.name.endswith(".py") and module.name not in _STAYS:
                carried[f"{package}/{module.name}"] = module.read_bytes()
    return carried
