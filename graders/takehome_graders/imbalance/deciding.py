"""What decisions save, beside what could have been saved with the same probabilities.

Savings are expected ones, against true probabilities. Who acts on more rows than the brief allows
has the rest of them left undone, whichever they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import acted, savings
from takehome_graders.resampling import Floats
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Costs, Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.standing import Standing

_OWN: Final = 0.5
"""The share for what the same probabilities allow; the rest is for what the optimum does."""
_NOTHING: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What decisions save a row, in the brief's unit, against acting on nobody."""

    saved: float
    blind: float
    """Who knows the base rate only, and acts on everybody or nobody."""
    own_best: float
    """The best threshold on the same probabilities."""
    optimum: float
    share: float
    """Of the rows, acted on."""
    over: float
    """How many times more than the brief allows; at most 1 where it keeps to it."""
    points: float
    points_again: Floats | None

    @property
    def figures(self) -> Mapping[str, float]:
        """The numbers behind the points."""
        return {
            "decisions.saved": self.saved,
            "decisions.blind": self.blind,
            "decisions.own_best": self.own_best,
            "decisions.optimum": self.optimum,
            "decisions.acted": self.share,
        }


def deciding(key: Key, evidence: Evidence, near: Standing) -> Deciding | None:
    """Return what the decisions for a window save; None where there are none for all its rows."""
    window, costs = near.window, key.costs
    found = [each for each in evidence.decided if each.probe == window.name]
    if costs is None or not found or found[0].ids.size != found[0].acted.size:
        return None
    order = np.argsort(found[0].ids, kind="stable")
    if not np.array_equal(found[0].ids[order], np.sort(window.ids)):
        return None
    done = found[0].acted[order][np.searchsorted(np.sort(window.ids), window.ids)]
    return _deciding(near, done.astype(np.float64), costs)


def _deciding(near: Standing, done: Floats, costs: Costs) -> Deciding:
    p, entity, again = near.window.probability, near.window.entity, near.resamples
    share = float(done.mean())
    over = share / costs.capacity if costs.capacity else 0.0
    saved = savings(done / max(over, 1.0), p, costs)
    rows = {
        "blind": savings(acted(np.full_like(p, p.mean()), costs), p, costs),
        "own": savings(_best_threshold(near.predictions, p, costs), p, costs),
        "optimum": savings(acted(p, costs), p, costs),
    }
    means = {name: np.array([values.mean()]) for name, values in rows.items()}
    points = _points(np.array([saved.mean()]), means)
    return Deciding(
        saved=float(saved.mean()),
        blind=float(means["blind"][0]),
        own_best=float(means["own"][0]),
        optimum=float(means["optimum"][0]),
        share=share,
        over=over,
        points=float(points[0]),
        points_again=(
            _points(
                again.mean(entity, saved),
                {name: again.mean(entity, values) for name, values in rows.items()},
            )
            if near.sure
            else None
        ),
    )


def _points(saved: Floats, means: Mapping[str, Floats]) -> Floats:
    gained = saved - means["blind"]
    own = np.maximum(means["own"] - means["blind"], _NOTHING)
    optimum = np.maximum(means["optimum"] - means["blind"], _NOTHING)
    shares = _OWN * np.clip(gained / own, 0, 1) + (1 - _OWN) * np.clip(gained / optimum, 0, 1)
    return np.asarray(FULL_POINTS * shares)


def _best_threshold(q: Floats, p: Floats, costs: Costs) -> Floats:
    """Return the rows above the threshold on `q` that saves most, within the capacity."""
    order = np.argsort(-q, kind="stable")
    room = q.size if costs.capacity is None else int(costs.capacity * q.size)
    total = np.concatenate([[0.0], np.cumsum(savings(np.ones_like(p), p, costs)[order])])
    best = int(np.argmax(total[: room + 1]))
    done = np.zeros_like(q)
    done[order[:best]] = 1.0
    return done
