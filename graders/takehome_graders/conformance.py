"""What every grader owes, ours and anybody's: `check_grader` says where one does not keep it.

The same input gives the same marks; points are finite, between 0 and 100 and within their interval;
and evidence that is partial or odd leads to a mark, to `NotJudged` or to `NotAsked`, never to an
exception.
"""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.key import Costs, Experiment
from takehome_graders import specimens
from takehome_graders.deliverables import Shipping
from takehome_graders.evidence import (
    Answers,
    Asked,
    Claim,
    Ending,
    NamedDrift,
    Outcome,
    Refusal,
)
from takehome_graders.grading import UnsoundMark, check_sound
from takehome_graders.marks import Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.grading import Grader
    from takehome_graders.resampling import Floats


def check_grader(grader: Grader) -> tuple[str, ...]:
    """Return everything that a grader does otherwise than it should; nothing where all is well."""
    return tuple(_problems(grader))


def _problems(grader: Grader) -> Iterator[str]:
    for name, key, evidence in cases():
        try:
            found, again = grader(key, evidence), grader(key, evidence)
        except Exception:  # noqa: BLE001 - that it raises is what is looked for
            yield f"{name}: it raises.\n{traceback.format_exc()}"
            continue
        if not isinstance(found, Judged | NotJudged | NotAsked):
            wanted = "Judged, NotJudged or NotAsked"
            yield f"{name}: it returns a {type(found).__name__} and not {wanted}."
            continue
        if found != again:
            yield f"{name}: the same evidence gets other marks the second time."
        if isinstance(found, Judged):
            try:
                check_sound(found)
            except UnsoundMark as unsound:
                yield f"{name}: {unsound}"


def cases() -> Iterator[tuple[str, Key, Evidence]]:
    """Yield key and evidence of every kind that a grader has to cope with."""
    key = specimens.key(400)
    evidence = specimens.careful(key)
    yield "careful", key, evidence
    yield "naive", key, specimens.naive(key)
    yield "leaky", key, specimens.leaky(key)
    yield from _partial(key, evidence)
    for value in (0.0, 0.02, 1.0):
        yield f"every prediction is {value}", key, _constant(key, value)
    yield (
        "as good as the optimum",
        key,
        _answering(key, {w.name: w.probability for w in key.windows}),
    )
    yield from _odd_keys()


def _partial(key: Key, evidence: Evidence) -> Iterator[tuple[str, Key, Evidence]]:
    failed = Ending(outcome=Outcome.FAILED, during="later", message="It raised a ValueError.")
    yield "no claim", key, replace(evidence, claim=None)
    yield "no answers", key, replace(evidence, answers=None)
    yield "no replies", key, replace(evidence, replies=(), ending=failed)
    yield "one window", key, replace(evidence, replies=evidence.replies[:1], ending=failed)
    yield "no counterfactuals", key, replace(evidence, replies=evidence.replies[:2])
    first = evidence.replies[0]
    short = replace(first, ids=first.ids[1:], values=first.values[1:])
    yield "a row short", key, replace(evidence, replies=(short,))
    odd = replace(first, values=np.full_like(first.values, np.nan))
    yield "no numbers", key, replace(evidence, replies=(odd,))
    wild = replace(first, values=first.values * 40 - 3)
    yield "outside 0 and 1", key, replace(evidence, replies=(wild, *evidence.replies[1:]))
    for value in (97.0, -1.0, float("nan"), float("inf"), 1e300):
        yield f"a claim of {value}", key, replace(evidence, claim=Claim(value=value))
    yield from _beside(key, evidence)


def _beside(key: Key, evidence: Evidence) -> Iterator[tuple[str, Key, Evidence]]:
    """Yield evidence that is odd in what stands beside predictions and claim."""
    older = replace(evidence, asked=Asked(), refusals=(), decided=(), alarms=(), shipping=None)
    yield "from before there was more than scores", key, replace(older, reruns=(), not_rerun=())
    yield "nothing asked for", key, replace(evidence, asked=Asked(deliverables=()))
    everything = tuple(
        Refusal(probe=r.probe, outcome=Outcome.TIMED_OUT, message="", place=None, seconds=60.0)
        for r in evidence.replies[2:]
    )
    yield (
        "every probe refused",
        key,
        replace(evidence, replies=evidence.replies[:2], refusals=everything),
    )
    empty = tuple(replace(r, ids=r.ids[:0], values=r.values[:0]) for r in evidence.replies)
    yield "every answer empty", key, replace(evidence, replies=empty)
    ragged = tuple(replace(r, values=r.values[:-1]) for r in evidence.replies)
    yield "fewer values than ids", key, replace(evidence, replies=ragged)
    decided = tuple(replace(d, ids=d.ids[:-1]) for d in evidence.decided)
    yield "a decision for other rows", key, replace(evidence, decided=decided)
    always = tuple(replace(alarm, drifted=True) for alarm in evidence.alarms)
    yield "alarms all the time", key, replace(evidence, alarms=always)
    nothing = Shipping(ship=True, effect=float("nan"), low=float("inf"), high=None, flaws=("", "x"))
    yield "an effect that is no number", key, replace(evidence, shipping=nothing)
    for fit_s in (0.0, -5.0, float("nan"), float("inf")):
        yield f"a fit of {fit_s} s", key, replace(evidence, fit_s=fit_s)
    silent = tuple(replace(r, claim=None, replies=(), positives=None) for r in evidence.reruns)
    yield "re-runs that left nothing", key, replace(evidence, reruns=silent)
    wild = tuple(replace(r, claim=Claim(value=float("nan"))) for r in evidence.reruns)
    yield "re-runs that claim no number", key, replace(evidence, reruns=wild)
    same = tuple(replace(r, replies=evidence.replies[:2]) for r in evidence.reruns)
    yield "a model that was fitted elsewhere", key, replace(evidence, reruns=same)
    words = NamedDrift(kind="concept " * 40, where=", ".join(["amount"] * 50), since="2024-99-99")
    yield (
        "words upon words",
        key,
        replace(evidence, answers=Answers(drift=(words,) * 100, verdict="perhaps")),
    )


def _odd_keys() -> Iterator[tuple[str, Key, Evidence]]:
    one = specimens.key(1)
    yield "one row", one, _constant(one, 0.1)
    key = specimens.key(60)
    yield "no plants", replace(key, plants=(), counterfactuals=()), specimens.careful(key)
    windows = tuple(replace(w, outcome=np.zeros_like(w.outcome)) for w in key.windows)
    yield "no positives", replace(key, windows=windows), specimens.leaky(key)
    scales = {
        name: replace(scale, logistic=scale.optimum, xgboost=scale.prior)
        for name, scale in key.scales.items()
    }
    yield "anchors out of order", replace(key, scales=scales), specimens.careful(key)
    flat = {name: replace(scale, optimum=scale.prior) for name, scale in key.scales.items()}
    yield "nothing to gain", replace(key, scales=flat), specimens.careful(key)
    yield "no windows", replace(key, windows=(), counterfactuals=()), specimens.careful(key)
    yield "no scales", replace(key, scales={}), specimens.careful(key)
    bare = replace(key, training=None, costs=None, stream=(), experiment=None)
    yield "a key from before there was more than scores", bare, specimens.careful(key)
    free = replace(key, costs=Costs(miss=1.0, alarm=1e9, capacity=0.001))
    yield "nothing worth acting on", free, specimens.careful(key)
    dear = tuple(replace(plant, price=float("nan")) for plant in key.plants)
    yield "prices that are no numbers", replace(key, plants=dear), specimens.careful(key)
    quiet = tuple(replace(window, plants=()) for window in key.stream)
    yield "a stream in which nothing drifts", replace(key, stream=quiet), specimens.naive(key)
    certain = Experiment(effect=0.0, error=0.0, ship=False, flaws=("nowhere",))
    yield "an experiment without error", replace(key, experiment=certain), specimens.careful(key)


def _constant(key: Key, value: float) -> Evidence:
    return _answering(key, {w.name: np.full_like(w.probability, value) for w in key.windows})


def _answering(key: Key, predictions: dict[str, Floats]) -> Evidence:
    return specimens.sitting(key, predictions, claim=Claim(value=0.3, low=0.2, high=0.4))
