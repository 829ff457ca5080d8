from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.docker import Docker
from takehome.sandbox.landlock import Landlock

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox


@pytest.fixture(
    params=[
        pytest.param("docker", marks=pytest.mark.needs("docker")),
        pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
        pytest.param("bubblewrap without groups", marks=pytest.mark.needs("bubblewrap")),
        pytest.param("landlock", marks=pytest.mark.needs("landlock")),
    ]
)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Every backend there is, each as it is on this machine."""
    match request.param:
        case "docker":
            return Docker()
        case "bubblewrap":
            return Bubblewrap()
        case "bubblewrap without groups":
            return Bubblewrap(groups=False)
        case _:
            # As inside a plain container, which is what it is for.
            return Landlock(groups=False)
