"""A card-fraud of a few thousand rows, and a candidate who was invited to it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from desks import REPOSITORY, Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small_challenges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("challenges")
    target = folder / "card-fraud"
    shutil.copytree(REPOSITORY / "challenges" / "card-fraud", target)
    path = target / "challenge.toml"
    text = path.read_text()
    for key, value in {
        "rows": 6000,
        "window_rows": 2000,
        "fit_s": 20,
        "probe_s": 10,
        "memory_mib": 1024,
        "disk_mib": 128,
        "processes": 64,
    }.items():
        text, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
        assert found == 1, key
    # What is about re-runs has a challenge of its own.
    path.write_text(text.replace("[limits]", "[limits]\nrerun = 0", 1))
    return folder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, small_challenges: Path) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(folder=folder, environment={"TAKEHOME_CHALLENGES": str(small_challenges)})
    invited = desk.takehome("invite", "card-fraud", "--candidate", "Zoë Miller", "--out", "kit")
    assert invited.exit_code == 0, invited.err
    return desk
