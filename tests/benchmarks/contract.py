"""What every benchmark shares: `--quick`, `--json`, and bars that hold or do not.

A benchmark measures the peer or the limit that it compares with in the same run, and exits with 1
when one of its bars does not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCHEMA = "takehome/benchmark@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measured value beside the value that it may not pass."""

    name: str
    value: float
    bar: float | None
    """None where the value is only told."""
    unit: str
    n: int
    at_least: bool = False
    """Whether the bar is a lower bound; else it is an upper one."""

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of its bar."""
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def as_line(self) -> str:
        """Return the bar as a line for people."""
        bound = "" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar:g}"
        verdict = "" if self.bar is None else ("holds" if self.holds else "MISSED")
        return f"{self.name:<52}{self.value:>10.4g} {self.unit:<8}{bound:<12}{verdict} (n={self.n})"


def run(measure: Callable[[bool], Sequence[Bar]], description: str | None) -> None:
    """Parse the arguments, measure, print, and exit as the contract says."""
    parser = argparse.ArgumentParser(description=(description or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller numbers, within five minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    arguments = parser.parse_args()
    bars = measure(arguments.quick)
    if arguments.json:
        listed = [{**asdict(bar), "holds": bar.holds} for bar in bars]
        for each in listed:
            del each["at_least"]
        print(json.dumps({"schema": SCHEMA, "bars": listed}, indent=2, sort_keys=True))  # noqa: T201 - its result
    else:
        for bar in bars:
            print(bar.as_line())  # noqa: T201 - its result
    sys.exit(0 if all(bar.holds for bar in bars) else 1)
