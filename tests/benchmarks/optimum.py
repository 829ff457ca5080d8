"""Is the optimum what it says, in every world?

Outcomes are sampled from the truth of one large variant, a million and more, and held against what
the optimum says of their rows. Two challengers try to beat it: an XGBoost that learnt from ten
times the usual data, and one that starts from the optimum itself and looks at hidden outcomes for
what it missed.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(1, str(Path(__file__).parents[1]))

import numpy as np
import xgboost
from contract import Bar, run
from numpy.typing import NDArray

from recipes import of_world
from takehome_datasets.certify.ablation import clustered_error
from takehome_datasets.certify.case import Case, case_of
from takehome_datasets.measures import log_losses
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.recipe import Recipe

Floats = NDArray[np.float64]

MANY, FEW = 1_000_000, 100_000
"""Training rows of the large world, ten times the usual, and in the quick form."""
_OUTCOMES: Final = 1_000_000
_BINS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """How the optimum stood up to being tested."""

    outcomes: int
    worst_bin: float
    """Standard errors between said and sampled, in the worst of twenty bins."""
    total: float
    """Sampled outcomes over expected ones."""
    beaten: dict[str, float]
    """By how many standard errors each challenger has the lower log loss."""


def put_to_the_test(recipe: Recipe, many: int) -> Tested:
    """Sample outcomes from the truth of one large world, and let models try to beat the optimum."""
    large = replace(recipe, rows=many, window_rows=many // 4)
    case = case_of(large, happen(large, Streams(root=b"equating large")))
    clean = case.made.clean
    rng = np.random.Generator(np.random.PCG64(5))
    windows = list(clean.calendar.windows)
    p = np.concatenate([case.best[name] for name in windows])
    rows = np.concatenate(
        [np.arange(clean.moment.size)[clean.calendar.windows[name].rows] for name in windows]
    )
    truth = clean.truth.probability[rows]
    draws = math.ceil(_OUTCOMES / p.size)
    sampled = np.mean([rng.random(p.size) < truth for _ in range(draws)], axis=0)
    worst = 0.0
    for part in np.array_split(np.argsort(p, kind="stable"), _BINS):
        error = clustered_error(sampled[part] - p[part], clean.entity[rows][part])
        worst = max(worst, abs(float(np.mean(sampled[part] - p[part]))) / error)
    return Tested(
        outcomes=draws * p.size,
        worst_bin=worst,
        total=float(sampled.sum() / p.sum()),
        beaten={
            f"XGBoost on {many} rows": _lead(case, "near", _from_training(case, "near")),
            "XGBoost that starts from the optimum": _second_look(case),
        },
    )


def _from_training(case: Case, window: str) -> Floats:
    rows = case.made.clean.calendar.windows[window].rows
    return case.anchors.trees(case.anchors.design.cells[rows])


def _lead(case: Case, window: str, said: Floats) -> float:
    """Return by how many standard errors predictions beat the optimum on what is really likely."""
    clean = case.made.clean
    rows = clean.calendar.windows[window].rows
    truth = clean.truth.probability[rows]
    gained = log_losses(case.best[window], truth) - log_losses(said, truth)
    return float(np.mean(gained)) / clustered_error(gained, clean.entity[rows])


def _second_look(case: Case) -> float:
    """Let a model that is told the optimum look for what it missed, on one half of the entities.

    It learns from outcomes of the hidden rows themselves, which nobody else ever sees.
    """
    clean = case.made.clean
    rows = clean.calendar.windows["near"].rows
    p, cells = case.best["near"], case.anchors.design.cells[rows]
    told = np.log(p / (1.0 - p))
    half = clean.entity[rows] % 2 == 0
    labels = clean.truth.happened[rows].astype(np.float64)
    data = xgboost.DMatrix(cells[half], label=labels[half], base_margin=told[half], nthread=1)
    settings = {
        "objective": "binary:logistic",
        "base_score": 0.5,
        "eta": 0.02,
        "max_depth": 3,
        "subsample": 0.9,
        "colsample_bytree": 0.7,
        "min_child_weight": 8,
        "nthread": 1,
        "seed": 3,
        "verbosity": 0,
    }
    booster = xgboost.train(settings, data, num_boost_round=60)
    asked = xgboost.DMatrix(cells[~half], base_margin=told[~half], nthread=1)
    answer: Any = booster.predict(asked)
    said, truth = np.asarray(answer, dtype=np.float64), clean.truth.probability[rows][~half]
    gained = log_losses(p[~half], truth) - log_losses(said, truth)
    return float(np.mean(gained)) / clustered_error(gained, clean.entity[rows][~half])


def bars_of(world: str, tested: Tested) -> list[Bar]:
    """Return what was measured of one world."""
    return [
        Bar(
            name=f"{world}: optimum against sampled outcomes, worst bin",
            value=tested.worst_bin,
            bar=4.0,
            unit="SE",
            n=tested.outcomes,
        ),
        Bar(
            name=f"{world}: sampled outcomes over expected, off by",
            value=abs(tested.total - 1.0),
            bar=0.02,
            unit="",
            n=tested.outcomes,
        ),
        *(
            Bar(
                name=f"{world}: {who} beats the optimum by",
                value=lead,
                bar=3.0,
                unit="SE",
                n=1,
            )
            for who, lead in tested.beaten.items()
        ),
    ]


def measure_all(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract of benchmarks
    """Put the optimum of every world to the test."""
    return [
        bar
        for world in WORLDS
        for bar in bars_of(
            world,
            put_to_the_test(replace(of_world(world), prevalence=0.03), FEW if quick else MANY),
        )
    ]


if __name__ == "__main__":
    run(measure_all, __doc__)
