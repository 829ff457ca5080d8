"""The data on their way through the code: calls, what flowed between them, and what saw too much.

Calls of one kind at one place are one step, however often a loop came by. Where there are more
steps than anybody reads, those behind the claim are kept, and the rest is counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from takehome.report.spots import place_of
from takehome_graders.evidence import Place
from takehome_graders.recording import lineage, scheme
from takehome_graders.recording.evaluation import JUDGES, PREPARES
from takehome_graders.recording.lineage import FITS
from takehome_graders.validation.hygiene import truth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.recording import Evaluation, Lineage, Scheme
    from takehome_graders.recording.events import Event

MOST: Final = 28
"""Steps that are shown."""

_Call = tuple[int, int]
_Named = tuple["Stage", str, Place]


class Stage(StrEnum):
    """What a step does with the data, in the order in which data meet it."""

    READ = "read"
    SPLIT = "split"
    PREPARE = "prepare"
    FIT = "fit"
    PREDICT = "predict"
    JUDGE = "judge"


STAGES: Final = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Calls of one kind at one place in the code."""

    stage: Stage
    what: str
    place: Place
    times: int
    fewest: int | None
    """Rows that one of the calls was about; None where they are not known of any."""
    most: int | None
    seen: tuple[str, ...]
    """What it had seen of rows that were judged, in words: empty where nothing is known of it."""
    claimed: bool
    """Whether the claim rests on its judgement."""
    sources: tuple[int, ...]
    """The steps, by their position among those shown, from which something flowed into it."""
    guessed: tuple[int, ...] = ()
    """Where none was seen, the last step before it that can have handed it its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The steps in the order in which each was first taken."""

    steps: tuple[Step, ...]
    more: int
    """Steps that are not shown."""
    calls: int
    """Calls behind all steps."""


def flow(key: Key, evidence: Evidence) -> Flow | None:
    """Return the way of the data, or None where no call was heard of."""
    recording = evidence.recording
    if recording is None or not recording.events:
        return None
    graph = lineage(recording)
    found = scheme(recording, truth_of(key, recording))
    claimed = found.claimed(evidence.claim.value) if evidence.claim else ()
    rests = {(each.process, each.number) for each in claimed}
    calls: dict[_Named, list[_Call]] = defaultdict(list)
    for call in sorted(graph.events):
        calls[_named(graph.events[call])].append(call)
    seen = _seen(found, claimed)
    kept = _kept(calls, graph, rests, seen)
    steps = list(_steps(calls, kept, graph, rests, seen))
    return Flow(
        steps=tuple(
            step if step.sources else replace(step, guessed=_before(steps, number))
            for number, step in enumerate(steps)
        ),
        more=len(calls) - len(kept),
        calls=len(graph.events),
    )


def _named(event: Event) -> _Named:
    stage = stage_of(event)
    what = event.name or event.what
    if event.type and stage in (Stage.PREPARE, Stage.FIT, Stage.PREDICT):
        what = f"{event.type}.{event.name.rpartition('.')[2] or event.what}"
    elif event.what in {"cross", "search"} and event.type:
        what = f"{event.name or event.what} of {event.type}"
    return stage, what, place_of(event.spot)


def stage_of(event: Event) -> Stage:
    """Return what a call does with the data."""
    if event.what in JUDGES:
        return Stage.JUDGE
    if event.what in {"read", "matrix"}:
        return Stage.READ
    if event.what == "split":
        return Stage.SPLIT
    if event.what in {"transform", "resample"} or (event.what in FITS and event.sort in PREPARES):
        return Stage.PREPARE
    return Stage.FIT if event.what in FITS else Stage.PREDICT


def _seen(
    found: Scheme, claimed: Sequence[Evaluation]
) -> Mapping[tuple[Place, str], tuple[str, ...]]:
    """Return in words what each fit had seen of rows judged later, by its place and its type."""
    words: dict[tuple[Place, str], dict[str, int]] = defaultdict(dict)
    # What the claim rests on has the first word; elsewhere the largest number has it.
    for each in (*claimed, *(other for other in found.evaluations if other not in claimed)):
        for shared, did in (
            (each.prepared, "had seen"),
            (each.stopped, "was stopped or chosen on"),
            (each.chosen, "had chosen on"),
        ):
            for one in shared:
                known = words[place_of(one.spot), one.type]
                known[did] = max(known.get(did, 0), one.rows)
        if each.overlap:
            known = words[place_of(each.spot), ""]
            known["judged"] = max(known.get("judged", 0), each.overlap)
    return {
        named: tuple(
            f"judged {rows:,} rows that its model had been fitted on"
            if did == "judged"
            else f"{did} {rows:,} judged rows"
            for did, rows in told.items()
        )
        for named, told in words.items()
    }


def _kept(
    calls: Mapping[_Named, Sequence[_Call]],
    graph: Lineage,
    rests: Iterable[_Call],
    seen: Mapping[tuple[Place, str], tuple[str, ...]],
) -> tuple[_Named, ...]:
    """Return the steps to show, in their order: those behind the claim, those that saw too much."""
    behind = {_named(graph.events[each]) for call in rests for each in _behind(graph, call)}
    ranked = sorted(
        enumerate(calls),
        key=lambda item: (item[1] not in behind, not _words(item[1], graph, calls, seen), item[0]),
    )
    return tuple(named for _, named in sorted(ranked[:MOST]))


def _behind(graph: Lineage, call: _Call) -> Iterator[_Call]:
    yield call
    for event in graph.ancestors(call):
        yield event.process, event.number
    for number in graph.events[call].behind:
        said = (call[0], number)
        if said in graph.events:
            yield from _behind_prediction(graph, said)


def _behind_prediction(graph: Lineage, call: _Call) -> Iterator[_Call]:
    yield call
    for event in graph.ancestors(call):
        yield event.process, event.number


def _words(
    named: _Named,
    graph: Lineage,
    calls: Mapping[_Named, Sequence[_Call]],
    seen: Mapping[tuple[Place, str], tuple[str, ...]],
) -> tuple[str, ...]:
    stage, _, place = named
    if stage is Stage.JUDGE:
        return seen.get((place, ""), ())
    event = graph.events[calls[named][0]]
    return seen.get((place, event.type), ()) if event.what in FITS else ()


def _steps(
    calls: Mapping[_Named, Sequence[_Call]],
    kept: Sequence[_Named],
    graph: Lineage,
    rests: Iterable[_Call],
    seen: Mapping[tuple[Place, str], tuple[str, ...]],
) -> Iterator[Step]:
    at = {named: number for number, named in enumerate(kept)}
    rests = set(rests)
    for named in kept:
        stage, what, place = named
        own = calls[named]
        rows = [found.count() for call in own if (found := graph.events[call].about())]
        sources = {
            at[source]
            for call in own
            for before in _sources(graph, call)
            if (source := _named(graph.events[before])) in at and source != named
        }
        yield Step(
            stage=stage,
            what=what,
            place=place,
            times=len(own),
            fewest=min(rows, default=None),
            most=max(rows, default=None),
            seen=_words(named, graph, calls, seen),
            claimed=any(call in rests for call in own),
            sources=tuple(sorted(sources)),
        )


def _before(steps: Sequence[Step], number: int) -> tuple[int, ...]:
    """Return the last split before a step, or what was read where nothing was split.

    Of several tables that were read, the examples are the one whose rows are known.
    """
    for wanted in (Stage.SPLIT, Stage.READ):
        earlier = [at for at in range(number) if steps[at].stage is wanted]
        earlier.sort(key=lambda at: steps[at].most is not None)
        if earlier and STAGES.index(steps[number].stage) > STAGES.index(wanted):
            return (earlier[-1],)
    return ()


def _sources(graph: Lineage, call: _Call) -> Iterator[_Call]:
    """Give the calls from which something flowed straight into this one."""
    told = ((call[0], number) for number in graph.events[call].behind)
    for before in (*graph.made_by.get(call, ()), *graph.fitted_by.get(call, ()), *told):
        if before in graph.events:
            yield before
