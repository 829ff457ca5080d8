"""Sittings of the vault as seats of a cohort."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from takehome.report.from_vault import summary_of
from takehome.report.pairing import heldout_again
from takehome.report.seat import seat
from takehome.store.files import StoredFileDamaged
from takehome.store.plain import StoredValueUnusable
from takehome.store.seats import Seated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from takehome.report.seat import Seat
    from takehome.store.vault import Vault


def seated(
    vault: Vault, sittings: Sequence[int], note: Callable[[str], None]
) -> tuple[Seated, ...]:
    """Return what a comparison needs of these sittings, in their order.

    What was kept when a sitting was marked is taken as it is; only where nothing was, evidence is
    opened.

    Raises:
        NotInVault: There is no such sitting.
    """
    kept = vault.seated(sittings)
    found = []
    for number, sitting in enumerate(sittings, start=1):
        if sitting not in kept:
            note(f"reading sitting {sitting}, {number} of {len(sittings)}")
        found.append(kept[sitting] if sitting in kept else _read(vault, sitting))
    return tuple(found)


def seats(found: Iterable[Seated], *, blind: bool, links: Mapping[int, str]) -> tuple[Seat, ...]:
    """Return the seats as a page shows them.

    Args:
        found: All of them.
        blind: Whether everybody goes by their kit, and not by name.
        links: Where the reports of sittings are, relative to the page.
    """
    return tuple(
        replace(
            each.seat,
            name=each.seat.kit if blind else each.candidate,
            report=links.get(each.seat.sitting),
        )
        for each in found
    )


def resampled(vault: Vault, found: Sequence[Seated]) -> Mapping[int, NDArray[np.float64]]:
    """Return held-out points in each resample for sittings whose variant others here sat too."""
    kits = Counter(each.seat.kit for each in found)
    again = {}
    for each in found:
        if kits[each.seat.kit] > 1:
            try:
                record = vault.sitting(each.seat.sitting)
            except (StoredFileDamaged, StoredValueUnusable):
                continue
            points = heldout_again(record.key, record.evidence)
            if points is not None:
                again[each.seat.sitting] = points
    return again


def _read(vault: Vault, sitting: int) -> Seated:
    summary = summary_of(vault, sitting)
    return Seated(
        seat=seat(summary, blind=True),
        candidate=summary.about.candidate,
        challenge=summary.about.challenge,
    )
