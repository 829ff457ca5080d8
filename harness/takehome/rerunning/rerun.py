"""Executing a plan: each step as a sitting of its own, until all is clear or the time is over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from takehome.rerunning.papers import Desk, Unmade
from takehome.rerunning.plan import Plan, Step, plan
from takehome.sandbox.protocol import SandboxMissing
from takehome.sitting.paper import Paper
from takehome_graders.evidence import Change, Evidence, NotRerun, Outcome, Rerun
from takehome_graders.interventions.reading import interventions
from takehome_graders.interventions.reruns import unchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from takehome_datasets.variant import Variant

Sit = Callable[[Paper], Evidence]
"""Lets the same submission sit on another paper."""

_MOST: Final = 4
_SETTLED: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What re-runs may use."""

    budget: float
    """Of time, as a share of what the fit took; 0 allows none."""
    abreast: int = 1
    """How many may go on side by side."""


def abreast(cores: int, load: float) -> int:
    """Return how many re-runs may go on side by side on a machine with so much to do.

    >>> abreast(2, 1.6), abreast(8, 1.0), abreast(64, 2.0)
    (1, 3, 4)
    """
    return max(1, min(_MOST, int((cores - load) // 2)))


def rerun(
    variant: Variant,
    paper: Paper,
    evidence: Evidence,
    sit: Sit,
    *,
    room: Room,
    note: Callable[[str], None],
) -> Evidence:
    """Return the evidence of a sitting with its re-runs.

    Args:
        variant: That was sat; its training files are what is changed.
        paper: Of the sitting.
        evidence: That it left behind.
        sit: Lets the same submission sit on another paper.
        room: What may be used.
        note: Is told what is going on.
    """
    desk = Desk(variant=variant, paper=paper)
    planned = plan(desk.facts(evidence), room.budget)
    course = _Course(desk=desk, evidence=evidence, sit=sit, room=room, note=note)
    course.go(planned)
    return replace(evidence, reruns=tuple(course.made), not_rerun=tuple(course.left))


@dataclass(slots=True, kw_only=True)
class _Course:
    """Re-runs under way."""

    desk: Desk
    evidence: Evidence
    sit: Sit
    room: Room
    note: Callable[[str], None]
    made: list[Rerun] = field(default_factory=list)
    left: list[NotRerun] = field(default_factory=list)
    spent: float = 0.0
    known: dict[int, float] = field(default_factory=dict)
    """What a re-run on so many rows really cost."""
    again: bool = False
    gone: str = ""
    """Why nothing more can be executed."""

    def go(self, planned: Plan) -> None:
        """Execute what is planned, as far as it can still settle something."""
        steps = list(planned.steps)
        self.left.extend(planned.left)
        while steps:
            wave = self._wave(steps)
            del steps[: len(wave)]
            for step, found in self._executed(list(self._worthwhile(wave))):
                self._take(step, found)
            if not steps or steps[0].change not in {Change.FEATURES, Change.LABELS}:
                steps[:0] = self._doubted(planned)

    def so_far(self) -> Evidence:
        """Return the evidence with what was made until now."""
        return replace(self.evidence, reruns=tuple(self.made), not_rerun=tuple(self.left))

    def _wave(self, steps: Sequence[Step]) -> list[Step]:
        """Return the next steps that do not wait for one another."""
        wave = [steps[0]]
        for step in steps[1 : self.room.abreast]:
            waits = step.change in {Change.FEATURES, Change.LABELS} and not self._base(step.rows)
            single = step.change is Change.TWIN and len(step.plants) == 1
            if waits or (single and any(other.change is Change.TWIN for other in wave)):
                break
            wave.append(step)
        return wave

    def _base(self, rows: int) -> Rerun | None:
        return next(iter(unchanged(self.so_far(), self.desk.size(rows))), None)

    def _worthwhile(self, wave: Sequence[Step]) -> Iterator[Step]:
        spent = self.spent
        for step in wave:
            cost = self.known.get(step.rows, step.cost)
            why = self.gone or self._moot(step)
            if not why and spent + cost > self.room.budget + _SETTLED:
                why = f"Re-runs had taken {self.spent:.1f} times as long as the fit by then."
            if why:
                self.left.append(NotRerun(change=step.change, plants=step.plants, reason=why))
            else:
                spent += cost
                yield step

    def _moot(self, step: Step) -> str:
        """Return why a step can settle nothing any more."""
        first = next((each for each in self.made if each.change is Change.NOTHING), None)
        if first is not None and first.ending.outcome is not Outcome.COMPLETED:
            return f"With nothing changed but the number of rows it ended: {first.ending.message}"
        if step.change is Change.NOTHING:
            return ""
        read = interventions(self.desk.variant.key, self.so_far())
        if read.fitted.here is False:
            return "What it predicts does not hang on the labels: nothing was fitted here."
        single = step.change is Change.TWIN and len(step.plants) == 1
        if single and read.twins and not _moves(read.twins[0].claim, read.twins[0].skill.values()):
            return "Nothing changed without any leak, so that no single one did anything."
        return ""

    def _doubted(self, planned: Plan) -> list[Step]:
        """Return one more unchanged re-run, where something moved that may move by itself."""
        read = interventions(self.desk.variant.key, self.so_far())
        doubted = any(
            each.separated is None and (each.moved or each.chosen)
            for each in (read.features, read.labels)
        )
        if self.again or not doubted:
            return []
        self.again = True
        return [step for step in planned.steps if step.change is Change.NOTHING][:1]

    def _executed(self, steps: Sequence[Step]) -> list[tuple[Step, Rerun | NotRerun]]:
        if not steps:
            return []
        with ThreadPoolExecutor(max_workers=len(steps)) as pool:
            return list(zip(steps, pool.map(self._one, steps), strict=True))

    def _one(self, step: Step) -> Rerun | NotRerun:
        self.note(f"running it again: {_WORDS[step.change]}{_without(step)}")
        try:
            made = self.desk.made(step, self._base(step.rows))
            evidence = self.sit(made.paper)
        except Unmade as unmade:
            return _not(step, str(unmade))
        except SandboxMissing as missing:
            self.gone = f"The sandbox was gone: {missing}"
            return _not(step, self.gone)
        if evidence.ending.outcome is Outcome.INFRASTRUCTURE:
            return _not(step, f"Our machine failed: {evidence.ending.message}")
        return made.rerun(step, evidence)

    def _take(self, step: Step, found: Rerun | NotRerun) -> None:
        if isinstance(found, NotRerun):
            self.left.append(found)
            return
        self.made.append(found)
        cost = step.cost
        if found.fit_s is not None and self.evidence.fit_s:
            cost = self.known[step.rows] = found.fit_s / self.evidence.fit_s
        self.spent += cost


_WORDS: Final = {
    Change.NOTHING: "nothing changed",
    Change.FEATURES: "other features where it judges itself",
    Change.LABELS: "other labels where it judges itself",
    Change.ALL_LABELS: "all labels permuted",
    Change.TWIN: "without ",
}


def _without(step: Step) -> str:
    return ", ".join(step.plants)


def _not(step: Step, why: str) -> NotRerun:
    return NotRerun(change=step.change, plants=step.plants, reason=why)


def _moves(claim: float | None, skills: Iterable[float]) -> bool:
    return any(abs(each) > _SETTLED for each in (claim or 0.0, *skills))
