"""The reading of a submission's code, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code import pairs, program, signs
from takehome_graders.code.reading import DataFacts, Reading

if TYPE_CHECKING:
    from takehome_graders.evidence import Source


def read_code(sources: tuple[Source, ...], facts: DataFacts | None = None) -> Reading:
    """Return what can be read in the sources.

    Args:
        sources: The texts of the submission. None of it is imported or run.
        facts: What the data dictionary says; without it, what needs it is not looked for.

    """
    read = program.read(sources)
    return Reading(
        signs=signs.found(read.happenings, facts if facts is not None else DataFacts()),
        pairs=pairs.found(read.happenings),
        unread=tuple(read.unread),
    )
