"""The gates that a variant goes through before anybody sits it: each a question with a number.

Gates about what every good variant must have stand on their own. Gates about being as hard as the
next one need the norm of the recipe; without a norm they are not held, and the certificate says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.certify.ablation import SURE, Price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.certify.accidental import Suspicion
    from takehome_datasets.certify.bait import Bait
    from takehome_datasets.certify.case import Case
    from takehome_datasets.certify.norm import Norm, Standing
    from takehome_datasets.key import PlantRecord

PREVALENCE_BAND: Final = 0.02
"""Relative, of the expected share of outcomes in the training table."""
DRAWN_ERRORS: Final = 3.0
"""Standard errors within which the drawn outcomes lie around the expected ones."""
ASKED_BAND: Final = 0.015
"""Of average precision, around the optimum that a recipe asks for."""
OPTIMUM_BAND: Final = 0.03
"""Of average precision, around the norm."""
SKILL_BAND: Final = 0.02
"""Of the anchors' skill in the near window, around the norm."""
RANK_BAND: Final = 0.03
"""Of their rank skill."""
LATER_FACTOR: Final = 1.5
"""By how much the bands are wider in later windows, which hang on the drift too."""
LEAST_PRICE: Final = 0.03
"""Of a leak, in skill, and of anything whose norm is no lower: below it, it is a blemish."""
PRICE_BAND: Final = 0.5
"""Relative, around the norm's price."""
LEAST_GAIN: Final = 0.05
"""Of a leak's bait, in average precision."""
LEAST_DECOY: Final = 0.02
"""What dropping a strong decoy costs at least, in skill."""
IDLE_DECOY: Final = 0.02
"""What a decoy that says nothing may cost or bring at most, whoever drops it."""
ROLE_BAR: Final = 0.60
"""AUC up to which the role of a column counts as hidden."""
_IDLE: Final = frozenset({"name"})
"""Mechanisms of decoys that say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one gate says."""

    name: str
    measured: float
    low: float
    high: float
    sentence: str

    @property
    def holds(self) -> bool:
        """Whether the measured value lies in its band. What is not a number does not."""
        return self.low <= self.measured <= self.high


def prevalence(case: Case) -> list[Verdict]:
    """Hold the expected share of outcomes to the recipe, and the drawn one to the expected."""
    truth, rows = case.made.clean.truth, case.made.clean.calendar.training.rows
    p = truth.probability[rows]
    expected, asked = float(np.mean(p)), case.recipe.prevalence or 0.0
    drawn = float(np.mean(truth.happened[rows]))
    error = math.sqrt(float(np.sum(p * (1.0 - p)))) / p.size
    return [
        Verdict(
            name="prevalence",
            measured=expected / asked,
            low=1.0 - PREVALENCE_BAND,
            high=1.0 + PREVALENCE_BAND,
            sentence=f"{expected:.2%} of the training rows are expected to be so, not {asked:.2%}",
        ),
        Verdict(
            name="prevalence, drawn",
            measured=(drawn - expected) / error,
            low=-DRAWN_ERRORS,
            high=DRAWN_ERRORS,
            sentence=f"{drawn:.2%} of the training rows are positive; {expected:.2%} expected",
        ),
    ]


def asked(case: Case) -> list[Verdict]:
    """Hold the optimum to what the recipe asks for, where it asks for one."""
    wanted = case.recipe.optimum
    if wanted is None:
        return []
    reached = case.scales["near"].optimum.average_precision
    return [
        Verdict(
            name="optimum, as asked",
            measured=reached,
            low=wanted - ASKED_BAND,
            high=wanted + ASKED_BAND,
            sentence=f"its average precision is {reached:.3f}, and {wanted:.3f} was asked for",
        )
    ]


def order(case: Case) -> list[Verdict]:
    """Hold the fixed points apart: prior, logistic regression, XGBoost, optimum."""
    found = []
    for window, scale in case.scales.items():
        points = (scale.prior, scale.logistic, scale.xgboost, scale.optimum)
        steps = np.diff([point.average_precision for point in points])
        found.append(
            Verdict(
                name=f"fixed points apart, {window}",
                measured=float(steps.min()),
                low=0.01,
                high=1.0,
                sentence="the smallest step in average precision between two of the fixed points",
            )
        )
    return found


def equal(standings: Mapping[str, Standing], norm: Norm) -> list[Verdict]:
    """Hold the optimum and the anchors to the norm of the recipe."""
    found = []
    for place, (window, usual) in enumerate(norm.windows.items()):
        wider = LATER_FACTOR if place else 1.0
        bands = {
            "optimum": OPTIMUM_BAND,
            "logistic_skill": SKILL_BAND,
            "logistic_rank": RANK_BAND,
            "xgboost_skill": SKILL_BAND,
            "xgboost_rank": RANK_BAND,
        }
        for what, band in bands.items():
            middle, measured = getattr(usual, what), getattr(standings[window], what)
            found.append(
                Verdict(
                    name=f"{what.replace('_', ' ')}, {window}",
                    measured=measured,
                    low=middle - wider * band,
                    high=middle + wider * band,
                    sentence=f"{measured - middle:+.3f} from the norm of {middle:.3f}",
                )
            )
    return found


def priced(
    prices: Sequence[Price], records: Sequence[PlantRecord], norm: Norm | None
) -> list[Verdict]:
    """Hold every price to what its kind of plant is for, and to the norm."""
    kinds = {record.id: record for record in records}
    found = []
    for price in prices:
        record = kinds.get(price.plant)
        if record is not None and record.kind == "decoy":
            found.append(_decoy(price, record))
            continue
        usual = norm.prices.get(price.plant) if norm else None
        leak = record is None or record.kind == "leak"
        if record is not None and not has_price(record, norm):
            continue
        floor = max(SURE * price.error, LEAST_PRICE if leak else 0.0)
        low, high = floor, math.inf
        if usual is not None:
            low = max(floor, (1.0 - PRICE_BAND) * usual)
            high = (1.0 + PRICE_BAND) * usual
        found.append(
            Verdict(
                name=f"price of {price.plant}",
                measured=price.value,
                low=low,
                high=high,
                sentence=(
                    f"not to see it costs {price.value:.3f} ± {price.error:.3f} of skill in the"
                    f" {price.window} window"
                ),
            )
        )
    return found


def has_price(record: PlantRecord, norm: Norm | None) -> bool:
    """Return whether a gate asks for the price of a plant.

    What usually costs next to nothing is a blemish: it has to be seen and mended, and no more.
    """
    usual = norm.prices.get(record.id, 0.0) if norm else 0.0
    return record.kind in {"leak", "decoy"} or usual >= LEAST_PRICE


def _decoy(price: Price, record: PlantRecord) -> Verdict:
    idle = record.mechanism in _IDLE
    slack = IDLE_DECOY + SURE * price.error
    return Verdict(
        name=f"cost of dropping {price.plant}",
        measured=price.value,
        low=-slack if idle else max(LEAST_DECOY, SURE * price.error),
        high=slack if idle else math.inf,
        sentence=(
            f"dropping it {'costs' if price.value >= 0 else 'brings'} {abs(price.value):.3f}"
            f" ± {price.error:.3f} of skill" + (", and should do nothing" if idle else "")
        ),
    )


def baited(baits: Sequence[Bait]) -> list[Verdict]:
    """Hold every leak to being worth somebody's while."""
    return [
        Verdict(
            name=f"bait of {bait.plant}",
            measured=bait.gain,
            low=LEAST_GAIN,
            high=1.0,
            sentence=f"it adds {bait.gain:.3f} of average precision to a naive validation score",
        )
        for bait in baits
    ]


def clean(suspicions: Sequence[Suspicion]) -> list[Verdict]:
    """Hold the variant to having no leak that nobody planted."""
    if not suspicions:
        nothing = "no column, place, pattern or pair of rows knows what it should not"
        return [Verdict(name="accidental leak", measured=0, low=0, high=0, sentence=nothing)]
    return [
        Verdict(
            name=f"accidental leak: {one.where}",
            measured=one.measured,
            low=-math.inf,
            high=one.bar,
            sentence=f"{one.check}: {one.sentence}",
        )
        for one in suspicions
    ]


def hidden_roles(norm: Norm) -> list[Verdict]:
    """Hold the family to columns whose role cannot be guessed from how they look."""
    return [
        Verdict(
            name=f"role of a {role}",
            measured=auc,
            low=0.0,
            high=ROLE_BAR,
            sentence=f"over the family, label-free statistics guess it with AUC {auc:.2f}",
        )
        for role, auc in norm.role_auc.items()
    ]
