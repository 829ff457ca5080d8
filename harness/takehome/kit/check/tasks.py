"""What the process that executes a submission is told, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Step:
    """How far it has come."""

    BEGUN = "begun"
    FITTED = "fitted"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is executed, and what is asked of it."""

    entry: str
    """Where the notebook or script lies."""
    name: str
    """What it is called in messages."""
    form: str
    cells: tuple[tuple[int, str], ...]
    """Its code, a script's as one cell."""
    commands: Mapping[str, Sequence[str]]
    """By name, where it is a project of commands."""
    deliverables: tuple[str, ...]
    folder: str
    """What `predict` is asked for."""
    watched: str
    """What `monitor` is asked for: the same with outcomes."""
    ids: tuple[int, ...]
    """The ids of its rows."""
    id_column: str
    outcome_column: str
    result: str
    """Where to write down what was found."""
