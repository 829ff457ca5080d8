"""A folder with a vault of its own, and the real command line in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[1]
SANDBOXES = [
    pytest.param("docker", marks=pytest.mark.needs("docker")),
    pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command printed, and how it exited."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A folder to work in, with a vault of its own and a small card-fraud."""

    folder: Path
    environment: Mapping[str, str]

    def takehome(self, *arguments: str, **environment: str) -> Ran:
        ran = subprocess.run(
            [sys.executable, "-m", "takehome", *arguments],
            cwd=self.folder,
            env={**os.environ, **self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(exit_code=ran.returncode, out=ran.stdout, err=ran.stderr)
