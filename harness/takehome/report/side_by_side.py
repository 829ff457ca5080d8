"""Sittings of the vault as seats of a cohort."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from takehome.report.from_vault import summary_of
from takehome.report.pairing import heldout_again
from takehome.store.files import StoredFileDamaged
from takehome.store.plain import StoredValueUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from takehome.report.summary import Summary
    from takehome.store.vault import Vault


def summaries(
    vault: Vault, sittings: Sequence[int], note: Callable[[str], None]
) -> tuple[Summary, ...]:
    """Return the summaries of these sittings, in their order.

    Raises:
        NotInVault: There is no such sitting.
    """
    found = []
    for number, sitting in enumerate(sittings, start=1):
        note(f"reading sitting {sitting}, {number} of {len(sittings)}")
        found.append(summary_of(vault, sitting))
    return tuple(found)


def resampled(vault: Vault, found: Sequence[Summary]) -> Mapping[int, NDArray[np.float64]]:
    """Return held-out points in each resample for sittings whose variant others here sat too."""
    kits = Counter(summary.kit for summary in found)
    again = {}
    for summary in found:
        if kits[summary.kit] > 1:
            try:
                record = vault.sitting(summary.about.sitting)
            except (StoredFileDamaged, StoredValueUnusable):
                continue
            points = heldout_again(record.key, record.evidence)
            if points is not None:
                again[summary.about.sitting] = points
    return again
