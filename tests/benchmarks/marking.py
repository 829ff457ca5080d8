"""How long marking takes: one sitting with 100 000 hidden rows on one core, and a thousand again.

Marks are a pure function of key and evidence, so that every old submission can be marked again when
a rubric changes; that is only worth something where it is quick.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from contract import Bar, run

from takehome.store import plain
from takehome_datasets.key import Key
from takehome_graders import specimens
from takehome_graders.evidence import Evidence
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.resampling import RESAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS: Final = 100_000
BAR_S: Final = 1.0
TIMES: Final = 5
QUICK_TIMES: Final = 2
WINDOW_ROWS: Final = 12_000
"""Of each window of a stored sitting, as in card-fraud."""
STORED: Final = 1000
QUICK_STORED: Final = 20
STORED_BAR_S: Final = 300.0
CORES: Final = 2


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Return the CPU seconds of one sitting, the best of several, and the time of many."""
    again = _again(QUICK_STORED if quick else STORED)
    # One core, whatever the machine has: the libraries below look at this when they start threads.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    times = QUICK_TIMES if quick else TIMES
    # Half of the hidden rows in each of its two windows.
    key = specimens.key(ROWS // 2)
    evidence = specimens.naive(key)
    weights = dict.fromkeys(CRITERIA, 1.0)
    return [
        Bar(
            name=f"one sitting, {ROWS:,} rows, {len(weights)} criteria, {RESAMPLES:,} resamples",
            value=min(_marking(key, evidence, weights) for _ in range(times)),
            bar=BAR_S,
            unit="CPU s",
            n=times,
        ),
        *(
            Bar(
                name=f"{name} alone",
                value=min(_marking(key, evidence, {name: 1.0}) for _ in range(times)),
                bar=None,
                unit="CPU s",
                n=times,
            )
            for name in weights
        ),
        again,
    ]


def _marking(key: Key, evidence: Evidence, weights: dict[str, float]) -> float:
    # What graders share is remembered of the sitting that was marked last: that is another one.
    mark(specimens.key(10), specimens.sitting(specimens.key(10), {}), weights)
    began = time.process_time()
    mark(key, evidence, weights)
    return time.process_time() - began


def _again(stored: int) -> Bar:
    """Return how long it takes to read and mark so many sittings on two cores.

    Fewer are measured in the quick form, and what a thousand would take is told by those.
    """
    key = specimens.key(WINDOW_ROWS)
    sittings = [sat(key) for sat in (specimens.careful, specimens.naive, specimens.leaky)]
    written = [(plain.to_bytes(key), plain.to_bytes(sitting)) for sitting in sittings]
    with ProcessPoolExecutor(max_workers=CORES) as pool:
        spent = sum(pool.map(_one_again, [written[n % len(written)] for n in range(stored)]))
    return Bar(
        name=f"{STORED:,} stored sittings again, {2 * WINDOW_ROWS:,} rows each, on {CORES} cores",
        value=spent / CORES * STORED / stored,
        bar=STORED_BAR_S,
        unit="CPU s a core",
        n=stored,
    )


def _one_again(written: tuple[bytes, bytes]) -> float:
    began = time.process_time()
    key, evidence = plain.from_bytes(Key, written[0]), plain.from_bytes(Evidence, written[1])
    mark(key, evidence, dict.fromkeys(CRITERIA, 1.0))
    return time.process_time() - began


if __name__ == "__main__":
    run(measure, __doc__)
