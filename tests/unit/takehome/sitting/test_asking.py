"""What is written down of probes that are refused, of decisions, and of alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import samples
from takehome.proctor.frames import pack
from takehome.sandbox.protocol import BoxClosed
from takehome.sitting import paper_of, sit
from takehome.sitting.asking import aside_s
from takehome.sitting.table import Table
from takehome_datasets.key import StreamWindow
from takehome_graders.deliverables import Alarm
from takehome_graders.evidence import Outcome
from unit.takehome.sitting.test_sitting import TERMS, Heard, ScriptedSandbox, honest, trouble

if TYPE_CHECKING:
    from takehome_graders.evidence import Evidence

DECIDING = replace(TERMS, deliverables=("predict", "expected_score", "decide"))
MONITORING = replace(TERMS, deliverables=("predict", "monitor"))


def a_stream() -> StreamWindow:
    near = samples.a_window("near")
    return StreamWindow(
        name="stream:1",
        starts=date(2026, 3, 1),
        ends=date(2026, 4, 1),
        folder=near.folder,
        ids=near.ids,
        plants=(),
    )


def let_sit(sandbox: ScriptedSandbox, **changes: Any) -> Evidence:
    terms = changes.pop("terms", TERMS)
    paper = paper_of(samples.a_variant(**changes))
    return sit(samples.a_submission(), paper, terms, sandbox, note=lambda _: None)


def rows(heard: Heard) -> int:
    return len(heard[1]["ids"])


def test_a_refusal_beside_the_windows_costs_nothing() -> None:
    def refuses_the_empty(heard: Heard) -> bytes:
        return trouble(over=False) if rows(heard) == 0 else honest(heard)

    evidence = let_sit(ScriptedSandbox(probe=refuses_the_empty))

    assert evidence.ending.outcome is Outcome.COMPLETED
    (refusal,) = evidence.refusals
    assert refusal.probe == "production:empty-table"
    assert refusal.outcome is Outcome.FAILED
    assert refusal.message == "KeyError: amount"
    assert refusal.place is not None


def test_a_process_that_is_gone_by_then_leaves_the_rest_unasked() -> None:
    def dies_of_the_empty(heard: Heard) -> bytes:
        if rows(heard) == 0:
            raise BoxClosed("gone")
        return honest(heard)

    evidence = let_sit(ScriptedSandbox(probe=dies_of_the_empty))

    assert evidence.ending.outcome is Outcome.COMPLETED
    assert [refusal.probe for refusal in evidence.refusals] == [
        "production:empty-table",
        "production:one-row",
        "pace:one",
        "pace:many",
    ]
    assert "was not asked" in evidence.refusals[-1].message


def test_who_is_gone_when_asked_about_a_leak_has_not_completed() -> None:
    def dies_of_the_fourth(heard: Heard) -> bytes:
        return trouble(over=True) if heard[0]["number"] == 4 else honest(heard)

    evidence = let_sit(ScriptedSandbox(probe=dies_of_the_fourth))

    assert evidence.ending.outcome is Outcome.FAILED
    assert evidence.ending.during == "counterfactual:leak.late-field"


def test_decisions_are_asked_for_after_each_window_with_its_own_answer() -> None:
    sandbox = ScriptedSandbox(probe=decides)

    evidence = let_sit(sandbox, terms=DECIDING)

    asked = [header["asks"] for header, _ in sandbox.box.heard if header["kind"] == "probe"]
    assert asked[:5] == ["predict", "decide", "predict", "decide", "predict"]
    header, arrays = sandbox.box.heard[2]
    assert [name for name, _ in header["files"]] == ["probabilities.csv"]
    given = Table.of(arrays["contents"].tobytes())
    assert given.header == ["id", "value"]
    assert set(given.cells("value")) == {"0.5"}
    assert [decided.probe for decided in evidence.decided] == ["near", "later"]
    near = evidence.decided[0]
    assert near.acted.tolist() == [one % 2 == 1 for one in near.ids.tolist()]


def decides(heard: Heard) -> bytes:
    if heard[0]["asks"] != "decide":
        return honest(heard)
    ids = np.sort(heard[1]["ids"])
    return pack({"kind": "answer", "seconds": 0.1}, {"ids": ids, "values": ids % 2 * 1.0})


@pytest.mark.parametrize("values", [[0.5] * 6, [np.nan] * 6, [1.0] * 5, [2.0] * 6])
def test_arrays_are_not_believed_to_be_decisions(values: list[float]) -> None:
    def forges(heard: Heard) -> bytes:
        if heard[0]["asks"] != "decide":
            return honest(heard)
        arrays = {"ids": heard[1]["ids"][: len(values)], "values": np.array(values)}
        return pack({"kind": "answer", "seconds": 0.1}, arrays)

    evidence = let_sit(ScriptedSandbox(probe=forges), terms=DECIDING)

    assert evidence.decided == ()
    assert evidence.refusals[0].probe == "decide:near"
    # No honest proctor lets such arrays through: whoever sent them is not asked any more.
    assert evidence.ending.outcome is Outcome.CONTRACT_BROKEN


def test_a_monitor_is_asked_about_the_stream_after_everything_else() -> None:
    told = {"drifted": True, "kind": "input", "where": ["amount"], "since": "2026-03-02"}

    def watches(heard: Heard) -> bytes:
        if heard[0]["asks"] == "monitor":
            return pack({"kind": "answer", "seconds": 0.1, "alarm": told})
        return honest(heard)

    sandbox = ScriptedSandbox(probe=watches)

    evidence = let_sit(sandbox, terms=MONITORING, stream=(a_stream(),))

    assert sandbox.box.heard[-1][0]["asks"] == "monitor"
    assert evidence.alarms == (
        Alarm(probe="stream:1", drifted=True, kind="input", where=("amount",), since="2026-03-02"),
    )


@pytest.mark.parametrize(
    "told", [None, [], {"drifted": 1}, {"drifted": True, "kind": "x", "where": "y", "since": 3}]
)
def test_what_is_no_alarm_is_a_refusal(told: Any) -> None:
    def forges(heard: Heard) -> bytes:
        if heard[0]["asks"] == "monitor":
            return pack({"kind": "answer", "seconds": 0.1, "alarm": told})
        return honest(heard)

    evidence = let_sit(ScriptedSandbox(probe=forges), terms=MONITORING, stream=(a_stream(),))

    assert evidence.alarms == ()
    assert [refusal.probe for refusal in evidence.refusals] == ["stream:1"]


def test_nobody_is_asked_for_what_the_challenge_does_not_want() -> None:
    sandbox = ScriptedSandbox()

    let_sit(sandbox, stream=(a_stream(),))

    asked = {header["asks"] for header, _ in sandbox.box.heard if header["kind"] == "probe"}
    assert asked == {"predict"}


def test_all_that_is_not_scored_has_a_time_that_does_not_grow_with_it() -> None:
    probes = paper_of(samples.a_variant()).probes

    assert aside_s(probes, TERMS) == aside_s(probes * 2, TERMS) < len(probes) * TERMS.probe_s


def test_a_decision_of_an_experiment_is_taken_as_it_is_told() -> None:
    shipping = {"ship": True, "numbers": [0.1, None, 10**400], "flaws": ["peeking", 3]}
    fitted = pack({"kind": "fitted", "claim": None, "shipping": shipping, "log": ""})

    evidence = let_sit(ScriptedSandbox(fitted=fitted))

    assert evidence.shipping is not None
    assert (evidence.shipping.effect, evidence.shipping.high) == (0.1, None)
    assert evidence.shipping.flaws == ("peeking", "3")
