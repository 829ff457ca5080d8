from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from recipes import full_recipe, spec
from takehome_datasets.certify.anchors import scales
from takehome_datasets.certify.design import honest_design
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.measures import measure
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen

if TYPE_CHECKING:
    from takehome_datasets.key import Measures, Scale
    from takehome_datasets.scene import Scene

LEAKS = frozenset({"refunded_amount", "card_dispute_rate", "review_minutes"})


@pytest.fixture(scope="module")
def large() -> Scene:
    """A world large enough for its means to be close to their expectations."""
    return happen(
        full_recipe(rows=40_000, window_rows=20_000), Streams(root=b"a seed of the tests")
    ).clean


def calibration(p: np.ndarray, truth: np.ndarray, bins: int) -> list[tuple[float, float, float]]:
    """For each bin of p its mean, the true mean, and the standard error between the two."""
    found = []
    for rows in np.array_split(np.argsort(p, kind="stable"), bins):
        spread = np.std(truth[rows] - p[rows]) / np.sqrt(rows.size)
        found.append((float(p[rows].mean()), float(truth[rows].mean()), float(spread)))
    return found


@pytest.mark.parametrize("window", ["near", "later"])
def test_the_optimum_is_calibrated_on_every_level(large: Scene, window: str) -> None:
    rows = large.calendar.windows[window].rows
    p, truth = attainable(large, rows), large.truth.probability[rows]

    # Payments of one card share their effect, so that the error is larger than that of the rows.
    for said, true, error in calibration(p, truth, bins=8):
        assert said == pytest.approx(true, abs=4 * 1.6 * error)


def test_the_optimum_is_calibrated_on_what_it_has_learnt_from_the_past(large: Scene) -> None:
    rows = large.calendar.windows["later"].rows
    p, truth = attainable(large, rows), large.truth.probability[rows]
    ignorant = attainable(knowing_nothing(large), rows)

    # Where the past of the card has moved the probability, it has moved it by the right factor.
    for part in np.array_split(np.argsort(p / ignorant, kind="stable"), 6):
        error = np.std(truth[part] - p[part]) / np.sqrt(part.size)
        assert p[part].mean() == pytest.approx(truth[part].mean(), abs=4 * 1.6 * error)


def knowing_nothing(scene: Scene) -> Scene:
    return replace(scene, known_until=np.full(scene.moment.size, -1))


def test_knowing_the_past_of_a_card_helps(large: Scene) -> None:
    for window in large.calendar.windows.values():
        truth = large.truth.probability[window.rows]

        with_past = measure(attainable(large, window.rows), truth)
        without = measure(attainable(knowing_nothing(large), window.rows), truth)

        assert with_past.log_loss < without.log_loss - 0.001
        assert with_past.average_precision > without.average_precision


def test_what_nobody_had_reported_yet_changes_no_probability(large: Scene) -> None:
    rows = large.calendar.windows["near"].rows
    truth = large.truth
    night = large.moment // DAY * DAY
    # Of the window's own payments, and of what was still open when the last of them was made.
    unheard = truth.reported >= night[rows].max()
    other = replace(large, outcome=replace(truth, happened=truth.happened ^ unheard))

    assert unheard.sum() > 1000
    assert np.array_equal(attainable(large, rows), attainable(other, rows))


def test_a_silence_counts_less_where_labels_are_immature(large: Scene) -> None:
    rows = large.calendar.windows["near"].rows
    at_extraction = replace(
        large, known_until=np.full(large.moment.size, large.calendar.extraction)
    )
    sure = replace(at_extraction, outcome=replace(large.truth, immature=False))

    immature, matured = attainable(at_extraction, rows), attainable(sure, rows)

    assert not np.allclose(immature, matured)
    # Whoever takes every silence for a no believes in better cards than there are.
    assert matured[immature > matured].size > 0.5 * immature.size


@pytest.fixture(scope="module")
def scale_of_large(large: Scene) -> dict[str, Scale]:
    best = {name: attainable(large, w.rows) for name, w in large.calendar.windows.items()}
    return scales(large, LEAKS, best)


def skill(scale: Scale, of: Measures) -> float:
    return (scale.prior.log_loss - of.log_loss) / (scale.prior.log_loss - scale.optimum.log_loss)


@pytest.mark.parametrize("window", ["near", "later"])
def test_the_points_of_a_scale_stand_clearly_apart(
    scale_of_large: dict[str, Scale], window: str
) -> None:
    scale = scale_of_large[window]

    precisions = [
        point.average_precision
        for point in (scale.prior, scale.logistic, scale.xgboost, scale.optimum)
    ]
    skills = [skill(scale, scale.logistic), skill(scale, scale.xgboost), 1.0]

    assert min(np.diff(precisions)) > 0.03
    assert skills[0] > 0.3
    assert min(np.diff(skills)) > 0.1


def test_the_prior_is_the_rate_of_the_mature_labels(
    large: Scene, scale_of_large: dict[str, Scale]
) -> None:
    rows = large.calendar.training.rows
    old = large.moment[rows] < large.calendar.extraction - large.delay.days_until(0.95) * DAY
    rate = large.truth.labelled[rows][old].mean()
    p = attainable(large, large.calendar.windows["near"].rows)

    expected = measure(np.full(p.size, rate), p)

    assert scale_of_large["near"].prior.log_loss == pytest.approx(expected.log_loss, abs=1e-5)
    assert rate > 1.05 * large.truth.labelled[rows].mean()


def test_no_feature_of_the_anchors_is_a_leak_or_an_outcome(large: Scene) -> None:
    names = honest_design(large, LEAKS).names

    assert not any(name.split(":")[0].split("=")[0] in LEAKS for name in names)
    assert not any("chargeback" in name or name.endswith("_id") for name in names)


def test_the_history_of_the_anchors_ends_weeks_before_each_row(large: Scene) -> None:
    design = honest_design(large, LEAKS)
    rows = design.cells[:, design.names.index("history:rows")]
    positives = design.cells[:, design.names.index("history:positives")]
    training = large.calendar.training

    for event in range(0, large.moment.size, 2003):
        past = (
            (large.entity == large.entity[event])
            & (large.moment >= 0)
            & (large.moment < large.moment[event] - 45 * DAY)
            & (large.moment < training.end * DAY)
        )
        assert rows[event] == past.sum()
        assert positives[event] == large.truth.labelled[past].sum()


def test_without_immature_labels_the_anchors_take_every_row() -> None:
    made = happen(
        replace(full_recipe(), plants=(spec("decoy.strong"),)), Streams(root=b"seed")
    ).clean
    best = {name: attainable(made, w.rows) for name, w in made.calendar.windows.items()}

    found = scales(made, frozenset(), best)

    for scale in found.values():
        assert scale.prior.log_loss > scale.optimum.log_loss
        assert scale.xgboost.log_loss > scale.optimum.log_loss
