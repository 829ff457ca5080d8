"""A sitting: one execution of a submission in a sandbox, from unpacking to the last probe.

Whatever happens inside the box, a sitting returns evidence that ends in exactly one outcome. What
came out of the box is plain data and is believed only for what it is; how the box ended is seen
from outside.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from takehome import proctor
from takehome.proctor.frames import FrameError
from takehome.sandbox.environment import pinned
from takehome.sandbox.pipe import read_frame, write_frame
from takehome.sandbox.protocol import (
    Box,
    BoxClosed,
    BoxEnd,
    DeadlinePassed,
    Limits,
    Sandbox,
    SandboxTrouble,
)
from takehome.submission import Submission
from takehome.text import shown
from takehome_graders.evidence import Answer, Claim, Confinement, Ending, Evidence, Outcome, Place
from takehome_graders.listening import PROBE, REPEAT

if TYPE_CHECKING:
    from takehome_datasets.key import Counterfactual, Key
    from takehome_datasets.variant import Variant

Note = Callable[[str], None]
Files = Mapping[str, bytes]

_READY_S: Final = 120.0
"""For a cold machine to start an interpreter; nothing of the candidate's runs yet."""
_GRACE_S: Final = 15.0
"""What the proctor gets beyond its own deadline before the host stops waiting for it."""
_MAX_REPLY: Final = 64 << 20
_LOG_KIB: Final = 256
_MESSAGE = 4000


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question to the fitted submission: a folder in, predictions out."""

    name: str
    files: Files
    ids: NDArray[np.int64]


@dataclass(slots=True, kw_only=True)
class _Left:
    """What a sitting has left behind so far."""

    packages: Mapping[str, str] = field(default_factory=dict)
    claim: Claim | None = None
    fit_s: float | None = None
    problems: tuple[str, ...] = ()
    replies: list[Answer] = field(default_factory=list)
    log: str = ""
    ending: Ending | None = None


class _Trouble(Exception):
    """The sitting cannot go on as it should; carries how it ends."""

    def __init__(self, ending: Ending, *, log: str = "", over: bool = True) -> None:
        super().__init__(ending.message)
        self.ending: Final = ending
        self.log: Final = log
        self.over: Final = over
        """Whether nothing more can be asked."""


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
    key, left, confinement = variant.key, _Left(), None
    probes = [*probes_of(key)]
    paper = Paper(submission=submission, data=variant.data, id_column=key.id_column)
    note("opening the sandbox")
    try:
        confinement = sandbox.confinement()
        box = sandbox.open(_limits(terms, len(probes)))
    except SandboxTrouble as trouble:
        left.ending = _ours("fit", str(trouble))
    else:
        try:
            left.ending = _conduct(_Talk(box=box, note=note), paper, probes, terms, left)
        finally:
            left.ending = _closed(box, left.ending)
    return _evidence(submission, key, left, confinement)


def _limits(terms: Terms, probes: int) -> Limits:
    return Limits(
        lifetime_s=_READY_S + terms.fit_s + probes * terms.probe_s + _GRACE_S,
        memory_mib=terms.memory_mib,
        disk_mib=terms.disk_mib,
        processes=terms.processes,
        log_kib=_LOG_KIB,
    )


def probes_of(key: Key) -> Iterator[Probe]:
    """Yield the probes of a variant in the order in which they are asked.

    Scored windows come first, so that nothing of a counterfactual can reach a scored answer. One is
    asked twice, which tells what moves by itself from what is moved.
    """
    for window in key.windows:
        yield Probe(name=window.name, files=window.folder, ids=window.ids)
    for window in key.windows[:1]:
        yield Probe(name=f"{REPEAT}{window.name}", files=window.folder, ids=window.ids)
    for counterfactual in key.counterfactuals:
        window = key.window(counterfactual.window)
        yield Probe(
            name=f"{PROBE}{counterfactual.plant}",
            files=_filled(window.folder, counterfactual),
            ids=window.ids,
        )


def _filled(files: Files, counterfactual: Counterfactual) -> Files:
    """Return the window's files with one column filled as the training extract has it."""
    reader = csv.reader(io.StringIO(files[counterfactual.table].decode(), newline=""))
    header, *rows = reader
    column = header.index(counterfactual.column)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row, cell in zip(rows, counterfactual.cells, strict=True):
        row[column] = cell
        writer.writerow(row)
    return {**files, counterfactual.table: text.getvalue().encode()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """The host's side of the pipe."""

    box: Box
    note: Note

    def say(
        self,
        header: Mapping[str, Any],
        files: Files,
        *,
        ids: NDArray[np.int64] | None = None,
        during: str,
        seconds: float,
    ) -> None:
        arrays = {"contents": np.frombuffer(b"".join(files.values()), dtype="|u1")}
        if ids is not None:
            arrays["ids"] = ids
        sizes = [[name, len(content)] for name, content in files.items()]
        try:
            write_frame(
                self.box,
                {**header, "files": sizes},
                arrays,
                deadline=time.monotonic() + seconds,
            )
        except DeadlinePassed as late:
            raise _Trouble(_too_late(during, seconds)) from late

    def hear(
        self, expected: str, *, during: str, seconds: float
    ) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        try:
            header, arrays = read_frame(
                self.box, max_bytes=_MAX_REPLY, deadline=time.monotonic() + seconds
            )
        except DeadlinePassed as late:
            raise _Trouble(_too_late(during, seconds)) from late
        except FrameError as error:
            raise _Trouble(
                Ending(
                    outcome=Outcome.FAILED,
                    during=during,
                    message=f"What came out of the sandbox was not an answer: {error}.",
                )
            ) from error
        if header.get("kind") == "trouble":
            raise _Trouble(
                _told(header, during),
                log=shown(str(header.get("log", "")), limit=_LOG_KIB << 10),
                over=header.get("over") is not False,
            )
        if header.get("kind") != expected:
            raise _Trouble(
                Ending(
                    outcome=Outcome.FAILED,
                    during=during,
                    message="The program in the sandbox answered out of turn.",
                )
            )
        return header, arrays


def _conduct(
    talk: _Talk, paper: Paper, probes: Sequence[Probe], terms: Terms, left: _Left
) -> Ending:
    """Go through the whole sitting and return its ending, adding to what is left on the way."""
    try:
        _begin(talk, paper, terms, left)
        _fit(talk, terms, left)
    except _Trouble as trouble:
        return trouble.ending
    except SandboxTrouble as trouble:
        return _ours("fit", str(trouble))
    except BoxClosed:
        return _died("fit")
    ending = Ending(outcome=Outcome.COMPLETED, during="", message="It ran and answered.")
    for number, probe in enumerate(probes, start=1):
        talk.note(f"probe {number} of {len(probes)}")
        try:
            left.replies.append(_ask(talk, number, probe, terms))
        except _Trouble as trouble:
            if ending.outcome is Outcome.COMPLETED:
                ending = trouble.ending
            if trouble.over:
                return ending
        except SandboxTrouble as trouble:
            return _ours(probe.name, str(trouble))
        except BoxClosed:
            return _died(probe.name)
    return ending


def _begin(talk: _Talk, paper: Paper, terms: Terms, left: _Left) -> None:
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
        "log_kib": _LOG_KIB,
        "allowed": sorted(pinned()),
    }
    try:
        talk.box.send(proctor.carried(), deadline=time.monotonic() + _READY_S)
        ready, _ = talk.hear("ready", during="fit", seconds=_READY_S)
        talk.say(header, files, during="fit", seconds=_READY_S)
    except (BoxClosed, DeadlinePassed, _Trouble) as error:
        # Nothing of the candidate's has run yet.
        raise SandboxTrouble(f"The sandbox never became ready: {error}") from error
    packages = ready.get("packages")
    if isinstance(packages, dict):
        left.packages = {
            shown(str(k), limit=80): shown(str(v), limit=40) for k, v in packages.items()
        }


def _fit(talk: _Talk, terms: Terms, left: _Left) -> None:
    talk.note("executing the submission")
    began = time.monotonic()
    try:
        fitted, _ = talk.hear("fitted", during="fit", seconds=terms.fit_s + _GRACE_S)
    except _Trouble as trouble:
        left.log = trouble.log
        raise
    left.fit_s = time.monotonic() - began
    left.log = shown(str(fitted.get("log", "")), limit=_LOG_KIB << 10)
    left.claim = _claim(fitted.get("claim"))
    problems = fitted.get("problems")
    if isinstance(problems, list):
        left.problems = tuple(shown(str(problem), limit=400) for problem in problems[:20])


def _ask(talk: _Talk, number: int, probe: Probe, terms: Terms) -> Answer:
    began = time.monotonic()
    header = {"kind": "probe", "number": number, "deadline_s": terms.probe_s}
    seconds = terms.probe_s + _GRACE_S
    talk.say(header, probe.files, ids=probe.ids, during=probe.name, seconds=seconds)
    _, arrays = talk.hear("answer", during=probe.name, seconds=seconds)
    ids, values = arrays.get("ids"), arrays.get("values")
    if not _is_answer(ids, values):
        raise _Trouble(
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


def _is_answer(ids: NDArray[Any] | None, values: NDArray[Any] | None) -> bool:
    """Say whether arrays from the box, which may be anything, are ids with probabilities."""
    return (
        ids is not None
        and values is not None
        and ids.dtype == np.int64
        and values.dtype == np.float64
        and ids.ndim == 1
        and ids.shape == values.shape
        and bool(np.isfinite(values).all())
        and bool(((values >= 0) & (values <= 1)).all())
        and len(np.unique(ids)) == len(ids)
    )


def _claim(raw: Any) -> Claim | None:
    match raw:
        case [int() | float() as value]:
            return Claim(value=float(value))
        case [int() | float() as value, int() | float() as low, int() | float() as high]:
            return Claim(value=float(value), low=float(low), high=float(high))
        case _:
            return None


_TOLD: Final = {
    outcome.value: outcome
    for outcome in Outcome
    if outcome not in (Outcome.COMPLETED, Outcome.INFRASTRUCTURE, Outcome.UNREADABLE)
}
"""What a proctor may say. That something is our fault is never believed from inside."""


def _told(header: Mapping[str, Any], during: str) -> Ending:
    return Ending(
        outcome=_TOLD.get(str(header.get("outcome")), Outcome.FAILED),
        during=during,
        message=shown(str(header.get("message", "")), limit=_MESSAGE),
        place=_place(header.get("place")),
        traceback=shown(str(header.get("traceback", "")), limit=_LOG_KIB << 10),
    )


def _place(raw: Any) -> Place | None:
    match raw:
        case {"file": str(file), **rest}:
            cell, line = rest.get("cell"), rest.get("line")
            return Place(
                file=shown(file, limit=200),
                cell=cell if type(cell) is int else None,
                line=line if type(line) is int else None,
            )
        case _:
            return None


def _too_late(during: str, seconds: float) -> Ending:
    what = "The submission" if during == "fit" else "predict"
    return Ending(
        outcome=Outcome.TIMED_OUT,
        during=during,
        message=f"{what} was still at work after {seconds - _GRACE_S:.0f} s, which is the limit.",
    )


def _died(during: str) -> Ending:
    return Ending(
        outcome=Outcome.FAILED,
        during=during,
        message="The program ended in the middle of the sitting, with everything in the sandbox.",
    )


def _ours(during: str, message: str) -> Ending:
    return Ending(outcome=Outcome.INFRASTRUCTURE, during=during, message=message)


def _closed(box: Box, ending: Ending | None) -> Ending | None:
    """End the box, and let what was seen from outside correct what was seen from inside."""
    try:
        end: BoxEnd = box.end()
    except SandboxTrouble as trouble:
        # Where it had completed nothing was lost; else the engine may be why it did not.
        completed = ending is not None and ending.outcome is Outcome.COMPLETED
        return ending if completed else _ours("fit", str(trouble))
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
    submission: Submission, key: Key, left: _Left, confinement: Confinement | None
) -> Evidence:
    return Evidence(
        kit=key.kit,
        submission=submission.sha256,
        entry=submission.entry,
        sources=submission.sources,
        answers=submission.answers,
        problems=(*submission.problems, *left.problems),
        ending=left.ending or _died("fit"),
        claim=left.claim,
        fit_s=left.fit_s,
        replies=tuple(left.replies),
        log=left.log,
        packages=left.packages,
        confinement=confinement,
    )
