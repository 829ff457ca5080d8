"""What `check.py` knows of its kit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The public facts of a kit."""

    kit: str
    """Its id."""
    title: str
    table: str
    """The file of `data/` that holds the examples."""
    id_column: str
    outcome_column: str
    deliverables: tuple[str, ...]
    packages: tuple[str, ...]
    """The distributions that `environment.txt` names."""
    fit_s: float
    """How long an execution may take."""
    probe_s: float
    """How long a call of `predict` may take."""
