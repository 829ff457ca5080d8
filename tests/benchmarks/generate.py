"""How fast a variant is made, beside the least that writing such tables can cost.

A million rows of forty columns of card payments with all plants, as parquet and as CSV, with hidden
windows, truth and hash, by one process. In the same run: the floor (random numbers of the same
shape, written and hashed alike) and scikit-learn's make_classification. Every case has a process of
its own; medians are told.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / part) for part in ("datasets", "tests")]
sys.path.insert(0, str(Path(__file__).parent))

from contract import Bar, run  # noqa: E402 - it lies beside this file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARE_HIDDEN = 0.07
"""Of the rows, in each of the two windows."""
FLOOR_FACTOR, PEAK_MIB, SPEED_UP, FLAT, SMALL_S = 1.6, 700.0, 1.7, 0.10, 2.0


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract of every benchmark
    """Return what was measured, and the bars."""
    rows, larger, n = (500_000, 2_000_000, 3) if quick else (1_000_000, 10_000_000, 5)
    floor = median("floor", rows, n)
    made = median("variant", rows, n)
    classified = median("classification", rows, n)
    two = median("two processes", rows, n)
    small = median("variant", 200_000, n)
    flat_high = median("variant", larger, 1)
    shape = f"{rows} x 40"
    of_floor, faster = made["cpu"] / floor["cpu"], made["wall"] / two["wall"]
    return [
        _told(f"CPU of a variant, {shape}", made["cpu"], n),
        _told(f"CPU of the floor, {shape}", floor["cpu"], n),
        _told(f"CPU of make_classification, {rows} x 30", classified["cpu"], n),
        _told("wall of a variant", made["wall"], n),
        # What wall clocks hide on a busy machine: how much of the work the other takes over.
        _told("CPU of the asking process, of two", two["cpu"], n),
        Bar(
            name="variant against floor, CPU",
            value=of_floor,
            bar=FLOOR_FACTOR,
            unit="times",
            n=n,
        ),
        Bar(name="peak memory", value=made["peak"], bar=PEAK_MIB, unit="MiB", n=n),
        Bar(
            name="two processes against one, wall",
            value=faster,
            bar=SPEED_UP,
            unit="times",
            n=n,
            at_least=True,
        ),
        Bar(
            name=f"peak memory from {rows} to {larger} rows",
            value=flat_high["peak"] / made["peak"],
            bar=1.0 + FLAT,
            unit="times",
            n=1,
        ),
        Bar(name="CPU of 200000 rows", value=small["cpu"], bar=SMALL_S, unit="s", n=n),
    ]


def _told(name: str, value: float, n: int) -> Bar:
    return Bar(name=name, value=value, bar=None, unit="s", n=n)


def median(case: str, rows: int, n: int) -> dict[str, float]:
    """Return the medians of a case, each time in a process of its own."""
    told = [_child(case, rows) for _ in range(n)]
    return {key: statistics.median(one[key] for one in told) for key in told[0]}


def _child(case: str, rows: int) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, __file__, "--case", case, str(rows)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _variant(rows: int, folder: Path, workers: int) -> Callable[[], Any]:
    from recipes import full_recipe
    from takehome_datasets.export import export
    from takehome_datasets.making import freeze
    from takehome_datasets.streams import Streams

    hidden = round(rows * SHARE_HIDDEN)
    recipe = full_recipe(rows=rows - 2 * hidden, window_rows=hidden)
    return lambda: export(freeze(recipe, Streams(root=b"a benchmark")), folder, workers=workers)


def _floor(rows: int, folder: Path) -> Callable[[], Any]:
    """Random cells in the forms of the payments table, written and hashed as those are."""
    from datetime import date
    from hashlib import blake2b

    import numpy as np

    from takehome_datasets.columns import Column
    from takehome_datasets.export import write_table
    from takehome_datasets.tables import Sheet

    rng = np.random.Generator(np.random.Philox(key=1))
    piece = 125_000
    decimals = (2, 1, 1, 1, 2, 2, 1, 2, 5, 7, 6, 2, 4, 1)

    def columns(size: int) -> list[Column]:
        made = [
            Column(name="id", form="count", values=rng.integers(10**11, 10**12, size)),
            Column(name="at", form="moment", values=rng.integers(0, 270 * 86_400, size)),
        ]
        for place, each in enumerate(decimals):
            cells = rng.normal(100.0, 30.0, size)
            made.append(Column(name=f"x{place}", form="number", decimals=each, values=cells))
        made += [
            Column(name=f"n{place}", form="count", values=rng.integers(0, 1000, size))
            for place in range(10)
        ]
        for place, levels in enumerate((25_000, 2_000, 4, 4, 5, 5, 10, 4, 5, 3, 8, 3, 4, 2)):
            codes = rng.integers(0, levels, size).astype(np.int32)
            width = 12 if levels > 1000 else 7
            words = tuple(f"{code:0{width}d}" for code in range(levels))
            made.append(Column(name=f"c{place}", form="text", values=codes, levels=words))
        return made

    def write() -> None:
        hasher = blake2b(digest_size=20)
        for number in range(-(-rows // piece)):
            size = min(piece, rows - number * piece)
            cells = [(one.name, one, one.values) for one in columns(size)]
            sheet = Sheet(columns=tuple(cells), starts=date(2024, 1, 1))
            arrow, digest = sheet.hashed()
            hasher.update(digest)
            stem, words = folder / f"part-{number}", sheet.repeated()
            write_table(arrow, stem, ("csv", "parquet"), quoted=False, repeated=words)

    return write


def _classification(rows: int) -> Callable[[], Any]:
    from sklearn.datasets import make_classification

    return lambda: make_classification(n_samples=rows, n_features=30, random_state=1)


def _case(case: str, rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        match case:
            case "floor":
                act = _floor(rows, folder)
            case "classification":
                act = _classification(rows)
            case _:
                act = _variant(rows, folder, 2 if case == "two processes" else 1)
        # Arrow imports it on the way; what a process pays once for its imports is not counted.
        import_module("pandas")
        begun, cpu = time.perf_counter(), time.process_time()
        act()
        told = {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - begun,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(told))  # noqa: T201 - its result


if __name__ == "__main__":
    if sys.argv[1:2] == ["--case"]:
        _case(sys.argv[2], int(sys.argv[3]))
    else:
        run(measure, __doc__)
