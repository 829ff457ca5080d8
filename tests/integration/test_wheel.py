"""The wheel is whole: it works from any folder, without the checkout beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling import build

REPOSITORY = Path(__file__).parents[2]

TRY = """
import json
from pathlib import Path
import takehome
from takehome.challenge import find
from takehome.proctor import carried
from takehome.sandbox import environment, image
challenge = find("card-fraud")
print(json.dumps({
    "home": takehome.__file__,
    "challenge": str(challenge.folder.resolve()),
    "references": challenge.reference("careful").name,
    "proctor": len(carried()),
    "lock": len(environment.lock()),
    "image": image.tag(),
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    here = Path.cwd()
    os.chdir(REPOSITORY)
    try:
        wheel = build.build_wheel(str(folder))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(folder / wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_everything_that_a_command_needs_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    ran = subprocess.run(
        [sys.executable, "-c", TRY],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["home"].startswith(str(installed))
    assert told["challenge"] == str(installed / "takehome" / "_challenges" / "card-fraud")
    assert told["references"] == "careful.ipynb"
    assert min(told["proctor"], told["lock"]) > 10_000


def test_a_candidate_is_invited_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "takehome", "invite", "card-fraud", "--candidate", "Zoë"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "kit-zoë" / "check.py").exists()


def test_no_test_and_no_cache_is_in_the_wheel(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir()}

    assert {"takehome", "takehome_datasets", "takehome_graders"} <= tops
    assert all(top.startswith("takehome") for top in tops)
