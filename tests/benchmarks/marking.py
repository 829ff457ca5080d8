"""How long marking takes: one sitting with 100 000 hidden rows, on one core.

Marks are a pure function of key and evidence, so that every old submission can be marked again when
a rubric changes; that is only worth something where it is quick.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from contract import Bar, run

from takehome_graders import specimens
from takehome_graders.grading import CRITERIA, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

ROWS: Final = 100_000
BAR_S: Final = 1.0
TIMES: Final = 5
QUICK_TIMES: Final = 2


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Return the CPU seconds of marking one sitting, the best of several."""
    # One core, whatever the machine has: the libraries below look at this when they start threads.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    times = QUICK_TIMES if quick else TIMES
    # Half of the hidden rows in each of its two windows.
    key = specimens.key(ROWS // 2)
    evidence = specimens.naive(key)
    weights = dict.fromkeys(CRITERIA, 1.0)
    return [
        Bar(
            name=f"marking one sitting, {ROWS:,} hidden rows, {len(weights)} criteria",
            value=min(_marking(key, evidence, weights) for _ in range(times)),
            bar=BAR_S,
            unit="CPU s",
            n=times,
        ),
        *(
            Bar(
                name=f"of which {name}",
                value=min(_marking(key, evidence, {name: 1.0}) for _ in range(times)),
                bar=None,
                unit="CPU s",
                n=times,
            )
            for name in weights
        ),
    ]


def _marking(key: Key, evidence: Evidence, weights: dict[str, float]) -> float:
    began = time.process_time()
    mark(key, evidence, weights)
    return time.process_time() - began


if __name__ == "__main__":
    run(measure, __doc__)
