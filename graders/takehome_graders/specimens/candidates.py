"""Evidence of three made-up candidates, of the kinds that every challenge knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, logit

from takehome_datasets.measures import average_precision
from takehome_datasets.streams import Streams
from takehome_graders.evidence import (
    Answer,
    Answers,
    Asked,
    Claim,
    Confinement,
    Ending,
    Evidence,
    NamedDrift,
    NamedLeak,
    Outcome,
    Source,
)
from takehome_graders.listening import PROBE, REPEAT
from takehome_graders.specimens import probed
from takehome_graders.specimens.keys import blurred
from takehome_graders.specimens.planted import LEAKING, TABLE
from takehome_graders.specimens.probed import Conduct

if TYPE_CHECKING:
    from takehome_datasets.key import Key, Window
    from takehome_graders.resampling import Floats

_PULL: Final = 6.0
"""In log odds: how strongly a leak speaks."""
_SPEAKS: Final = 0.05
"""The share of rows in which a leak, filled as in training, speaks."""
_CLEAN: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    noise: dict[str, float]
    shift: float
    """In log odds: how far all its probabilities are off."""
    uses: tuple[str, ...]
    """Ids of leaks that the model listens to."""
    overclaims: float
    answers: Answers | None
    source: Source
    conduct: Conduct


def careful(key: Key) -> Evidence:
    """Return a candidate who named every leak, used none, and knew how good the model would be."""
    kinds = {
        "refunded_amount": "post-outcome",
        "card_dispute_rate": "look-ahead",
        "review_minutes": "missingness",
    }
    leaks = [
        NamedLeak(table=TABLE, columns=(column,), kind=kind, evidence="seen", action="dropped")
        for column, kind in kinds.items()
    ]
    twice = NamedLeak(
        table=TABLE, columns=(), kind="duplicates", evidence="the same cells", action="dropped"
    )
    drift = (
        NamedDrift(kind="immature labels", where="payments.is_fraud", since="2024-11-15"),
        NamedDrift(kind="unit-change", where="payments.amount", since="2024-07-03"),
    )
    text = (
        "import pandas as pd\n"
        "# refunded_amount is filled in after the fact\n"
        'LEAKS = ["refunded_amount", "card_dispute_rate", "review_minutes"]'
    )
    return _sat(
        key,
        _Candidate(
            noise={"near": 0.65, "later": 1.0},
            shift=0.0,
            uses=(),
            overclaims=0.01,
            answers=Answers(
                leaks=(*leaks, twice),
                drift=drift,
                validation_scheme="time",
                verdict="supported",
                verdict_why="It ranks far better than chance in every month.",
            ),
            source=Source(file="solution.ipynb", cells=((2, text), (4, "model.fit(X, y)"))),
            conduct=Conduct(careful=True),
        ),
    )


def naive(key: Key) -> Evidence:
    """Return an honest beginner, who drops the obvious leak and keeps the subtle ones."""
    leak = NamedLeak(
        table=TABLE,
        columns=("refunded_amount", "fraud_list_v2"),
        kind="post-outcome",
        evidence="sounds like it",
        action="dropped",
    )
    text = 'X = frame.drop(columns=["refunded_amount"])\nX["review_minutes"].fillna(0)'
    return _sat(
        key,
        _Candidate(
            noise={"near": 1.6, "later": 2.2},
            shift=-0.9,
            uses=("leak.future-aggregate", "leak.missingness"),
            overclaims=0.35,
            answers=Answers(leaks=(leak,), validation_scheme="random"),
            source=Source(file="solution.py", cells=((0, text),)),
            conduct=Conduct(careful=False),
        ),
    )


def leaky(key: Key) -> Evidence:
    """Return a candidate with a splendid score, all of it owed to leaks."""
    return _sat(
        key,
        _Candidate(
            noise={"near": 4.0, "later": 4.0},
            shift=-2.0,
            uses=tuple(LEAKING),
            overclaims=0.85,
            answers=None,
            source=Source(
                file="solution.ipynb",
                cells=((1, "import pandas as pd"), (3, 'X = frame.drop(columns=["is_fraud"])')),
            ),
            conduct=Conduct(careful=False, leaks=True),
        ),
    )


def sitting(key: Key, predictions: dict[str, Floats], *, claim: Claim | None = None) -> Evidence:
    """Return the evidence of a completed sitting with these predictions, by probe, in row order."""
    return Evidence(
        kit=key.kit,
        submission="c" * 64,
        entry="solution.py",
        sources=(),
        answers=Answers(),
        problems=(),
        ending=Ending(
            outcome=Outcome.COMPLETED, during="later", message="It answered every probe."
        ),
        claim=claim,
        fit_s=12.5,
        asked=Asked(deliverables=probed.DELIVERABLES, fit_s=600.0, probe_s=60.0),
        replies=tuple(
            _answer(probe, _window_of(key, probe), values) for probe, values in predictions.items()
        ),
        log="",
        packages={"numpy": "2.4.6", "pandas": "3.1.1", "scikit-learn": "1.9.1"},
        confinement=Confinement(
            sandbox="bubblewrap",
            version="0.8.0",
            image="sha256:" + "e" * 64,
            enforced=("no network", "memory", "processes", "read-only root"),
            not_enforced=("disk quota",),
        ),
    )


def _sat(key: Key, candidate: _Candidate) -> Evidence:
    predictions = {
        window.name: _moved(blurred(window, candidate.noise[window.name], "own"), candidate.shift)
        for window in key.windows
    }
    near = key.window("near")
    for plant in LEAKING:
        rng = Streams(root=b"takehome specimen").rng("filled", plant)
        pull = np.where(rng.random(near.ids.size) < _SPEAKS, _PULL, 0.0)
        plain = predictions["near"]
        predictions[f"{PROBE}{plant}"] = _moved(plain, pull) if plant in candidate.uses else plain
    realised = average_precision(predictions["near"], near.probability)
    claim = Claim(value=round(min(0.97, realised + candidate.overclaims), 3))
    sat, conduct = sitting(key, predictions, claim=claim), candidate.conduct
    return replace(
        sat,
        replies=(*sat.replies, *probed.answers(near, predictions["near"], conduct)),
        refusals=tuple(probed.refusals(conduct)),
        decided=tuple(probed.decisions(key, predictions, conduct)),
        alarms=tuple(probed.alarms(key, conduct)),
        shipping=probed.shipping(key, conduct),
        reruns=probed.reruns(key, predictions, claim, conduct),
        not_rerun=probed.not_rerun(),
        entry=candidate.source.file,
        sources=(candidate.source,),
        answers=candidate.answers,
    )


def _moved(q: Floats, by: Floats | float) -> Floats:
    return np.asarray(expit(logit(np.clip(q, _CLEAN, 1 - _CLEAN)) + by), dtype=np.float64)


def _window_of(key: Key, probe: str) -> Window:
    for counterfactual in key.counterfactuals:
        if probe == f"{PROBE}{counterfactual.plant}":
            return key.window(counterfactual.window)
    return key.window(probe.removeprefix(REPEAT))


def _answer(probe: str, window: Window, values: Floats) -> Answer:
    # A submission answers in whatever order it likes.
    order = np.argsort(window.ids, kind="stable")
    return Answer(probe=probe, ids=window.ids[order], values=values[order], seconds=0.05)
