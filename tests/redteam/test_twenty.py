"""Twenty sittings at once, one of them hostile: the others end as if they had been alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from recipes import full_recipe
from redteam.battle import TERMS, backend
from redteam.canaries import boxes_left
from redteam.corpus import ATTACKS
from takehome.sitting import paper_of, sit
from takehome.submission import receive
from takehome_datasets.variant import Variant, make_variant
from takehome_graders.evidence import Evidence, Outcome
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from pathlib import Path

WEIGHTS = {"heldout": 40.0, "validation": 30.0, "leakage": 30.0}
HOSTILE = ("R01", "R05", "R55")
"""Processes, files and processors, until it is stopped: one after the other in one submission."""

MODEL = """
import numpy as np
rows = []
with open(os.path.join("data", TABLE), newline="") as file:
    rows = list(csv.DictReader(file))
numeric = [name for name in rows[0] if rows[0][name].replace(".", "").isdigit()]
used = sorted(set(numeric) - {ID, OUTCOME})
def numbers(rows):
    return np.array([[float(row.get(name) or 0) for name in used] for row in rows])
X, y = numbers(rows), np.array([float(row[OUTCOME] or 0) for row in rows])
mean, spread = X.mean(axis=0), X.std(axis=0) + 1e-9
weight = ((X - mean) / spread * (y - y.mean())[:, None]).mean(axis=0)
def predict(folder):
    with open(os.path.join(folder, TABLE), newline="") as file:
        rows = list(csv.DictReader(file))
    raw = ((numbers(rows) - mean) / spread) @ weight
    return Answer([int(row[ID]) for row in rows], (1 / (1 + np.exp(-raw))).tolist())
"""


@pytest.fixture(scope="module")
def variant() -> Variant:
    return make_variant(full_recipe(2000, 600), seed=b"published: for twenty at once")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("docker", marks=pytest.mark.needs("docker")),
        pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
        pytest.param("landlock", marks=pytest.mark.needs("landlock")),
    ],
)
def test_nineteen_end_as_if_alone(name: str, variant: Variant, tmp_path: Path) -> None:
    sandbox = backend(name)
    key = variant.key
    facts = {"ID": key.id_column, "TABLE": key.table, "OUTCOME": key.outcome_column}
    honest = replace(ATTACKS[0], code=MODEL, form="script", beside=())
    codes = [attack.code for attack in ATTACKS if attack.id in HOSTILE]
    hostile = replace(honest, code="\n".join([*reversed(codes), "while True: pass"]))

    def let_sit(what: str) -> Evidence:
        folder = tmp_path / what
        folder.mkdir()
        submission = hostile if what == "hostile" else honest
        for file, content in submission.files({**facts, "_SECRET": ""}).items():
            (folder / file).write_bytes(content)
        terms = replace(TERMS, fit_s=5 if what == "hostile" else 120, probe_s=60)
        return sit(receive(folder), paper_of(variant), terms, sandbox, note=lambda _: None)

    alone = let_sit("alone")
    with ThreadPoolExecutor(20) as pool:
        *others, attack = pool.map(let_sit, [*(f"honest-{one}" for one in range(19)), "hostile"])

    assert alone.ending.outcome is Outcome.COMPLETED, alone.ending
    assert attack.ending.outcome is not Outcome.COMPLETED
    assert [each.ending for each in others] == [alone.ending] * 19
    assert [mark(key, each, WEIGHTS) for each in others] == [mark(key, alone, WEIGHTS)] * 19
    assert boxes_left() == []
