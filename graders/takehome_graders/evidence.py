"""What graders read: everything that a sitting left behind, as plain values.

Nothing here can execute, open or import anything of a candidate's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from takehome_graders.deliverables import Alarm, Decided, Shipping
from takehome_graders.recording.events import Recording


class Outcome(StrEnum):
    """How a sitting ended. The list is closed."""

    COMPLETED = "completed"
    FAILED = "failed"
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    OVER_LIMIT = "over-limit"
    UNREADABLE = "unreadable"
    CONTRACT_BROKEN = "contract-broken"
    ENVIRONMENT = "environment"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a submission something was seen."""

    file: str
    cell: int | None = None
    """Counted from 1, code and text cells alike, as Jupyter shows them."""
    line: int | None = None
    """Counted from 1, within the cell or the file."""

    def __str__(self) -> str:
        cell = f", cell {self.cell}" if self.cell is not None else ""
        line = f", line {self.line}" if self.line is not None else ""
        return f"{self.file}{cell}{line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The outcome of a sitting, when it came about, and what to tell the candidate."""

    outcome: Outcome
    during: str
    """`reading`, `fit`, or the name of a probe."""
    message: str
    """One or two sentences: what happened and how to mend it."""
    place: Place | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The candidate's own estimate of the brief's metric on data they have not seen."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLeak:
    """A leak as the candidate named it in `answers.toml`."""

    table: str
    columns: tuple[str, ...]
    kind: str
    evidence: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDrift:
    """A drift as the candidate named it in `answers.toml`."""

    kind: str
    where: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """`answers.toml`, read."""

    leaks: tuple[NamedLeak, ...] = ()
    drift: tuple[NamedDrift, ...] = ()
    validation_scheme: str = ""
    validation_why: str = ""
    verdict: str = ""
    verdict_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text of the submission, as it was read by the host."""

    file: str
    cells: tuple[tuple[int, str], ...]
    """For a notebook its code cells with their numbers; for a script one cell, numbered 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the submission answered to one probe, joined to nothing yet."""

    probe: str
    """The host's name for it: a window's name, or its family and what it asks, such as
    `counterfactual:` and the plant's id, `batch:shuffled` or `production:missing-column`."""
    ids: NDArray[np.int64]
    values: NDArray[np.float64]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A probe that was asked and not answered: what came instead."""

    probe: str
    outcome: Outcome
    message: str
    place: Place | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What held the sitting: which sandbox, and what it enforced."""

    sandbox: str
    version: str
    image: str
    """The image's digest, or the environment's."""
    enforced: tuple[str, ...]
    not_enforced: tuple[str, ...]


class Change(StrEnum):
    """What a re-run changes in the training data."""

    NOTHING = "nothing"
    """For reproducibility, and as what the others are held against."""
    FEATURES = "features"
    """Of the rows that the submission judges itself on: no training matrix may move."""
    LABELS = "labels"
    """Of the same rows: likewise."""
    ALL_LABELS = "all-labels"
    """Permuted: what is claimed must fall to chance, and what is predicted must move."""
    TWIN = "twin"
    """One plant, or all leaks, neutralised: same columns, clean values, all else equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """One re-run, and what it left behind."""

    change: Change
    plants: tuple[str, ...]
    """Ids of the plants that a twin is without; empty elsewhere."""
    rows: int
    """Of the training table that it ran on; fewer than the kit's where a sample was enough."""
    ending: Ending
    claim: Claim | None
    fit_s: float | None
    replies: tuple[Answer, ...]
    recording: Recording | None
    changed: NDArray[np.uint8] | None = None
    """The rows whose features or labels were changed, one bit for each, packed; None elsewhere."""
    era: int = 0
    """The first era of time in which rows were changed: what was learned from rows of earlier eras
    may not move. 0 where no time is known, and nothing may move."""
    positives: float | None = None
    """The share of positive labels among its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRerun:
    """A re-run that was not made, and why."""

    change: Change
    plants: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the brief asked for and granted, as far as marks hang on it."""

    deliverables: tuple[str, ...] = ("predict", "expected_score")
    fit_s: float | None = None
    """Granted until it has fitted; None where nobody wrote it down."""
    probe_s: float | None = None
    """Granted for each call; likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that one sitting left behind."""

    kit: str
    submission: str
    """Hash of the submission as received."""
    entry: str
    """The notebook or script that was executed."""
    sources: tuple[Source, ...]
    answers: Answers | None
    """None where no `answers.toml` came with it."""
    problems: tuple[str, ...]
    """What was wrong with the upload without making it unusable."""
    ending: Ending
    claim: Claim | None
    fit_s: float | None
    replies: tuple[Answer, ...]
    """In the order in which they were asked."""
    log: str
    """What it printed, capped and stripped of control characters."""
    packages: Mapping[str, str] = field(default_factory=dict)
    confinement: Confinement | None = None
    asked: Asked = field(default_factory=Asked)
    refusals: tuple[Refusal, ...] = ()
    decided: tuple[Decided, ...] = ()
    """Where `decide` is a deliverable: for each scored window that was answered."""
    alarms: tuple[Alarm, ...] = ()
    """Where `monitor` is a deliverable: for each window of the stream, in the order of time."""
    shipping: Shipping | None = None
    """Where `decision` is a deliverable."""
    peak_mib: float | None = None
    """The most memory that the sandbox saw in use; None where it cannot see it."""
    recording: Recording | None = None
    """None where the recorder was not heard."""
    reruns: tuple[Rerun, ...] = ()
    not_rerun: tuple[NotRerun, ...] = ()

    def reply(self, probe: str) -> Answer | None:
        """Return what was answered to that probe, or None where it was never answered."""
        for reply in self.replies:
            if reply.probe == probe:
                return reply
        return None

    def refusal(self, probe: str) -> Refusal | None:
        """Return what came instead of an answer to that probe, or None where nothing did."""
        for refusal in self.refusals:
            if refusal.probe == probe:
                return refusal
        return None
