"""Small whole values for tests: a key, a variant, a submission, the evidence of a sitting."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from takehome.submission import Submission
from takehome_datasets.key import Counterfactual, Key, Measures, PlantRecord, Scale, Window
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Ending, Evidence, Outcome

ROWS = 6


def a_window(name: str) -> Window:
    first = {"near": 100, "later": 200}[name]
    ids = np.arange(first, first + ROWS)
    lines = [f"{one},{10 * one}," for one in ids]
    return Window(
        name=name,
        starts=date(2026, 1, 1),
        ends=date(2026, 2, 1),
        ids=ids,
        probability=np.linspace(0.05, 0.6, ROWS),
        outcome=np.array([0, 0, 1, 0, 1, 1], dtype=np.int8),
        day=np.arange(ROWS, dtype=np.int32),
        entity=np.arange(ROWS) // 2,
        folder={"examples.csv": "\n".join(["id,amount,late_field", *lines, ""]).encode()},
    )


def some_measures(level: float) -> Measures:
    return Measures(
        log_loss=0.7 - level / 2,
        brier=0.2 - level / 10,
        auc=0.5 + level / 2,
        average_precision=level,
    )


def a_key(**changes: Any) -> Key:
    scale = Scale(
        prior=some_measures(0.1),
        logistic=some_measures(0.2),
        xgboost=some_measures(0.3),
        optimum=some_measures(0.4),
    )
    plant = PlantRecord(
        id="leak.late-field",
        kind="leak",
        mechanism="post-outcome",
        table="examples.csv",
        columns=("late_field",),
        story="late_field is filled in after the outcome.",
        question="When is late_field known?",
    )
    key = {
        "kit": "kit-0123456789ab",
        "challenge": "card-fraud",
        "version": 1,
        "content_hash": "c" * 64,
        "metric": "average_precision",
        "table": "examples.csv",
        "id_column": "id",
        "outcome_column": "outcome",
        "time_columns": (),
        "names": {"amount": "amount"},
        "plants": (plant,),
        "windows": (a_window("near"), a_window("later")),
        "counterfactuals": (
            Counterfactual(
                plant=plant.id,
                window="near",
                table="examples.csv",
                column="late_field",
                cells=("7", "", 'a "quoted", cell', "", "8", "9"),
            ),
        ),
        "scales": {"near": scale, "later": scale},
        "training_ends": date(2026, 1, 1),
    }
    return Key(**{**key, **changes})


def a_variant(**changes: Any) -> Variant:
    key = a_key(**changes)
    return Variant(
        kit=key.kit, data={"examples.csv": b"id,amount,late_field,outcome\n1,10,,0\n"}, key=key
    )


def a_submission(**changes: Any) -> Submission:
    submission = {
        "files": {"solution.py": b"def predict(folder): ...\n"},
        "entry": "solution.py",
        "form": "script",
        "sha256": "5" * 64,
        "answers": None,
        "kit": None,
        "sources": (),
        "problems": (),
    }
    return Submission(**{**submission, **changes})


def some_evidence(outcome: Outcome = Outcome.COMPLETED) -> Evidence:
    return Evidence(
        kit="kit-0123456789ab",
        submission="5" * 64,
        entry="solution.py",
        sources=(),
        answers=None,
        problems=(),
        ending=Ending(outcome=outcome, during="", message="It ran."),
        claim=None,
        fit_s=1.0,
        replies=(),
        log="",
    )
