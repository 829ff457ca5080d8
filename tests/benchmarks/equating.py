"""Are all variants of a challenge as hard as one another, and do they give nothing away?

For every world: an XGBoost and a logistic regression, always the same and none of the anchors that
the gates look at, sit many variants, before certification and after it. Columns are guessed by
their looks, variants are scanned for leaks that nobody planted, and the optimum is put to the test.
`--write` puts the table into docs/equating.md, and the norms beside the code of the gates.
"""

from __future__ import annotations

import math
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

# Before numpy is there: two processes of one thread each are faster here than one of two.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import xgboost
from contract import Bar, run
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from takehome.challenge import read
from takehome_datasets.certify import gates
from takehome_datasets.certify.ablation import clustered_error, prices
from takehome_datasets.certify.accidental import scan
from takehome_datasets.certify.bait import baits
from takehome_datasets.certify.case import Case, case_of, skill
from takehome_datasets.certify.certificate import certify
from takehome_datasets.certify.norm import Examined, Standing, norm_of, shelve, standings
from takehome_datasets.certify.roles import ROLES, Sighting, guess, sightings
from takehome_datasets.files import Files
from takehome_datasets.measures import log_losses, measure
from takehome_datasets.names import draw_names
from takehome_datasets.recipe import Recipe
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = NDArray[np.float64]

REPOSITORY: Final = Path(__file__).parents[2]
PAGE: Final = REPOSITORY / "docs" / "equating.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

_TREES: Final = {
    "objective": "binary:logistic",
    "max_depth": 5,
    "eta": 0.08,
    "subsample": 0.9,
    "colsample_bytree": 0.7,
    "min_child_weight": 8,
    "nthread": 1,
    "seed": 3,
    "verbosity": 0,
}
_ROUNDS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured."""

    variants: int
    """Made before certification."""
    guessed: int
    """Variants whose columns are guessed."""
    scanned: int
    dear: int
    """Variants whose prices and baits are measured."""
    many: int
    """Training rows of the large world that the optimum is tested on."""


FULL = Effort(variants=80, guessed=200, scanned=100, dear=10, many=400_000)
QUICK = Effort(variants=12, guessed=60, scanned=24, dear=0, many=100_000)
_SMALL_ROWS, _SMALL_WINDOW_ROWS = 12_000, 4000
"""Enough to look at columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """How two fixed modellers did on one variant, and what its gates need."""

    examinees: dict[str, tuple[float, float]]
    """Skill and rank skill, by examinee and window."""
    standings: dict[str, Standing]
    sound: bool
    """Whether the gates hold that need no norm."""
    suspicions: int


def recipes() -> dict[str, Recipe]:
    """Return a recipe for every world: that of its first challenge, or one without any plant."""
    found: dict[str, Recipe] = {}
    for file in sorted((REPOSITORY / "challenges").glob("*/challenge.toml")):
        recipe = read(file.parent).recipe
        found.setdefault(recipe.world, recipe)
    for world in WORLDS:
        bare = Recipe(
            challenge=world,
            version=1,
            world=world,
            rows=40_000,
            window_rows=12_000,
            prevalence=0.03,
            plants=(),
        )
        found.setdefault(world, bare)
    return {world: found[world] for world in WORLDS}


def seed_of(number: int) -> bytes:
    """Return the seed of a variant of this benchmark."""
    return b"equating %d" % number


def sit(recipe: Recipe, number: int) -> Sat:
    """Let both examinees sit one variant."""
    case = case_of(recipe, happen(recipe, Streams(root=seed_of(number))))
    design, rows, labels = case.anchors.design, case.anchors.rows, case.anchors.labels
    # They know nothing of an entity's past outcomes, which the anchors count.
    own = [k for k, name in enumerate(design.names) if not name.startswith("history:")]
    cells = design.cells[:, own]
    found = {}
    for name, fit in (("XGBoost", _trees), ("logistic", _line)):
        predict = fit(cells[rows], labels)
        for window, stretch in case.made.clean.calendar.windows.items():
            point = measure(predict(cells[stretch.rows]), case.best[window])
            found[f"{name}, {window}"] = (
                skill(case.scales[window], point),
                case.rank_skill(window, point),
            )
    verdicts = [*gates.prevalence(case), *gates.order(case)]
    suspicions = scan(case.made.dirty, case.made.records)
    return Sat(
        examinees=found,
        standings=standings(case),
        sound=all(verdict.holds for verdict in verdicts) and not suspicions,
        suspicions=len(suspicions),
    )


def _trees(cells: Floats, labels: Floats) -> Callable[[Floats], Floats]:
    data = xgboost.DMatrix(cells, label=labels, nthread=1)
    booster = xgboost.train(_TREES, data, num_boost_round=_ROUNDS)

    def predict(raw: Floats) -> Floats:
        said: Any = booster.predict(xgboost.DMatrix(raw, nthread=1))
        return np.asarray(said, dtype=np.float64)

    return predict


def _line(cells: Floats, labels: Floats) -> Callable[[Floats], Floats]:
    # A beginner's: holes are filled with zero after scaling, and long tails are left alone.
    scaler = StandardScaler().fit(cells)
    filled = np.nan_to_num(scaler.transform(cells))
    model = LogisticRegression(C=0.3, max_iter=300).fit(filled, labels)

    def predict(raw: Floats) -> Floats:
        return np.asarray(model.predict_proba(np.nan_to_num(scaler.transform(raw)))[:, 1])

    return predict


def _small(recipe: Recipe) -> Recipe:
    return replace(recipe, rows=_SMALL_ROWS, window_rows=_SMALL_WINDOW_ROWS)


def look(recipe: Recipe, number: int) -> list[Sighting]:
    """Return what the columns of one small variant look like."""
    streams = Streams(root=seed_of(10_000 + number))
    made = happen(_small(recipe), streams)
    names = draw_names(made.dirty.lexicon, streams)
    files = Files.of(made.dirty, names=names, streams=streams)
    return sightings(made, names=names, orders=files.orders)


def scan_small(recipe: Recipe, number: int) -> int:
    """Return how many suspicions one small variant raises."""
    made = happen(_small(recipe), Streams(root=seed_of(20_000 + number)))
    return len(scan(made.dirty, made.records))


def price(recipe: Recipe, number: int) -> Examined:
    """Return the prices and baits of one variant."""
    case = case_of(recipe, happen(recipe, Streams(root=seed_of(number))))
    return Examined(windows=standings(case), prices=prices(case), baits=baits(case))


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
    draws = math.ceil(1_000_000 / p.size)
    sampled = np.mean([rng.random(p.size) < truth for _ in range(draws)], axis=0)
    worst = 0.0
    for part in np.array_split(np.argsort(p, kind="stable"), 20):
        error = clustered_error(sampled[part] - p[part], clean.entity[rows][part])
        worst = max(worst, abs(float(np.mean(sampled[part] - p[part]))) / error)
    return Tested(
        outcomes=draws * p.size,
        worst_bin=worst,
        total=float(sampled.sum() / p.sum()),
        beaten={
            "XGBoost on ten times the data": _lead(case, "near", _from_training(case, "near")),
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
    settings = {**_TREES, "eta": 0.02, "max_depth": 3, "base_score": 0.5}
    booster = xgboost.train(settings, data, num_boost_round=60)
    asked = xgboost.DMatrix(cells[~half], base_margin=told[~half], nthread=1)
    answer: Any = booster.predict(asked)
    said, truth = np.asarray(answer, dtype=np.float64), clean.truth.probability[rows][~half]
    gained = log_losses(p[~half], truth) - log_losses(said, truth)
    return float(np.mean(gained)) / clustered_error(gained, clean.entity[rows][~half])


def measure_all(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract of benchmarks
    """Measure every world."""
    effort = QUICK if quick else FULL
    bars: list[Bar] = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for world, recipe in recipes().items():
            bars += _of_world(world, recipe, effort, pool)
    return bars


def _of_world(world: str, recipe: Recipe, effort: Effort, pool: ProcessPoolExecutor) -> list[Bar]:
    tested = pool.submit(put_to_the_test, recipe, effort.many)
    timed = pool.submit(_seconds_to_certify, recipe)
    sat = list(pool.map(partial(sit, recipe), range(effort.variants)))
    small = pool.map(partial(scan_small, recipe), range(effort.scanned - len(sat)))
    suspicions = [one.suspicions for one in sat] + list(small)
    seen = [
        one for found in pool.map(partial(look, recipe), range(effort.guessed)) for one in found
    ]
    dear = list(pool.map(partial(price, recipe), range(effort.dear)))
    guesses = [found for role in ROLES if (found := guess(seen, role)) is not None]
    bars = [
        *_spread(world, sat),
        *(
            Bar(
                name=f"{world}: role of a {one.role} guessed ({one.telling[0][0]})",
                value=one.auc,
                bar=gates.ROLE_BAR,
                unit="AUC",
                n=effort.guessed,
            )
            for one in guesses
        ),
        Bar(
            name=f"{world}: variants with an accidental leak",
            value=float(sum(one > 0 for one in suspicions)),
            bar=0.0,
            unit="variants",
            n=len(suspicions),
        ),
        *_optimum(world, tested.result()),
        Bar(
            name=f"{world}: certification of one variant",
            value=timed.result(),
            bar=60.0,
            unit="CPU s",
            n=1,
        ),
    ]
    if dear:
        bars += _prices(world, dear)
        whole = [Examined(windows=one.standings, prices=(), baits=()) for one in sat]
        windows = norm_of(whole).windows
        norm = norm_of(dear, {one.role: round(one.auc, 4) for one in guesses})
        if WRITE:
            shelve(recipe, replace(norm, windows=windows, variants=len(sat)))
    return bars


def _seconds_to_certify(recipe: Recipe) -> float:
    begun = time.process_time()
    certify(recipe, seed=seed_of(0), norm=None)
    return time.process_time() - begun


def _spread(world: str, sat: Sequence[Sat]) -> list[Bar]:
    """Return the spread of both examinees, over all variants and over those that pass."""
    norm = norm_of([Examined(windows=one.standings, prices=(), baits=()) for one in sat])
    passed = [
        one
        for one in sat
        if one.sound and all(verdict.holds for verdict in gates.equal(one.standings, norm))
    ]
    bars = [
        Bar(
            name=f"{world}: variants that pass the gates on equal difficulty",
            value=len(passed) / len(sat),
            bar=None,
            unit="share",
            n=len(sat),
        )
    ]
    for examinee in sat[0].examinees:
        for k, what in enumerate(("skill K", "rank skill R")):
            for which, group in (("all", sat), ("certified", passed)):
                values = [one.examinees[examinee][k] for one in group]
                bars.append(
                    Bar(
                        name=f"{world}: {examinee}: SD of {what}, {which}",
                        value=float(np.std(values, ddof=1)) if len(values) > 1 else math.nan,
                        bar=_bar_of(examinee, what, which),
                        unit="",
                        n=len(values),
                    )
                )
    return bars


def _bar_of(examinee: str, what: str, which: str) -> float | None:
    # Before certification the later window hangs on when its drift began: only told.
    if which == "all" and examinee.endswith("later"):
        return None
    if what == "rank skill R":
        return 0.02
    return 0.015 if examinee.startswith("XGBoost") else None


def _optimum(world: str, tested: Tested) -> list[Bar]:
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


def _prices(world: str, dear: Sequence[Examined]) -> list[Bar]:
    bars = []
    for one in dear[0].prices:
        values = [p.value for other in dear for p in other.prices if p.plant == one.plant]
        bars.append(
            Bar(
                name=f"{world}: price of {one.plant}, {one.window}",
                value=float(np.mean(values)),
                bar=None,
                unit=f"± {np.std(values, ddof=1):.3f}",
                n=len(values),
            )
        )
    for each in dear[0].baits:
        gains = [b.gain for other in dear for b in other.baits if b.plant == each.plant]
        tops = [b.ceiling for other in dear for b in other.baits if b.plant == each.plant]
        known = [top for top in tops if top is not None]
        for what, values in (("bait", gains), ("ceiling of the bait", known)):
            if values:
                bars.append(
                    Bar(
                        name=f"{world}: {what} of {each.plant}",
                        value=float(np.mean(values)),
                        bar=None,
                        unit=f"± {np.std(values, ddof=1):.3f}",
                        n=len(values),
                    )
                )
    return bars


def measure_and_write(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract of benchmarks
    """Measure, and put the table into the page."""
    bars = measure_all(quick)
    if WRITE:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        _, _, tail = rest.partition(END)
        PAGE.write_text(f"{head}{BEGIN}\n\n{as_table(bars)}\n{END}{tail}", encoding="utf-8")
    return bars


def as_table(bars: Sequence[Bar]) -> str:
    """Return the bars as a table of Markdown."""
    lines = ["| measured | value | bar | n |", "|---|---|---|---|"]
    for bar in bars:
        bound = "" if bar.bar is None else f"≤ {bar.bar:g}" + ("" if bar.holds else " **missed**")
        lines.append(f"| {bar.name} | {bar.value:.4g} {bar.unit} | {bound} | {bar.n} |")
    return "\n".join(line.replace(" |  |", " | |") for line in lines) + "\n"


WRITE: Final = "--write" in sys.argv

if __name__ == "__main__":
    sys.argv = [argument for argument in sys.argv if argument != "--write"]
    run(measure_and_write, __doc__)
