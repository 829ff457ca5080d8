"""Conducting a sitting: what is said in which order, and what it leaves behind."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from takehome import proctor
from takehome.sandbox.environment import ASKED_FOR
from takehome.sandbox.protocol import BoxClosed, DeadlinePassed, SandboxTrouble
from takehome.sitting import belief
from takehome.sitting.probes import Files, Probe
from takehome.sitting.talk import GRACE_S, Talk, Trouble
from takehome.submission import Submission
from takehome_graders.evidence import Answer, Claim, Ending, Outcome

READY_S: Final = 120.0
"""For a cold machine to start an interpreter; nothing of the candidate's runs yet."""
LOG_KIB: Final = belief.MAX_LOG >> 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a challenge grants a sitting, and asks of it."""

    deliverables: tuple[str, ...]
    fit_s: float
    probe_s: float
    memory_mib: int
    disk_mib: int
    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What goes into the box: a submission and the training tables that it is executed on."""

    submission: Submission
    data: Files
    """The files of the kit's `data/` folder."""
    id_column: str


@dataclass(slots=True, kw_only=True)
class Left:
    """What a sitting has left behind so far."""

    packages: Mapping[str, str] = field(default_factory=dict)
    claim: Claim | None = None
    fit_s: float | None = None
    problems: tuple[str, ...] = ()
    replies: list[Answer] = field(default_factory=list)
    log: str = ""
    ending: Ending | None = None


def conduct(talk: Talk, paper: Paper, probes: Sequence[Probe], terms: Terms, left: Left) -> Ending:
    """Go through the whole sitting and return its ending, adding to what is left on the way."""
    try:
        _begin(talk, paper, terms, left)
        _fit(talk, terms, left)
    except Trouble as trouble:
        return trouble.ending
    except SandboxTrouble as trouble:
        return ours("fit", str(trouble))
    except BoxClosed:
        return died("fit")
    ending = Ending(outcome=Outcome.COMPLETED, during="", message="It ran and answered.")
    for number, probe in enumerate(probes, start=1):
        talk.note(f"probe {number} of {len(probes)}")
        try:
            left.replies.append(_ask(talk, number, probe, terms))
        except Trouble as trouble:
            if ending.outcome is Outcome.COMPLETED:
                ending = trouble.ending
            if trouble.over:
                return ending
        except SandboxTrouble as trouble:
            return ours(probe.name, str(trouble))
        except BoxClosed:
            return died(probe.name)
    return ending


def _begin(talk: Talk, paper: Paper, terms: Terms, left: Left) -> None:
    files = {
        **{f"data/{name}": content for name, content in paper.data.items()},
        **{f"submission/{name}": content for name, content in paper.submission.files.items()},
    }
    header = {
        "kind": "sit",
        "entry": f"submission/{paper.submission.entry}",
        "form": paper.submission.form,
        "deliverables": list(terms.deliverables),
        "id_column": paper.id_column,
        "fit_s": terms.fit_s,
        "log_kib": LOG_KIB,
        "allowed": list(ASKED_FOR),
    }
    try:
        talk.box.send(proctor.carried(), deadline=time.monotonic() + READY_S)
        ready, _ = talk.hear("ready", during="fit", seconds=READY_S)
        talk.say(header, files, during="fit", seconds=READY_S)
    except (BoxClosed, DeadlinePassed, Trouble) as error:
        # Nothing of the candidate's has run yet.
        raise SandboxTrouble(f"The sandbox never became ready: {error}") from error
    left.packages = belief.packages(ready.get("packages"))


def _fit(talk: Talk, terms: Terms, left: Left) -> None:
    talk.note("executing the submission")
    began = time.monotonic()
    try:
        fitted, _ = talk.hear("fitted", during="fit", seconds=terms.fit_s + GRACE_S)
    except Trouble as trouble:
        left.log = trouble.log
        raise
    left.fit_s = time.monotonic() - began
    left.log = belief.log(fitted)
    left.claim = belief.claimed(fitted.get("claim"))
    left.problems = belief.problems(fitted.get("problems"))


def _ask(talk: Talk, number: int, probe: Probe, terms: Terms) -> Answer:
    began = time.monotonic()
    header = {"kind": "probe", "number": number, "deadline_s": terms.probe_s}
    seconds = terms.probe_s + GRACE_S
    talk.say(header, probe.files, ids=probe.ids, during=probe.name, seconds=seconds)
    _, arrays = talk.hear("answer", during=probe.name, seconds=seconds)
    ids, values = arrays.get("ids"), arrays.get("values")
    if not belief.is_answer(ids, values):
        raise Trouble(
            Ending(
                outcome=Outcome.CONTRACT_BROKEN,
                during=probe.name,
                message="predict must return one finite probability for every id, once each.",
            )
        )
    return Answer(
        probe=probe.name,
        ids=np.asarray(ids, dtype=np.int64),
        values=np.asarray(values, dtype=np.float64),
        seconds=time.monotonic() - began,
    )


def died(during: str) -> Ending:
    """Return the ending of a box that closed while it was waited for."""
    return Ending(
        outcome=Outcome.FAILED,
        during=during,
        message="The program ended in the middle of the sitting, with everything in the sandbox.",
    )


def ours(during: str, message: str) -> Ending:
    """Return the ending that is our fault."""
    return Ending(outcome=Outcome.INFRASTRUCTURE, during=during, message=message)
