"""Terms: what a challenge grants a sitting, and asks of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a challenge grants a sitting, and asks of it."""

    deliverables: tuple[str, ...]
    fit_s: float
    probe_s: float
    """For each probe, however many folders it has."""
    memory_mib: int
    disk_mib: int
    processes: int
