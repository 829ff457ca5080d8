"""Are all variants of a challenge as hard as one another, and do they give nothing away?

For every world: an XGBoost and a logistic regression, always the same and none of the anchors that
the gates look at, sit many variants, before certification and after it. Columns are guessed by
their looks, variants are scanned for leaks that nobody planted, and the optimum is put to the test.
`--write` puts the table into docs/equating.md, and the norms beside the code of the gates;
`--world NAME` measures one world alone, and leaves the lines of the others as they are.
"""

from __future__ import annotations

import argparse
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
sys.path.insert(1, str(Path(__file__).parents[1]))

import numpy as np
import xgboost
from contract import Bar, run
from numpy.typing import NDArray
from optimum import FEW, MANY, bars_of, put_to_the_test
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from recipes import of_world
from takehome.challenge import read
from takehome_datasets.certify import gates
from takehome_datasets.certify.ablation import prices
from takehome_datasets.certify.accidental import scan
from takehome_datasets.certify.anchors import mature_rows
from takehome_datasets.certify.bait import baits
from takehome_datasets.certify.case import case_of
from takehome_datasets.certify.certificate import certify
from takehome_datasets.certify.design import honest_design
from takehome_datasets.certify.norm import Examined, Standing, norm_of, shelve, standings
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.certify.roles import ROLES, Sighting, guess, sightings
from takehome_datasets.files import Files
from takehome_datasets.measures import measure
from takehome_datasets.names import draw_names
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takehome_datasets.recipe import Recipe

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


FULL = Effort(variants=30, guessed=200, scanned=100, dear=8, many=MANY)
QUICK = Effort(variants=8, guessed=60, scanned=24, dear=0, many=FEW)
_USUAL_ROWS, _USUAL_WINDOW_ROWS = 100_000, 30_000
"""Of worlds that no challenge says more of."""
_SCANNED_ROWS, _SCANNED_WINDOW_ROWS = 12_000, 4000
_LOOKED_AT_ROWS, _LOOKED_AT_WINDOW_ROWS = 4000, 1500
"""Enough to scan columns, and to look at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """How two fixed modellers did on one variant, and what its gates need."""

    examinees: dict[str, tuple[float, float]]
    """Skill and rank skill, by examinee and window."""
    standings: dict[str, Standing]
    """Of the anchors; none where nobody needs a norm."""
    sound: bool
    """Whether the gates hold that need no norm."""


def challenges() -> dict[str, Recipe]:
    """Return the recipe of every challenge that is there."""
    files = sorted((REPOSITORY / "challenges").glob("*/challenge.toml"))
    found = [read(file.parent).recipe for file in files]
    return {recipe.challenge: recipe for recipe in found}


def recipes(only: str | None) -> dict[str, Recipe]:
    """Return a recipe for every world: that of its first challenge, or one with every plant."""
    found: dict[str, Recipe] = {}
    for recipe in challenges().values():
        found.setdefault(recipe.world, recipe)
    for world in WORLDS:
        usual = of_world(world, rows=_USUAL_ROWS, window_rows=_USUAL_WINDOW_ROWS)
        found.setdefault(world, replace(usual, prevalence=0.03))
    return {world: found[world] for world in WORLDS if only in {None, world}}


def seed_of(number: int) -> bytes:
    """Return the seed of a variant of this benchmark."""
    return b"equating %d" % number


def sit(recipe: Recipe, number: int, *, normed: bool) -> Sat:
    """Let both examinees sit one variant, and fit its anchors where a norm is needed."""
    made = happen(recipe, Streams(root=seed_of(number)))
    leaks = frozenset(c for one in made.records if one.kind == "leak" for c in one.columns)
    case = case_of(recipe, made) if normed else None
    design = case.anchors.design if case else honest_design(made.clean, leaks)
    rows = mature_rows(made.clean)
    labels = made.clean.truth.labelled[rows].astype(np.float64)
    # They know nothing of an entity's past outcomes, which the anchors count.
    own = [k for k, name in enumerate(design.names) if not name.startswith("history:")]
    cells = design.cells[:, own]
    windows = made.clean.calendar.windows
    best = case.best if case else {n: attainable(made.clean, w.rows) for n, w in windows.items()}
    found = {}
    for name, fit in (("XGBoost", _trees), ("logistic", _line)):
        predict = fit(cells[rows], labels)
        for window, stretch in windows.items():
            said = predict(cells[stretch.rows])
            found[f"{name}, {window}"] = _skills(said, best[window], float(np.mean(labels)))
    if case is None:
        return Sat(examinees=found, standings={}, sound=True)
    verdicts = [*gates.prevalence(case), *gates.asked(case), *gates.order(case)]
    return Sat(
        examinees=found,
        standings=standings(case),
        sound=all(verdict.holds for verdict in verdicts),
    )


def _skills(said: Floats, p: Floats, prior: float) -> tuple[float, float]:
    """Return skill and rank skill of predictions, where p is what could be known."""
    floor, point, top = measure(np.full(p.size, prior), p), measure(said, p), measure(p, p)
    base = float(np.mean(p))
    return (
        (floor.log_loss - point.log_loss) / (floor.log_loss - top.log_loss),
        (point.average_precision - base) / (top.average_precision - base),
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


def look(recipe: Recipe, number: int) -> list[Sighting]:
    """Return what the columns of one small variant look like."""
    streams = Streams(root=seed_of(10_000 + number))
    small = replace(recipe, rows=_LOOKED_AT_ROWS, window_rows=_LOOKED_AT_WINDOW_ROWS)
    # So few rows need more outcomes, or nothing would have been filled in by the plants.
    made = happen(replace(small, prevalence=max(recipe.prevalence or 0.0, 0.05)), streams)
    names = draw_names(made.dirty.lexicon, streams)
    files = Files.of(made.dirty, names=names, streams=streams)
    return sightings(made, names=names, orders=files.orders)


def scan_small(recipe: Recipe, number: int) -> int:
    """Return how many suspicions one small variant raises."""
    small = replace(recipe, rows=_SCANNED_ROWS, window_rows=_SCANNED_WINDOW_ROWS)
    made = happen(small, Streams(root=seed_of(20_000 + number)))
    return len(scan(made.dirty, made.records))


def price(recipe: Recipe, number: int) -> Examined:
    """Return the prices and baits of one variant."""
    case = case_of(recipe, happen(recipe, Streams(root=seed_of(number))))
    return Examined(windows=standings(case), prices=prices(case), baits=baits(case))


def measure_all(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract of benchmarks
    """Measure every world."""
    effort = QUICK if quick else FULL
    bars: list[Bar] = []
    with ProcessPoolExecutor(ASKED.workers, mp_context=get_context("spawn")) as pool:
        for world, recipe in recipes(ASKED.world).items():
            bars += _of_world(world, recipe, effort, pool)
    return bars


def _of_world(world: str, recipe: Recipe, effort: Effort, pool: ProcessPoolExecutor) -> list[Bar]:
    # A norm is for challenges: nothing is handed out of a world that none of them is set in.
    normed = recipe.challenge in challenges()
    tested = pool.submit(put_to_the_test, recipe, effort.many)
    timed = pool.submit(_seconds_to_certify, recipe)
    sat = list(pool.map(partial(sit, recipe, normed=normed), range(effort.variants)))
    suspicions = list(pool.map(partial(scan_small, recipe), range(effort.scanned)))
    seen = [
        one for found in pool.map(partial(look, recipe), range(effort.guessed)) for one in found
    ]
    dear = list(pool.map(partial(price, recipe), range(effort.dear if normed else 0)))
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
        *bars_of(world, tested.result()),
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
        if ASKED.write:
            shelve(recipe, replace(norm, windows=windows, variants=len(sat)))
    return bars


def _seconds_to_certify(recipe: Recipe) -> float:
    begun = time.process_time()
    certify(recipe, seed=seed_of(0), norm=None)
    return time.process_time() - begun


def _spread(world: str, sat: Sequence[Sat]) -> list[Bar]:
    """Return the spread of both examinees, over all variants and over those that pass."""
    if not sat[0].standings:
        return _spread_of(world, sat, "all")
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
    return [*bars, *_spread_of(world, sat, "all"), *_spread_of(world, passed, "certified")]


def _spread_of(world: str, group: Sequence[Sat], which: str) -> list[Bar]:
    bars = []
    for examinee in group[0].examinees if group else ():
        for k, what in enumerate(("skill K", "rank skill R")):
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
    if ASKED.write:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        before, _, tail = rest.partition(END)
        table = as_table(bars, before)
        PAGE.write_text(f"{head}{BEGIN}\n\n{table}\n{END}{tail}", encoding="utf-8")
    return bars


def as_table(bars: Sequence[Bar], before: str) -> str:
    """Return the bars as a table of Markdown; worlds not measured keep the lines they had."""
    lines: dict[str, list[str]] = {world: [] for world in WORLDS}
    for bar in bars:
        bound = "" if bar.bar is None else f"≤ {bar.bar:g}" + ("" if bar.holds else " **missed**")
        line = f"| {bar.name} | {bar.value:.4g} {bar.unit} | {bound} | {bar.n} |"
        lines[bar.name.partition(":")[0]].append(line.replace(" |  |", " | |"))
    for world, mine in lines.items():
        if not mine:
            mine += [line for line in before.splitlines() if line.startswith(f"| {world}:")]
    listed = [line for mine in lines.values() for line in mine]
    return "\n".join(["| measured | value | bar | n |", "|---|---|---|---|", *listed, ""])


def _asked() -> argparse.Namespace:
    """Take this benchmark's own arguments, and leave those that all benchmarks have."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--world", choices=list(WORLDS))
    parser.add_argument("--workers", type=int, default=2)
    asked, rest = parser.parse_known_args(sys.argv[1:])
    sys.argv[1:] = rest
    return asked


# Processes of the pool import this module too, without arguments of ours.
ASKED: Final = _asked() if __name__ == "__main__" else argparse.Namespace()

if __name__ == "__main__":
    run(measure_and_write, __doc__)
