"""The closed vocabularies: what candidates may call what they saw, and plants accept."""

from __future__ import annotations

from typing import Final

LEAK_WORDS: Final = (
    "post-outcome",
    "target-proxy",
    "future-aggregate",
    "missingness",
    "time",
    "group",
    "duplicate",
    "preprocessing",
    "other",
)
"""What a candidate may call a leak in `answers.toml`."""

DRIFT_WORDS: Final = (
    "concept",
    "covariate",
    "prior",
    "unit-change",
    "schema",
    "sentinel",
    "immature-labels",
    "other",
)
"""What a candidate may call a drift there."""
