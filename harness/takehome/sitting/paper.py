"""The paper of a sitting: what is laid before a submission, and nothing that it may not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from takehome.sitting.probe import Files, Probe
from takehome.sitting.probes import probes_of

if TYPE_CHECKING:
    from takehome_datasets.variant import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The training tables that a submission is executed on, and what it is asked afterwards.

    `dataclasses.replace` makes another sitting of it: with other training tables, or fewer probes.
    """

    kit: str
    data: Files
    """The files of the kit's `data/` folder."""
    id_column: str
    table: str
    """The file of the examples among the data."""
    outcome_column: str
    probes: tuple[Probe, ...]
    """In the order in which they are asked."""
    watch: Mapping[str, Any] = field(default_factory=dict)
    """What the recorder is told beyond what it is always told."""


def paper_of(variant: Variant) -> Paper:
    """Return the paper of a whole sitting: of the key only hidden tables' features are in it."""
    return Paper(
        kit=variant.kit,
        data=variant.data,
        id_column=variant.key.id_column,
        table=variant.key.table,
        outcome_column=variant.key.outcome_column,
        probes=tuple(probes_of(variant)),
    )
