"""What a fault really did, measured without any grader: to the model, and to its claim."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.certify.ablation import clustered_error
from takehome_datasets.measures import average_precision, log_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Key, Window
    from takehome_graders.evidence import Evidence

    Floats = NDArray[np.float64]

BEYOND_NOISE: Final = 3.0
"""Standard errors above which an effect counts as real."""
_DRAWS: Final = 60
_TINY: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change for the worse, and its standard error; negative where something got better."""

    size: float
    error: float

    @property
    def is_real(self) -> bool:
        """Whether it is beyond noise."""
        return self.size > BEYOND_NOISE * self.error and self.size > _TINY


NONE: Final = Effect(size=0.0, error=0.0)


def on_the_model(key: Key, before: Evidence, after: Evidence) -> Effect:
    """Return by how much log loss on hidden rows got worse, in what there was to gain.

    Of two windows the one counts in which it got worse the more surely.
    """
    found = []
    for window in key.windows:
        one, two = (_predictions(e, window) for e in (before, after))
        if one is None or two is None:
            continue
        worse = log_losses(two, window.probability) - log_losses(one, window.probability)
        scale = key.scales[window.name]
        lift = scale.prior.log_loss - scale.optimum.log_loss
        error = clustered_error(worse, window.entity)
        found.append(Effect(size=float(np.mean(worse)) / lift, error=error / lift))
    return max(found, key=lambda each: each.size / (each.error + _TINY), default=NONE)


def on_the_claim(key: Key, before: Evidence, after: Evidence) -> Effect:
    """Return by how much claim and what was realised moved apart, in average precision.

    The error is that of the claim: it was measured on about as many rows as a window has.
    """
    window = key.windows[0]
    apart = []
    for evidence in (before, after):
        said = _predictions(evidence, window)
        if evidence.claim is None or said is None:
            return NONE
        realised = average_precision(said, window.probability)
        apart.append(abs(evidence.claim.value - realised))
    said = _predictions(before, window)
    return Effect(size=apart[1] - apart[0], error=_luck(window, said) if said is not None else 0.0)


def _predictions(evidence: Evidence, window: Window) -> Floats | None:
    """Return what was answered for a window, in its order; None where it is not whole."""
    reply = evidence.reply(window.name)
    if reply is None or reply.ids.size != window.ids.size:
        return None
    order, asked = np.argsort(reply.ids), np.argsort(window.ids)
    if not np.array_equal(reply.ids[order], window.ids[asked]):
        return None
    said = np.empty(window.ids.size)
    said[asked] = np.clip(reply.values[order], _TINY, 1 - _TINY)
    return said


def _luck(window: Window, said: Floats) -> float:
    """Return the spread of average precision over labels drawn anew."""
    rng = np.random.default_rng(0)
    p = window.probability
    drawn = [(rng.random(p.size) < p).astype(np.float64) for _ in range(_DRAWS)]
    levels = [average_precision(said, labels) for labels in drawn if labels.any()]
    return float(np.std(levels)) if levels else math.inf
