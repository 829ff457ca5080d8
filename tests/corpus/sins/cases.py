"""The sins, each written clean and leaky, on what they are executed, and what gives them away."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from corpus.sins.grounds import TABLE, Ground, Kind
from takehome.rerunning import Room, rerun
from takehome.sitting.paper import Paper
from takehome_graders.evidence import Answer, Claim, Ending, Evidence, Outcome
from takehome_graders.interventions.reading import Interventions, interventions
from takehome_graders.recording import Recording, Truth, parse, scheme, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus.sins.forked import Forks, Ran
    from takehome_graders.recording import Evaluation, Scheme

FOLDER: Final = Path(__file__).parents[1] / "styles" / "sins"
_SHARED: Final = 0.05
"""Of judged rows: so many may share an entity with, or repeat, a fitted row by chance."""
_LOOKS: Final = 10
_SEEDS: Final = 4
_LISTENS: Final = 0.03
"""Of a claim: what a column may do to it by chance alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sin:
    """One sin, by its name in the corpus."""

    name: str
    kind: Kind
    sign: str
    """What is sure to show in the leaky one."""

    def source(self, *, clean: bool) -> str:
        """Return one of its two files."""
        path = FOLDER / f"{self.name}_{'clean' if clean else 'leaky'}.py"
        return path.read_text(encoding="utf-8")


SINS: Final = (
    Sin(name="01_train_score", kind="plain", sign="overlap"),
    Sin(name="02_scaled_by_hand", kind="plain", sign="features"),
    Sin(name="03_selected_on_all", kind="wide", sign="labels"),
    Sin(name="04_encoded_on_all", kind="plain", sign="labels"),
    Sin(name="05_resampled_first", kind="plain", sign="overlap"),
    Sin(name="06_repeated_rows", kind="repeated", sign="twins"),
    Sin(name="07_groups_ignored", kind="grouped", sign="entities"),
    Sin(name="08_time_shuffled", kind="timed", sign="time"),
    Sin(name="08_looks_ahead", kind="timed", sign="features"),
    Sin(name="09_after_the_outcome", kind="leaked", sign="listens"),
    Sin(name="10_running_number", kind="leaked", sign="listens"),
    Sin(name="11_filled_or_not", kind="leaked", sign="listens"),
    Sin(name="12_tuned_on_test", kind="plain", sign="looks"),
    Sin(name="13_lucky_seed", kind="plain", sign="reseeded"),
    Sin(name="14_best_of_search", kind="plain", sign="searched"),
    Sin(name="18_outliers_by_label", kind="plain", sign="chosen"),
    Sin(name="19_fitted_on_test", kind="plain", sign="prepared"),
    Sin(name="21_typed_in", kind="plain", sign="not fitted here"),
    Sin(name="22_unseeded", kind="plain", sign="not reproduced"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one program showed."""

    error: str
    signs: frozenset[str]
    evidence: Evidence
    read: Interventions


def shown(forks: Forks, source: str, ground: Ground) -> Shown:
    """Execute a program with all its re-runs, and return what speaks against it."""
    paper = Paper(
        kit=ground.key.kit,
        data=ground.variant.data,
        id_column=ground.key.id_column,
        table=TABLE,
        outcome_column=ground.key.outcome_column,
        probes=(),
    )
    sit = _sitting(forks, source, ground)
    first = sit(paper)
    if first.ending.outcome is not Outcome.COMPLETED:
        return Shown(
            error=first.ending.traceback,
            signs=frozenset(),
            evidence=first,
            read=interventions(ground.key, first),
        )
    evidence = rerun(
        ground.variant, paper, first, sit, room=Room(budget=100.0), note=lambda _: None
    )
    read = interventions(ground.key, evidence)
    found = {*_recorded(first, ground), *_intervened(read)}
    return Shown(error="", signs=frozenset(found), evidence=evidence, read=read)


def _sitting(forks: Forks, source: str, ground: Ground) -> Callable[[Paper], Evidence]:
    near = ground.key.windows[0]

    def sit(paper: Paper) -> Evidence:
        files = {f"data/{name}": content for name, content in paper.data.items()}
        files |= {f"near/{name}": content for name, content in near.folder.items()}
        config = {"examples": f"data/{TABLE}", "target": ground.key.outcome_column}
        ran = forks.run(source, files, {**paper.watch, **config})
        return _evidence(ran, paper)

    return sit


def _evidence(ran: Ran, paper: Paper) -> Evidence:
    rows = paper.data[TABLE].count(b"\n") - 1
    replies: tuple[Answer, ...] = ()
    if ran.ids is not None and ran.answers is not None:
        replies = (Answer(probe="near", ids=ran.ids, values=ran.answers, seconds=0.0),)
    outcome = Outcome.FAILED if ran.error else Outcome.COMPLETED
    return Evidence(
        kit=paper.kit,
        submission="",
        entry="solution.py",
        sources=(),
        answers=None,
        problems=(),
        ending=Ending(outcome=outcome, during="fit", message="", traceback=ran.error),
        claim=None if ran.claim is None else Claim(value=ran.claim),
        fit_s=1.0,
        replies=replies,
        log="",
        recording=_settled(ran, paper, rows),
    )


def _settled(ran: Ran, paper: Paper, rows: int) -> Recording:
    told = parse(ran.frames, rows)
    if not told.samples:
        return told
    numbers = pd.read_csv(io.BytesIO(paper.data[TABLE])).select_dtypes("number")
    return settle(told, {str(name): numbers[name].to_numpy(dtype=float) for name in numbers})


def _recorded(evidence: Evidence, ground: Ground) -> Iterator[str]:
    """Give what the recording says against the evaluations that the claim rests on."""
    told = ground.key.training
    if evidence.recording is None or evidence.claim is None or told is None:
        return
    truth = Truth(
        time=told.moment if ground.kind == "timed" else None,
        entity=told.entity if ground.kind == "grouped" else None,
        twin=told.twin,
    )
    found = scheme(evidence.recording, truth)
    rests = found.claimed(evidence.claim.value)
    for each in rests:
        yield from _against(each)
    if rests and all(each.what == "search" for each in rests):
        yield "searched"
    if len(rests) == 1:
        yield from _shopped(found, rests[0])


def _against(each: Evaluation) -> Iterator[str]:
    """Give what speaks against one evaluation."""
    against = {
        "overlap": bool(each.overlap),
        "prepared": bool(each.prepared),
        "stopped": bool(each.stopped),
        "entities": (each.entities or 0) > _SHARED,
        "twins": (each.twins or 0) > _SHARED and not each.overlap,
        "time": each.before is False,
    }
    yield from (sign for sign, speaks in against.items() if speaks)


def _shopped(found: Scheme, only: Evaluation) -> Iterator[str]:
    """Give whether the one evaluation was picked from many."""
    if any(looks.models >= _LOOKS and only.spot in looks.spots for looks in found.looks):
        yield "looks"
    if any(len(each.seeds) >= _SEEDS for each in found.reseeded):
        yield "reseeded"


def _intervened(read: Interventions) -> Iterator[str]:
    """Give what re-runs say."""
    if read.features.moved and read.features.separated is False:
        yield "features"
    if read.labels.moved and read.labels.separated is False:
        yield "labels"
    if read.labels.chosen and read.labels.separated is False:
        yield "chosen"
    if read.chance.falls is False:
        yield "chance"
    if read.fitted.here is False:
        yield "not fitted here"
    if read.reproduced.same is False:
        yield "not reproduced"
    if any(each.claim is not None and abs(each.claim) > _LISTENS for each in read.twins):
        yield "listens"
