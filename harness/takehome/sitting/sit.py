"""Letting a submission sit: open a box, conduct the sitting, end the box, keep the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.sandbox.protocol import Limits, SandboxTrouble
from takehome.sitting.conduct import LOG_KIB, READY_S, Left, Paper, Terms, conduct, died, ours
from takehome.sitting.probes import probes_of
from takehome.sitting.talk import GRACE_S, Talk
from takehome_graders.evidence import Ending, Evidence, Outcome

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Box, BoxEnd, Sandbox
    from takehome.sitting.talk import Note
    from takehome.submission import Submission
    from takehome_datasets.key import Key
    from takehome_datasets.variant import Variant
    from takehome_graders.evidence import Confinement

__all__ = ["Terms", "sit"]


def sit(
    submission: Submission, variant: Variant, terms: Terms, sandbox: Sandbox, *, note: Note
) -> Evidence:
    """Let the submission sit, and return the evidence.

    Args:
        submission: As received.
        variant: The candidate's; of its key only the hidden tables' features go into the box.
        terms: The challenge's limits and deliverables.
        sandbox: Where it happens.
        note: Is told what is going on.

    Raises:
        SandboxMissing: The sandbox cannot be used on this machine.
    """
    key, left, confinement = variant.key, Left(), None
    probes = [*probes_of(key)]
    paper = Paper(submission=submission, data=variant.data, id_column=key.id_column)
    note("opening the sandbox")
    try:
        confinement = sandbox.confinement()
        box = sandbox.open(_limits(terms, len(probes)))
    except SandboxTrouble as trouble:
        left.ending = ours("fit", str(trouble))
    else:
        try:
            left.ending = conduct(Talk(box=box, note=note), paper, probes, terms, left)
        finally:
            left.ending = _closed(box, left.ending)
    return _evidence(submission, key, left, confinement)


def _limits(terms: Terms, probes: int) -> Limits:
    return Limits(
        lifetime_s=READY_S + terms.fit_s + probes * terms.probe_s + GRACE_S,
        memory_mib=terms.memory_mib,
        disk_mib=terms.disk_mib,
        processes=terms.processes,
        log_kib=LOG_KIB,
    )


def _closed(box: Box, ending: Ending | None) -> Ending | None:
    """End the box, and let what was seen from outside correct what was seen from inside."""
    try:
        end: BoxEnd = box.end()
    except SandboxTrouble as trouble:
        # Where it had completed nothing was lost; else the engine may be why it did not.
        completed = ending is not None and ending.outcome is Outcome.COMPLETED
        return ending if completed else ours("fit", str(trouble))
    if ending is not None and ending.outcome is Outcome.FAILED and end.out_of_memory:
        return Ending(
            outcome=Outcome.OUT_OF_MEMORY,
            during=ending.during,
            message="The submission needed more memory than the brief grants, and was stopped.",
            place=ending.place,
            traceback=ending.traceback,
        )
    return ending


def _evidence(
    submission: Submission, key: Key, left: Left, confinement: Confinement | None
) -> Evidence:
    return Evidence(
        kit=key.kit,
        submission=submission.sha256,
        entry=submission.entry,
        sources=submission.sources,
        answers=submission.answers,
        problems=(*submission.problems, *left.problems),
        ending=left.ending or died("fit"),
        claim=left.claim,
        fit_s=left.fit_s,
        replies=tuple(left.replies),
        log=left.log,
        packages=left.packages,
        confinement=confinement,
    )
