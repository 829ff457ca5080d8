"""The made-up key: two windows of payments whose true probabilities are written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, logit

from takehome_datasets.key import (
    Costs,
    Counterfactual,
    Experiment,
    Key,
    Scale,
    StreamWindow,
    Window,
)
from takehome_datasets.measures import measure
from takehome_datasets.streams import Streams
from takehome_graders.heldout.calibration import recalibrated
from takehome_graders.specimens.planted import COLUMNS, DRIFTS_AT, LEAKING, TABLE, plants
from takehome_graders.specimens.recorded import training

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_graders.resampling import Floats

STARTS: Final = date(2024, 1, 1)
TRAINING_DAYS: Final = 366
WINDOW_DAYS: Final = 60

COSTS: Final = Costs(miss=30.0, alarm=2.0, capacity=0.1)

_STREAM: Final = 8
_ROWS_A_CARD: Final = 4
_LOGISTIC: Final = {"near": 1.3, "later": 1.9}
_XGBOOST: Final = {"near": 0.7, "later": 1.2}


def key(rows: int = 2000) -> Key:
    """Return a key with so many rows in each of its two windows."""
    streams = Streams(root=b"takehome specimen")
    near = _window(streams, "near", rows, TRAINING_DAYS)
    later = _window(streams, "later", rows, TRAINING_DAYS + WINDOW_DAYS)
    return Key(
        kit="K-SPECIMEN",
        challenge="specimen",
        version=1,
        content_hash="5" * 64,
        metric="average_precision",
        table=TABLE,
        id_column="payment_id",
        outcome_column="is_fraud",
        time_columns=("paid_at",),
        names={},
        plants=plants(),
        windows=(near, later),
        counterfactuals=tuple(
            Counterfactual(
                plant=plant,
                window="near",
                table=TABLE,
                column=column,
                cells=tuple("1" if day % 7 == 0 else "" for day in near.day),
            )
            for plant, column in LEAKING.items()
        ),
        scales={window.name: _scale(window) for window in (near, later)},
        training_ends=STARTS + timedelta(days=TRAINING_DAYS),
        training=training(rows, TRAINING_DAYS),
        costs=COSTS,
        stream=tuple(_stream(number) for number in range(1, _STREAM + 1)),
        experiment=Experiment(effect=0.02, error=0.01, ship=True, flaws=("mess.sentinel",)),
    )


def _stream(number: int) -> StreamWindow:
    starts = STARTS + timedelta(days=TRAINING_DAYS + 2 * WINDOW_DAYS + 7 * number)
    ids = np.arange(number * 1000, number * 1000 + 20)
    return StreamWindow(
        name=f"stream:{number}",
        starts=starts,
        ends=starts + timedelta(days=7),
        folder={TABLE: _table(ids)},
        ids=ids,
        plants=("drift.unit",) if number > _STREAM // 2 else (),
    )


def blurred(window: Window, noise: float, word: str) -> Floats:
    """Return calibrated probabilities that know the true ones but for so much noise."""
    rng = Streams(root=b"takehome specimen").rng("blurred", word, window.name)
    p = window.probability
    q = expit(logit(p) + noise * rng.standard_normal(p.size))
    return recalibrated(q, p) * 0.999 + q * 0.001


def _window(streams: Streams, name: str, rows: int, first: int) -> Window:
    rng = streams.rng("window", name)
    starts = STARTS + timedelta(days=first)
    day = np.sort(rng.integers(first, first + WINDOW_DAYS, rows))
    day[:1] = first
    entity = rng.integers(0, max(1, rows // _ROWS_A_CARD), rows)
    card = streams.rng("card", "risk").standard_normal(max(1, rows // _ROWS_A_CARD))
    known, device = rng.standard_normal((2, rows))
    turned = day >= (DRIFTS_AT - STARTS).days
    p = expit(-5.2 + 1.7 * known + np.where(turned, -0.5, 1.1) * device + 0.9 * card[entity])
    ids = np.asarray(rng.permutation(10 * rows + 10)[:rows], dtype=np.int64)
    return Window(
        name=name,
        starts=starts,
        ends=starts + timedelta(days=WINDOW_DAYS),
        ids=ids,
        probability=p,
        outcome=(rng.random(rows) < p).astype(np.int8),
        day=day.astype(np.int32),
        entity=entity,
        folder={TABLE: _table(ids)},
    )


def _table(ids: NDArray[np.int64]) -> bytes:
    empty = "," * (len(COLUMNS) - 1)
    return "\n".join([",".join(COLUMNS), *(f"{id_}{empty}" for id_ in ids), ""]).encode()


def _scale(window: Window) -> Scale:
    p = window.probability
    return Scale(
        prior=measure(np.full_like(p, p.mean()), p, COSTS),
        logistic=measure(blurred(window, _LOGISTIC[window.name], "logistic"), p, COSTS),
        xgboost=measure(blurred(window, _XGBOOST[window.name], "xgboost"), p, COSTS),
        optimum=measure(p, p, COSTS),
    )
