"""Outcomes that are numbers, in a small world of visits."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import spec
from small_world import small_world
from takehome.store.plain import from_bytes, to_bytes
from takehome_datasets.certify.number_optimum import attainable_number
from takehome_datasets.engine.checks import check_graph
from takehome_datasets.engine.graph import Graph
from takehome_datasets.engine.plan import Plan
from takehome_datasets.errors import ChallengeError
from takehome_datasets.export import export
from takehome_datasets.key import Key, NumberTruth
from takehome_datasets.making import freeze, make_part
from takehome_datasets.number_measures import measure_number, skill
from takehome_datasets.recipe import Recipe, StreamSize
from takehome_datasets.scene import DAY, Numbers, Scene, draw_numbers
from takehome_datasets.streams import Streams
from takehome_datasets.together import together
from takehome_datasets.variant import happen, make_variant
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from pathlib import Path

    from takehome_datasets.variant import Variant

STREAMS = Streams(root=b"numbers")
RECIPE = Recipe(
    challenge="spending", version=1, world="spending", rows=6000, window_rows=2500, plants=()
)
LOG = replace(RECIPE, world="spending-log")
WINDOWS = ("near", "later")


@pytest.fixture(scope="module", autouse=True)
def worlds() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WORLDS, "spending", lambda: small_world("spent_eur"))
        patch.setitem(WORLDS, "spending-log", lambda: small_world("spent_eur", log=True))
        patch.setitem(WORLDS, "visits", small_world)
        yield


@pytest.fixture(scope="module")
def made(worlds: object) -> Variant:
    del worlds
    return make_variant(replace(RECIPE, stream=StreamSize(windows=2, window_rows=400)), seed=b"n")


def scene(recipe: Recipe = RECIPE) -> Scene:
    return happen(recipe, STREAMS).clean


def truth(variant: Variant, window: str) -> NumberTruth:
    found = variant.key.window(window).number
    assert found is not None
    return found


@pytest.mark.parametrize("recipe", [RECIPE, LOG], ids=["plain", "log"])
def test_the_mean_is_the_expectation_of_what_is_drawn(recipe: Recipe) -> None:
    clean = scene(recipe)
    size = clean.moment.size

    draws = np.mean(
        [
            draw_numbers(clean, streams=Streams(root=b"%d" % k)).amounts.value
            for k in range(60)
        ],
        axis=0,
    )  # fmt: skip

    error = (draws - clean.amounts.mean) / clean.amounts.mean.std()
    assert abs(error.mean()) < 4 * error.std() / math.sqrt(size) + 1e-3
    assert np.corrcoef(draws, clean.amounts.mean)[0, 1] > 0.97


@pytest.mark.parametrize("recipe", [RECIPE, LOG], ids=["plain", "log"])
def test_the_optimum_is_calibrated_and_knows_its_error(recipe: Recipe) -> None:
    clean = scene(replace(recipe, rows=60_000, window_rows=25_000))
    found = attainable_number(clean, clean.calendar.windows["near"].rows)
    surprise = (found.outcome - found.mean) / np.sqrt(found.variance)
    n = surprise.size

    assert abs(surprise.mean()) < 4 / math.sqrt(n)
    assert np.mean(np.square(surprise)) == pytest.approx(1.0, abs=0.1)
    for part in np.array_split(np.argsort(found.mean), 10):
        assert abs(surprise[part].mean()) < 4.5 / math.sqrt(part.size)


def test_the_optimum_is_the_posterior_mean_written_out() -> None:
    clean = scene()
    rows = clean.calendar.windows["near"].rows
    found = attainable_number(clean, rows)
    shape, expected = clean.numbers, clean.visible_logit()
    assert shape is not None

    for place in range(0, found.mean.size, 500):
        row = rows.start + place
        known = (
            (clean.entity == clean.entity[row])
            & (clean.moment >= 0)
            & (clean.moment < clean.calendar.extraction)
        )
        rest = (clean.amounts.value - expected)[known]
        precision = 1.0 / clean.hidden_weight**2 + rest.size / shape.noise**2
        assert found.mean[place] == pytest.approx(
            expected[row] + rest.sum() / shape.noise**2 / precision
        )
        assert found.variance[place] == pytest.approx(1.0 / precision + shape.noise**2)


def test_no_shift_or_stretch_of_the_optimum_is_better() -> None:
    clean = scene()
    found = attainable_number(clean, clean.calendar.windows["near"].rows)
    best = measure_number(found.mean, found)

    for other in (found.mean + 0.1, 1.1 * found.mean, np.full(found.mean.size, 2.5)):
        assert measure_number(other, found).rmse > best.rmse
    assert best.rmse == pytest.approx(math.sqrt(found.variance.mean()))


def test_measures_are_what_they_come_to_over_many_draws() -> None:
    rng = np.random.default_rng(4)
    mean = rng.normal(3.0, 2.0, 400)
    known = NumberTruth(mean=mean, variance=np.full(400, 2.25), outcome=mean)
    q = mean + rng.normal(0.0, 1.0, 400)

    drawn = mean + 1.5 * rng.standard_normal((4000, 400))

    assert measure_number(q, known).rmse == pytest.approx(
        math.sqrt(np.mean(np.square(q - drawn))), rel=0.005
    )
    share = 1 - np.mean(np.square(q - drawn)) / np.mean(np.square(drawn - mean.mean()))
    assert measure_number(q, known).r2 == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(
    ("q", "said"),
    [
        (np.zeros(2), "one prediction a row"),
        (np.zeros((3, 1)), "one prediction a row"),
        (np.array([0.0, np.nan, 1.0]), "number 1 is nan"),
        (np.array([0.0, 1.0, np.inf]), "number 2 is inf"),
    ],
)
def test_what_cannot_be_measured_is_refused(q: np.ndarray, said: str) -> None:
    known = NumberTruth(mean=np.zeros(3), variance=np.ones(3), outcome=np.zeros(3))

    with pytest.raises(ValueError, match=said):
        measure_number(q, known)


def test_a_key_of_numbers_has_truth_scale_and_metric(made: Variant) -> None:
    assert made.key.metric == "rmse"
    assert made.key.scales == {}
    assert set(made.key.number_scales) == set(WINDOWS)
    assert [plant.kind for plant in made.key.plants] == []
    for window in WINDOWS:
        known = truth(made, window)
        assert made.key.window(window).probability.size == 0
        assert made.key.window(window).outcome.size == 0
        assert known.mean.size == known.variance.size == known.outcome.size == 2500
        assert (known.variance > 0.35).all()


def test_anchors_stand_in_order_between_prior_and_optimum(made: Variant) -> None:
    for scale in made.key.number_scales.values():
        errors = [one.rmse for one in (scale.prior, scale.linear, scale.xgboost, scale.optimum)]
        assert errors == sorted(errors, reverse=True)
        line, trees = (
            skill(each.rmse, prior=scale.prior.rmse, optimum=scale.optimum.rmse)
            for each in (scale.linear, scale.xgboost)
        )
        assert 0.3 < line < trees < 1.0
        assert scale.prior.r2 == pytest.approx(0.0, abs=0.01)


def test_the_kit_has_numbers_and_the_windows_have_none(made: Variant) -> None:
    column = made.key.outcome_column
    training = pd.read_csv(io.BytesIO(made.data["visits.csv"]))
    near = pd.read_csv(io.BytesIO(made.key.window("near").folder["visits.csv"]))

    assert training[column].notna().all()
    assert training[column].dtype == np.float64
    assert training[column].std() > 1.0
    assert column not in near
    assert f"| `{column}` | number |" in made.data["dictionary.md"].decode()


def test_a_stream_of_numbers_tells_what_was_reported(made: Variant) -> None:
    for window in made.key.stream:
        told = pd.read_csv(io.BytesIO(window.folder["visits.csv"]))[made.key.outcome_column]
        assert 0.2 < told.notna().mean() < 0.95


def test_training_rows_of_numbers_are_all_mature(made: Variant) -> None:
    assert made.key.training is not None
    assert made.key.training.mature.all()


def test_a_key_of_numbers_can_be_kept_and_read_back(made: Variant) -> None:
    again = from_bytes(Key, to_bytes(made.key))

    assert again.number_scales == made.key.number_scales
    number = again.window("near").number
    assert number is not None
    assert np.array_equal(number.outcome, truth(made, "near").outcome)


@pytest.mark.parametrize("asked", [0.3, 0.6])
def test_the_scale_is_solved_for_the_share_that_the_optimum_explains(asked: float) -> None:
    clean = scene(replace(RECIPE, optimum=asked))
    found = attainable_number(clean, clean.calendar.windows["near"].rows)

    assert measure_number(found.mean, found).r2 == pytest.approx(asked, abs=0.005)


def test_partitions_of_numbers_are_one_world(tmp_path: Path) -> None:
    draft = freeze(RECIPE, STREAMS)
    halves = replace(draft, lock=replace(draft.lock, parts=2), first=None)
    whole = together([make_part(halves.lock, number) for number in range(2)]).clean

    export(halves, tmp_path, formats=("parquet",))

    written = pd.concat([
        pd.read_parquet(path) for path in sorted((tmp_path / "truth" / "near").iterdir())
    ])  # fmt: skip
    assert list(written) == ["id", "mean", "variance", "outcome", "day"]
    rows = whole.calendar.windows["near"].rows
    found = attainable_number(whole, rows)
    ids = whole.table.columns["visit_id"].state(extracted=False)[rows]
    by_id = written.set_index("id").loc[ids]
    assert by_id["outcome"].tolist() == found.outcome.tolist()
    assert by_id["mean"].tolist() == pytest.approx(found.mean.tolist())


def test_a_plant_that_needs_a_yes_or_no_is_refused() -> None:
    wanted = replace(RECIPE, plants=(spec("labels.immature"),))

    with pytest.raises(
        ChallengeError, match=r"labels.immature cannot be planted: spent_eur is a nu"
    ):
        happen(wanted, STREAMS)


def test_a_prevalence_of_a_number_is_refused_and_so_is_none_of_a_yes_or_no() -> None:
    with pytest.raises(
        ChallengeError, match=r"prevalence = 0.1, but the outcome of visits is a num"
    ):
        happen(replace(RECIPE, prevalence=0.1), STREAMS)
    with pytest.raises(ChallengeError, match="prevalence is missing"):
        happen(replace(RECIPE, world="visits"), STREAMS)


def test_an_optimum_without_any_error_is_refused() -> None:
    with pytest.raises(ChallengeError, match=r"optimum = 0.999 cannot be reached.*from 0"):
        happen(replace(RECIPE, optimum=0.999), STREAMS)


def test_a_number_without_noise_is_refused() -> None:
    plan = Plan()
    users = plan.entities("users", per_row=0.1, least=10)
    users.come(old=0.5)
    visits = plan.events("visits", of=users, activity=users.exponential("activity"))
    size = visits.number("page_size", visits.exponential("size"), 2)
    shape = Numbers(middle=0.0, noise=0.0)
    terms = [visits.term("page_size", size)]
    visits.number_target(users.hidden(), terms, hidden_weight=1.0, delay_days=3.0, shape=shape)

    with pytest.raises(ChallengeError, match="noise = 0: it must lie above 0"):
        plan.graph()


def test_two_targets_are_refused() -> None:
    graph = small_world("spent_eur").graph
    (target,) = graph.of("number_target@1")
    twice = Graph(nodes=(*graph.nodes, replace(target, name="visits:another")))

    with pytest.raises(ChallengeError, match="exactly one target@1 or number_target@1, not 2"):
        check_graph(twice)


def test_the_truth_of_a_number_is_no_yes_or_no() -> None:
    clean = scene()

    with pytest.raises(ChallengeError, match="spent_eur is a number, not a yes or no"):
        clean.truth  # noqa: B018 - that it raises is the point

    assert clean.calendar.extraction % DAY == 0
