"""A sandbox that holds nothing back, which the conformance suite has to see through."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from takehome.sandbox.process import ProcessBox, Start
from takehome_graders.evidence import Confinement

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Box, Limits


class Leaky:
    """Boxes that are plain processes of this machine, with everything that a process inherits."""

    name: str = "leaky"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def confinement(self) -> Confinement:
        return Confinement(
            sandbox=self.name,
            version="1",
            image="none",
            enforced=("system calls", "memory", "processes"),
            not_enforced=(),
        )

    def open(self, limits: Limits) -> Box:
        source = (resources.files("takehome.sandbox") / "bootstrap.py").read_text(encoding="utf-8")
        work = Path(tempfile.mkdtemp(dir=self._folder))
        inner = work / "temporary"
        settings = [f"work={work}", f"temporary={inner}", f"python={sys.executable}"]
        inherited = [
            int(name)
            for name in os.listdir("/proc/self/fd")  # noqa: PTH208 - names are wanted
            if _inheritable(int(name))
        ]
        return ProcessBox(
            Start(
                command=(sys.executable, "-I", "-S", "-c", source, *settings),
                variables=dict(os.environ),
                descriptors=tuple(inherited),
                group=None,
                limits=limits,
            )
        )


def _inheritable(descriptor: int) -> bool:
    try:
        return descriptor > 2 and os.get_inheritable(descriptor)
    except OSError:
        return False
