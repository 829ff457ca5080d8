from __future__ import annotations

import numpy as np
import pytest

from takehome_datasets.engine.size import Size
from takehome_datasets.errors import ChallengeError
from takehome_datasets.scene import DAY, Delay, Scene, draw_outcomes
from takehome_datasets.streams import Streams
from takehome_datasets.worlds import find_world

SIZE = Size(rows=4000, window_rows=1500, prevalence=0.05)
STREAMS = Streams(root=b"a seed of the tests")


@pytest.fixture(scope="module")
def scene() -> Scene:
    built, _ = find_world("card-payments", place="here").build(SIZE, STREAMS)
    return draw_outcomes(built, prevalence=0.05, streams=STREAMS)


def test_an_unknown_world_is_refused_with_the_closest_one() -> None:
    with pytest.raises(ChallengeError, match='no world "card-payment".*mean "card-payments"'):
        find_world("card-payment", place="challenge.toml: world")


def test_every_stretch_has_exactly_its_rows_within_its_days(scene: Scene) -> None:
    calendar = scene.calendar

    for stretch, rows in [
        (calendar.training, 4000),
        (calendar.windows["near"], 1500),
        (calendar.windows["later"], 1500),
    ]:
        moments = scene.moment[stretch.rows]
        assert moments.size == rows
        assert stretch.first * DAY <= moments.min() <= moments.max() < stretch.end * DAY
    assert calendar.windows["near"].first == calendar.training.end
    assert calendar.windows["later"].first > calendar.windows["near"].end


def test_the_intercept_is_solved_for_the_prevalence(scene: Scene) -> None:
    assert scene.truth.probability[scene.calendar.training.rows].mean() == pytest.approx(
        0.05, abs=1e-5
    )


def test_ids_are_unique_and_tell_nothing_about_time(scene: Scene) -> None:
    ids = scene.table.columns["payment_id"].values

    assert np.unique(ids).size == ids.size
    assert abs(np.corrcoef(ids, scene.moment)[0, 1]) < 0.05


def test_no_card_is_used_before_it_was_issued_and_no_merchant_before_its_contract(
    scene: Scene,
) -> None:
    issued = scene.tables["cards"].columns["issued_on"].values[scene.links["cards"]]
    since = scene.tables["merchants"].columns["onboarded_on"].values[scene.links["merchants"]]

    assert (scene.moment >= issued * DAY).all()
    assert (scene.moment >= since * DAY).all()


def test_payments_in_store_are_made_where_the_merchant_is(scene: Scene) -> None:
    columns = scene.table.columns
    in_store = columns["sales_channel"].values == columns["sales_channel"].levels.index("in_store")
    site = scene.tables["merchants"].columns["merchant_country"].values[scene.links["merchants"]]

    assert (columns["ip_country"].values[in_store] == site[in_store]).all()
    assert np.isnan(columns["checkout_seconds"].values[in_store]).all()
    assert (columns["device_os"].values[in_store] == -1).all()


def test_velocity_counts_the_past_of_the_card_alone(scene: Scene) -> None:
    counted = scene.table.columns["payments_24h"].values

    for event in range(0, scene.moment.size, 97):
        age = scene.moment[event] - scene.moment[scene.entity == scene.entity[event]]
        assert counted[event] == ((age > 0) & (age <= DAY)).sum()


def test_more_rows_in_the_windows_leave_what_happened_in_training_as_it_was() -> None:
    build = find_world("card-payments", place="here").build
    one, _ = build(SIZE, STREAMS)
    other, _ = build(Size(rows=4000, window_rows=1501, prevalence=0.05), STREAMS)

    assert np.array_equal(
        one.moment[one.calendar.training.rows], other.moment[other.calendar.training.rows]
    )


def test_outcomes_are_reported_as_late_as_the_delay_says() -> None:
    delay = Delay(scale=12.0)
    drawn = delay.draw(np.random.default_rng(1), 200_000)

    for days in (5.0, 24.0, 60.0):
        share = delay.reported_within(np.array([days]))[0]
        assert np.mean(drawn <= days) == pytest.approx(share, abs=0.005)
    assert delay.reported_within(np.array([-1.0]))[0] == 0.0
    assert np.mean(drawn <= delay.days_until(0.95)) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (Size(rows=4000, window_rows=1500, prevalence=0.0), "prevalence = 0.0 must lie above 0"),
        (Size(rows=4000, window_rows=1500, prevalence=0.7), "prevalence = 0.7 must lie above 0"),
        (Size(rows=10, window_rows=5, prevalence=0.05), "rows = 10; at least 1000"),
        (Size(rows=4000, window_rows=4000, prevalence=0.05), "must lie between 200 and 2000"),
        (Size(rows=4000, window_rows=20, prevalence=0.05), "must lie between 200 and 2000"),
        (Size(rows=4000, window_rows=1500, prevalence=0.001), "too few positives"),
    ],
)
def test_a_world_that_could_not_be_is_refused(size: Size, message: str) -> None:
    with pytest.raises(ChallengeError, match=message) as refused:
        size.check(place="challenge.toml: world")

    assert str(refused.value).startswith("challenge.toml: world: ")
