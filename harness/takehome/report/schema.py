"""The shape of `report.json`, version 1: what other programs may rely on.

Fields are read from the values of a summary by their names; parts that a program may know whole are
the very values of the summary. What is not known is null.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from takehome.report.again import Again
from takehome.report.curves import Curves
from takehome.report.flow import Flow
from takehome.report.over_time import Week
from takehome.report.realised import Realised
from takehome.report.trials import Trial
from takehome.report.validated import Validated
from takehome.rubric.entry import EntryKind
from takehome_graders.evidence import Outcome, Place
from takehome_graders.marks import Certainty
from takehome_graders.statuses import Status

SCHEMA: Final = "takehome/report@1"

Points = Annotated[FiniteFloat, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class About(_Strict):
    """Whose report it is, and of what."""

    candidate: str
    challenge: str
    title: str
    version: int
    received_at: datetime
    attempt: int
    of: int
    late: bool
    sitting: int
    software: str


class Ending(_Strict):
    """How the sitting ended."""

    outcome: Outcome
    during: str
    message: str
    place: Place | None


class Finding(_Strict):
    """One thing seen."""

    criterion: str
    tone: Literal["strength", "weakness", "note"]
    claim: str
    evidence: str
    certainty: Certainty
    weight: FiniteFloat
    question: str
    place: Place | None
    plant: str | None
    column: str | None


class Criterion(_Strict):
    """One criterion."""

    name: str
    title: str
    share: FiniteFloat
    state: Literal["judged", "not judged", "not asked", "fault"]
    points: Points | None
    low: Points | None
    high: Points | None
    certainty: Certainty | None
    reason: str
    """Why it is not judged or not asked, or the traceback of a fault."""
    rest: str
    figures: dict[str, FiniteFloat]
    findings: tuple[Finding, ...]


class Plant(_Strict):
    """One planted thing with what became of it."""

    id: str
    kind: str
    mechanism: str
    table: str
    columns: tuple[str, ...]
    since: date | None
    until: date | None
    status: Status
    moved: FiniteFloat | None
    """The share of predictions that its counterfactual moved."""
    probability_change: FiniteFloat | None
    rank_change: FiniteFloat | None


class Question(_Strict):
    """What to ask, and what it rests on."""

    text: str
    because: str
    strong: str
    """What a strong answer contains."""
    place: Place | None


class Said(_Strict):
    """One thing that a person said, as it was kept."""

    reader: str
    at: datetime
    kind: EntryKind
    about: str
    value: FiniteFloat | None
    reason: str
    before: str
    rubric: int


class Confinement(_Strict):
    """What held the sitting."""

    sandbox: str
    version: str
    image: str
    enforced: tuple[str, ...]
    not_enforced: tuple[str, ...]


class Report(_Strict):
    """The whole document."""

    format: Literal["takehome/report@1"] = Field(alias="schema")
    about: About
    headline: str
    ending: Ending
    total: Points | None
    low: Points | None
    high: Points | None
    judged_share: FiniteFloat
    metric: Literal["average_precision"]
    claimed: FiniteFloat | None
    claimed_low: FiniteFloat | None
    claimed_high: FiniteFloat | None
    realised: FiniteFloat | None
    word: Literal["kept", "overclaimed", "underclaimed"] | None
    """What became of the claim, beyond what noise explains."""
    leaks_used: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    windows: tuple[Realised, ...]
    curves: tuple[Curves, ...]
    weeks: tuple[Week, ...]
    plants: tuple[Plant, ...]
    questions: tuple[Question, ...]
    people: tuple[Said, ...]
    """What people said beside the automatic marks, in its order."""
    validated: Validated | None
    """The validation scheme as it really was."""
    flow: Flow | None
    """The data on their way through the code."""
    again: Again | None
    """What re-runs tell."""
    trials: tuple[Trial, ...]
    """What production, batches and pace asked, and what came of it."""
    reproduced: bool | None
    fitted_here: bool | None
    missing: tuple[str, ...]
    """What the report cannot say, and why."""
    gone: tuple[str, ...]
    """What was kept once and cannot be read any more."""
    problems: tuple[str, ...]
    kit: str
    variant: str
    """The content hash of the variant."""
    submission: str
    """The hash of what was handed in."""
    entry: str
    fit_s: FiniteFloat | None
    peak_mib: FiniteFloat | None
    probes_s: dict[str, FiniteFloat]
    packages: dict[str, str]
    confinement: Confinement | None
