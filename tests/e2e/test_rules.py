"""The first three rules: no secret goes in, only plain data comes out, marking never meets code."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from desks import SANDBOXES, Desk
from takehome.sandbox.choose import choose
from takehome.sitting import Bearing, Terms, paper_of, sit
from takehome.store.vault import Vault
from takehome.submission import receive
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Evidence, Outcome

CANARY = "canary-5f2b9c-never-inside"
TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=60,
    probe_s=60,
    memory_mib=1024,
    disk_mib=128,
    processes=64,
)

SEARCHER = """
import os, sys
import pandas as pd
from pathlib import Path

WORD = "-".join(["canary", "5f2b9c", "never", "inside"]).encode()
SKIP = ("/usr", "/sys", "/opt", "/proc", sys.prefix, sys.base_prefix)

def holds(path):
    try:
        with open(path, "rb") as file:
            rest = b""
            while block := file.read(1 << 20):
                if WORD in rest + block:
                    return True
                rest = block[-64:]
    except (OSError, ValueError):
        return False
    return False

def in_memory(pid):
    try:
        lines = open(f"/proc/{pid}/maps").read().splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except OSError:
        return False
    for line in lines:
        first, last = (int(end, 16) for end in line.split()[0].split("-"))
        try:
            memory.seek(first)
            if WORD in memory.read(min(last - first, 1 << 26)):
                return True
        except (OSError, ValueError, OverflowError):
            continue
    return False

def search():
    found = []
    for top, folders, files in os.walk("/"):
        folders[:] = [f for f in folders if not os.path.join(top, f).startswith(SKIP)]
        for name in files:
            path = os.path.join(top, name)
            if os.path.isfile(path) and not path.startswith(SKIP) and holds(path):
                found.append(path)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for part in ("environ", "cmdline", "mountinfo"):
            if holds(f"/proc/{pid}/{part}"):
                found.append(f"/proc/{pid}/{part}")
        if int(pid) != os.getpid() and in_memory(pid):
            found.append(f"/proc/{pid}/mem")
    return found

Path("planted.txt").write_bytes(WORD[::-1])
assert holds("planted.txt") is False
Path("planted.txt").write_bytes(b"x" * (1 << 20) + WORD)
assert search() == [os.path.abspath("planted.txt")], search()
os.remove("planted.txt")
found = search()
print("found", found)

def predict(folder):
    found.extend(search())
    frame = pd.read_csv(Path(folder) / TABLE)
    return pd.Series(1.0 if found else 0.25, index=frame[ID])

expected_score = float(len(found))
"""


@pytest.fixture(scope="module")
def variant(desk: Desk) -> Variant:
    vault = Vault(desk.folder / ".takehome")
    variant = vault.variant(vault.invitation_of("Zoë Miller").kit)
    vault.close()
    return variant


def with_canaries(variant: Variant) -> Variant:
    """Return the variant with the canary in everything of its key that may not go in."""
    plants = tuple(
        replace(plant, id=f"{plant.id}-{CANARY}", story=CANARY, question=CANARY)
        for plant in variant.key.plants
    )
    ids = {old.id: new.id for old, new in zip(variant.key.plants, plants, strict=True)}
    counterfactuals = tuple(
        replace(each, plant=ids[each.plant]) for each in variant.key.counterfactuals
    )
    key = replace(
        variant.key,
        kit=f"kit-{CANARY}",
        content_hash=CANARY,
        names={**variant.key.names, CANARY: CANARY},
        plants=plants,
        counterfactuals=counterfactuals,
    )
    return Variant(kit=key.kit, data=variant.data, key=key)


def let_sit(variant: Variant, folder: Path, code: str, sandbox: str) -> Evidence:
    path = folder / "solution.py"
    path.write_text(f"ID, TABLE = {variant.key.id_column!r}, {variant.key.table!r}\n{code}")
    whole = paper_of(variant)
    # Of what is tried on copies of rows one folder is as good as all: each is searched through.
    some = tuple(
        probe
        for probe in whole.probes
        if probe.bearing is not Bearing.TRIED or probe.name == "production:one-row"
    )
    paper = replace(whole, probes=some)
    return sit(receive(path), paper, TERMS, choose(sandbox), note=lambda _: None)


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_no_secret_is_found_anywhere_inside(
    variant: Variant, tmp_path: Path, sandbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEHOME_CANARY", CANARY)

    evidence = let_sit(with_canaries(variant), tmp_path, SEARCHER, sandbox)

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert evidence.claim is not None
    assert evidence.claim.value == 0, evidence.log
    assert len(evidence.replies) == 4 + len(variant.key.counterfactuals)
    for reply in evidence.replies:
        assert set(reply.values.tolist()) == {0.25}, reply.probe


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_no_scored_outcome_goes_in(variant: Variant, tmp_path: Path, sandbox: str) -> None:
    code = """
import pandas as pd
from pathlib import Path
seen = []
def predict(folder):
    columns = {c for path in Path(folder).glob("*.csv") for c in pd.read_csv(path).columns}
    frame = pd.read_csv(Path(folder) / TABLE)
    return pd.Series(1.0 if OUTCOME in columns else 0.25, index=frame[ID])
expected_score = 0.5
"""
    named = f"OUTCOME = {variant.key.outcome_column!r}\n{code}"

    evidence = let_sit(variant, tmp_path, named, sandbox)

    for reply in evidence.replies:
        assert set(reply.values.tolist()) == {0.25}


HOST = """
import json, os, sys
sys.path[:0] = json.loads(sys.argv[1])
opened = set()
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        opened.add(os.path.abspath(os.fsdecode(arguments[0])))
from test_rules import *
vault = Vault(Path(sys.argv[2]))
variant = vault.variant(vault.invitation_of("Zoë Miller").kit)
chosen = sys.argv[4]
sys.addaudithook(watch)
evidence = let_sit(variant, Path(sys.argv[3]), sys.argv[5], chosen)
from takehome_graders.grading import mark
mark(variant.key, evidence, {"heldout": 1.0, "validation": 1.0, "leakage": 1.0})
print(json.dumps({
    "outcome": evidence.ending.outcome,
    "opened": sorted(opened),
    "modules": sorted(sys.modules),
}))
"""


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_the_host_opens_nothing_that_a_candidate_wrote_and_imports_nothing_of_theirs(
    desk: Desk, tmp_path: Path, sandbox: str
) -> None:
    code = """
import os
import pandas as pd
from pathlib import Path
for folder in ("/tmp", "/work", "/dev/shm", os.getcwd(), os.path.expanduser("~")):
    try:
        Path(folder, "left_by_a_candidate").write_text("open me")
        Path(folder, "left_by_a_candidate.py").write_text("raise SystemExit")
    except OSError:
        pass
def predict(folder):
    return pd.Series(0.5, index=pd.read_csv(Path(folder) / TABLE)[ID])
expected_score = 0.5
"""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            HOST,
            json.dumps([str(Path(__file__).parent), str(Path(__file__).parents[1])]),
            str(desk.folder / ".takehome"),
            str(tmp_path),
            sandbox,
            code,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])

    assert told["outcome"] == "completed"
    assert str(tmp_path / "solution.py") in told["opened"]
    assert not [path for path in told["opened"] if "left_by_a_candidate" in path]
    assert not [path for path in told["opened"] if writable_by_a_stranger(path)]
    assert not {"solution", "left_by_a_candidate"} & set(told["modules"])
    assert not list(Path(tempfile.gettempdir()).glob("left_by_a_candidate*"))


def writable_by_a_stranger(path: str) -> bool:
    """Say whether somebody who is neither us nor in our groups could have written the file."""
    try:
        about = Path(path).stat()
    except OSError:
        return False
    if stat.S_ISCHR(about.st_mode):
        return False
    ours = about.st_uid in (0, os.getuid())
    return not ours or bool(about.st_mode & stat.S_IWOTH)
