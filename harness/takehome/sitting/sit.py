"""Letting a submission sit: open a box, conduct the sitting, end the box, keep the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.sandbox.protocol import Limits, SandboxTrouble
from takehome.sitting.asking import aside_s
from takehome.sitting.conduct import LOG_KIB, READY_S, conduct
from takehome.sitting.left import Left, died, ours
from takehome.sitting.probe import Bearing
from takehome.sitting.recorded import recorded
from takehome.sitting.talk import GRACE_S, Talk
from takehome_graders.evidence import Asked, Ending, Evidence, Outcome

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Box, BoxEnd, Sandbox
    from takehome.sitting.paper import Paper
    from takehome.sitting.talk import Note
    from takehome.sitting.terms import Terms
    from takehome.submission import Submission
    from takehome_graders.evidence import Confinement


def sit(
    submission: Submission, paper: Paper, terms: Terms, sandbox: Sandbox, *, note: Note
) -> Evidence:
    """Let the submission sit, and return the evidence.

    Args:
        submission: As received.
        paper: What it is executed on and asked; `paper_of` makes the whole one of a variant.
        terms: The challenge's limits and deliverables.
        sandbox: Where it happens.
        note: Is told what is going on.

    Raises:
        SandboxMissing: The sandbox cannot be used on this machine.
    """
    left, confinement, peak_mib = Left(), None, None
    note("opening the sandbox")
    try:
        confinement = sandbox.confinement()
        box = sandbox.open(_limits(terms, paper))
    except SandboxTrouble as trouble:
        left.ending = ours("fit", str(trouble))
    else:
        try:
            talk = Talk(box=box, note=note)
            left.ending = conduct(talk, submission, paper, terms, left)
            left.recording = recorded(talk.seen, paper, left)
        finally:
            left.ending, peak_mib = _closed(box, left.ending)
    return _evidence(submission, paper, terms, left, confinement, peak_mib)


def _limits(terms: Terms, paper: Paper) -> Limits:
    scored = sum(probe.bearing is Bearing.SCORED for probe in paper.probes)
    asked_s = scored * terms.probe_s + aside_s(paper.probes, terms)
    return Limits(
        lifetime_s=READY_S + terms.fit_s + asked_s + GRACE_S,
        memory_mib=terms.memory_mib,
        disk_mib=terms.disk_mib,
        processes=terms.processes,
        log_kib=LOG_KIB,
    )


def _closed(box: Box, ending: Ending | None) -> tuple[Ending | None, float | None]:
    """End the box, and let what was seen from outside correct what was seen from inside."""
    try:
        end: BoxEnd = box.end()
    except SandboxTrouble as trouble:
        # Where it had completed nothing was lost; else the engine may be why it did not.
        completed = ending is not None and ending.outcome is Outcome.COMPLETED
        return (ending if completed else ours("fit", str(trouble))), None
    if ending is not None and ending.outcome is Outcome.FAILED and end.out_of_memory:
        ending = Ending(
            outcome=Outcome.OUT_OF_MEMORY,
            during=ending.during,
            message="The submission needed more memory than the brief grants, and was stopped.",
            place=ending.place,
            traceback=ending.traceback,
        )
    return ending, end.peak_mib


def _evidence(
    submission: Submission,
    paper: Paper,
    terms: Terms,
    left: Left,
    confinement: Confinement | None,
    peak_mib: float | None,
) -> Evidence:
    return Evidence(
        kit=paper.kit,
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
        asked=Asked(deliverables=terms.deliverables, fit_s=terms.fit_s, probe_s=terms.probe_s),
        refusals=tuple(left.refusals),
        decided=tuple(left.decided),
        alarms=tuple(left.alarms),
        shipping=left.shipping,
        peak_mib=peak_mib,
        recording=left.recording,
    )
