"""Conducting a sitting: what is said in which order, and what it leaves behind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from takehome import proctor
from takehome.sandbox.environment import ASKED_FOR
from takehome.sandbox.protocol import BoxClosed, DeadlinePassed, SandboxTrouble
from takehome.sitting import belief
from takehome.sitting.asking import ask_all
from takehome.sitting.left import Left, died, ours
from takehome.sitting.talk import GRACE_S, Talk, Trouble

if TYPE_CHECKING:
    from takehome.sitting.paper import Paper
    from takehome.sitting.terms import Terms
    from takehome.submission import Submission
    from takehome_graders.evidence import Ending

READY_S: Final = 120.0
"""For a cold machine to start an interpreter; nothing of the candidate's runs yet."""
LOG_KIB: Final = belief.MAX_LOG >> 10


def conduct(talk: Talk, submission: Submission, paper: Paper, terms: Terms, left: Left) -> Ending:
    """Go through the whole sitting and return its ending, adding to what is left on the way."""
    try:
        _begin(talk, submission, paper, terms, left)
        _fit(talk, terms, left)
    except Trouble as trouble:
        return trouble.ending
    except SandboxTrouble as trouble:
        return ours("fit", str(trouble))
    except BoxClosed:
        return died("fit")
    return ask_all(talk, paper.probes, terms, left)


def _begin(talk: Talk, submission: Submission, paper: Paper, terms: Terms, left: Left) -> None:
    files = {
        **{f"data/{name}": content for name, content in paper.data.items()},
        **{f"submission/{name}": content for name, content in submission.files.items()},
    }
    header = {
        "kind": "sit",
        "entry": f"submission/{submission.entry}",
        "form": submission.form,
        "commands": dict(submission.commands),
        "deliverables": list(terms.deliverables),
        "id_column": paper.id_column,
        "fit_s": terms.fit_s,
        "log_kib": LOG_KIB,
        "allowed": list(ASKED_FOR),
        "recorder": {
            **paper.watch,
            "examples": f"data/{paper.table}",
            "target": paper.outcome_column,
        },
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
    left.shipping = belief.shipping(fitted.get("shipping"))
    left.problems = belief.problems(fitted.get("problems"))
