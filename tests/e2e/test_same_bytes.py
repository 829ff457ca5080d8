"""The same input gives the same bytes, whichever process asks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desks import SANDBOXES

if TYPE_CHECKING:
    from pathlib import Path

    from desks import Desk

MAKE = """
import hashlib, sys
from takehome.challenge import find
from takehome.store import plain
from takehome_datasets.variant import make_variant
variant = make_variant(find("card-fraud").recipe, seed=b"the same seed, whoever asks for it..")
print(variant.kit, variant.key.content_hash, hashlib.sha256(plain.to_bytes(variant)).hexdigest())
"""

MARK = """
import hashlib, sys
from pathlib import Path
from takehome.marking import mark_sitting
from takehome.store import plain
from takehome.store.vault import Vault
vault = Vault(Path(sys.argv[1]))
marked = mark_sitting(vault, int(sys.argv[2]), out=Path(sys.argv[3]))
print(hashlib.sha256(plain.to_bytes(vault.last_marks(int(sys.argv[2])))).hexdigest())
for path in sorted(Path(sys.argv[3]).iterdir()):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def printed(program: str, desk: Desk, hash_seed: int, *arguments: str) -> str:
    """Return what a process of its own prints, with another order of its sets and another zone."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=desk.folder,
        env={
            **os.environ,
            **desk.environment,
            "PYTHONHASHSEED": str(hash_seed),
            "TZ": ["UTC", "Asia/Kolkata"][hash_seed % 2],
            "OMP_NUM_THREADS": str(1 + hash_seed % 2),
        },
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_two_processes_make_one_variant(desk: Desk) -> None:
    assert printed(MAKE, desk, 1) == printed(MAKE, desk, 2)


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_two_processes_mark_and_report_alike(desk: Desk, tmp_path: Path, sandbox: str) -> None:
    graded = desk.takehome(
        "grade", "kit", "--json", "--sandbox", sandbox, "--out", str(tmp_path / "first")
    )
    assert graded.exit_code == 0, graded.err
    number = str(graded.document["about"]["sitting"])
    vault = str(desk.folder / ".takehome")

    one = printed(MARK, desk, 1, vault, number, str(tmp_path / "one"))
    two = printed(MARK, desk, 2, vault, number, str(tmp_path / "two"))

    assert one == two
    for name in ("report.html", "report.json"):
        first = (tmp_path / "first" / name).read_bytes()
        assert first == (tmp_path / "one" / name).read_bytes()


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_the_starter_sits_and_gets_the_same_marks_twice(
    desk: Desk, tmp_path: Path, sandbox: str
) -> None:
    totals = [
        desk.takehome(
            "grade", "kit", "--json", "--sandbox", sandbox, "--out", str(tmp_path / name)
        ).document["total"]
        for name in ("one", "two")
    ]

    assert totals[0] == totals[1]
