from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from unit.takehome.proctor.host import Host, hosting, kernels_interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["script", "notebook"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(form: str, tmp_path: Path) -> Iterator[Host]:
    """A proctor that waits for a submission of the form."""
    interpreter = sys.executable if form == "script" else kernels_interpreter()
    with hosting(tmp_path, interpreter) as waiting:
        yield waiting
