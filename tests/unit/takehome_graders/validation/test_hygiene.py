"""A scheme as it was recorded, held against what the data demand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Claim, Evidence, Place, Source
from takehome_graders.marks import Certainty, Finding, Judged
from takehome_graders.recording.closure import Source as Origin
from takehome_graders.recording.events import Notice, Recording, Spot, Told
from takehome_graders.specimens.recorded import Way, recorded, training
from takehome_graders.validation.criterion import grade
from takehome_graders.validation.hygiene import Matter, hygiene

if TYPE_CHECKING:
    from takehome_datasets.key import Key

KEY = replace(specimens.key(400), training=training(3000, 270))
SPLIT = (
    "import pandas as pd\n"
    "from sklearn.model_selection import train_test_split\n"
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.metrics import average_precision_score\n"
    "frame = pd.read_csv('data/rows.csv', parse_dates=['paid_at'])\n"
    "X, y = frame[['amount']], frame['outcome']\n"
    "a, b, c, d = train_test_split(X, y, random_state=0)\n"
    "model = LogisticRegression().fit(a, c)\n"
    "expected_score = average_precision_score(d, model.predict_proba(b)[:, 1])\n"
)


def sat(way: Way, key: Key = KEY) -> Evidence:
    return recorded(key, specimens.naive(key), way)


def marked(evidence: Evidence, key: Key = KEY) -> Judged:
    mark = grade(key, evidence)
    assert isinstance(mark, Judged)
    return mark


def at_run_time(mark: Judged) -> list[Finding]:
    return [each for each in mark.findings if each.certainty is Certainty.RUN_TIME]


def recording(evidence: Evidence) -> Recording:
    assert evidence.recording is not None
    return evidence.recording


def matters(way: Way, key: Key = KEY) -> set[Matter]:
    found = hygiene(key, sat(way, key))
    assert found is not None
    return {fault.matter for fault in found.faults}


def test_a_split_by_time_breaks_nothing_of_what_the_data_demand() -> None:
    assert not matters("time") & {Matter.TIME, Matter.OVERLAP, Matter.PREPARED, Matter.TWINS}


def test_a_random_split_is_out_of_order_where_production_comes_later() -> None:
    assert Matter.TIME in matters("random")
    assert Matter.TIME not in matters("random", replace(KEY, time_columns=()))


def test_copies_on_both_sides_are_found() -> None:
    assert Matter.TWINS in matters("random")


def test_outcomes_that_were_not_final_are_found_where_they_were_judged() -> None:
    assert Matter.IMMATURE in matters("time")


def test_preparing_everything_first_is_a_blemish_or_a_fault_by_what_it_knows() -> None:
    found = hygiene(KEY, sat("prepared"))

    assert found is not None
    assert any(fault.matter is Matter.PREPARED for fault in found.faults)
    assert found.rests_on


@pytest.mark.parametrize("way", ["time", "random", "prepared"])
def test_no_point_hangs_on_what_was_recorded(way: Way) -> None:
    told = sat(way)
    silent = replace(told, recording=None)

    assert marked(told).points == marked(silent).points


def test_a_fault_has_its_place_and_a_question() -> None:
    evidence = sat("random")

    (out_of_order,) = [f for f in at_run_time(marked(evidence)) if "came after" in f.claim]

    assert out_of_order.place == Place(file=evidence.entry, line=2)
    assert out_of_order.tone == "weakness"
    assert out_of_order.question


def test_what_code_and_recording_both_say_is_told_once() -> None:
    source = Source(file="solution.py", cells=((0, SPLIT),))
    key = replace(KEY, time_columns=("paid_at",))
    evidence = replace(sat("random", key), sources=(source,))

    found = marked(evidence, key).findings

    assert not [f for f in found if "ignoring time" in f.evidence]
    assert [f.certainty for f in found if "solution.py, line 7" in f.evidence] == [
        Certainty.RUN_TIME
    ]


def test_what_did_not_happen_is_said_of_what_is_read() -> None:
    source = Source(file="solution.py", cells=((0, SPLIT),))
    key = replace(KEY, time_columns=("paid_at",))
    evidence = replace(sat("time", key), sources=(source,))

    (read,) = [f for f in marked(evidence, key).findings if "ignoring time" in f.evidence]

    assert read.tone == "note"
    assert "it is not so there" in read.evidence


def test_nothing_is_denied_by_a_recording_with_holes() -> None:
    source = Source(file="solution.py", cells=((0, SPLIT),))
    key = replace(KEY, time_columns=("paid_at",))
    whole = sat("time", key)
    holes = replace(recording(whole), malformed=1)
    evidence = replace(whole, sources=(source,), recording=holes)

    (read,) = [f for f in marked(evidence, key).findings if "ignoring time" in f.evidence]

    assert read.tone == "weakness"


def test_a_claim_that_was_never_seen_computed_is_asked_about() -> None:
    evidence = replace(sat("time"), claim=Claim(value=0.123456))

    claims = [f.claim for f in at_run_time(marked(evidence))]

    assert "The claim is none of the scores that were seen computed." in claims


def test_a_recorder_that_was_not_heard_accuses_nobody() -> None:
    (note,) = at_run_time(marked(replace(sat("time"), recording=None)))

    assert note.tone == "note"
    assert note.claim == "The recorder was not heard."


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        ({"malformed": 3}, "Something else spoke"),
        ({"lost": 3}, "Not everything was recorded."),
        ({"sources": {"near": Origin.UNEXPLAINED}}, "follow from nothing that a recorded model"),
        ({"told": ()}, "breaks off"),
        (
            {
                "told": (
                    Told(
                        process=0, frames=9, gaps=2, ended=True, forked=False, nested=0, faults=0,
                        fault="",
                    ),
                )
            },
            "Something else spoke",
        ),
    ],
)  # fmt: skip
def test_what_makes_a_recording_doubtful_is_a_note(change: dict[str, object], claim: str) -> None:
    evidence = sat("time")
    doubtful = replace(recording(evidence), **change)  # type: ignore[arg-type]  # by the field's name

    found = [
        f for f in at_run_time(marked(replace(evidence, recording=doubtful))) if claim in f.claim
    ]

    assert [(f.tone, f.weight) for f in found] == [("note", 0.0)]


def test_a_hook_that_was_overwritten_is_a_weakness_without_points() -> None:
    evidence = sat("time")
    notice = Notice(
        process=0, what="overwritten", detail="StandardScaler.fit", spot=Spot(file="", line=0)
    )
    told = replace(evidence, recording=replace(recording(evidence), notices=(notice,)))

    found = [f for f in at_run_time(marked(told)) if "StandardScaler.fit" in f.evidence]

    assert [(f.tone, f.weight, f.place) for f in found] == [("weakness", 0.0, None)]
    assert marked(told).points == marked(evidence).points
