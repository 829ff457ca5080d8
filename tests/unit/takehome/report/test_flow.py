from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from takehome.report import plot_flow
from takehome.report.flow import MOST, Stage, flow
from takehome_graders import specimens
from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from takehome.report.flow import Flow
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def _way(summary: Summary) -> Flow:
    assert summary.flow is not None
    return summary.flow


def test_a_loop_is_one_step_however_often_it_went_round(watched: dict[str, Summary]) -> None:
    way = _way(watched["leaky"])

    steps = {step.what: step for step in way.steps}

    assert (way.calls, len(way.steps), way.more) == (123, 6, 0)
    assert steps["XGBClassifier.fit"].times == 40
    assert (steps["XGBClassifier.fit"].fewest, steps["XGBClassifier.fit"].most) == (1200, 1200)


def test_every_step_says_from_which_others_something_flowed_into_it(
    watched: dict[str, Summary],
) -> None:
    way = _way(watched["careful"])

    named = [step.what for step in way.steps]
    sources = {
        step.what: [named[source] for source in step.sources] for step in way.steps if step.sources
    }

    assert sources["StandardScaler.transform"] == ["read_csv", "StandardScaler.fit_transform"]
    assert sources["XGBClassifier.predict_proba"] == [
        "XGBClassifier.fit",
        "StandardScaler.transform",
    ]
    assert sources["average_precision_score"] == ["XGBClassifier.predict_proba"]


def test_a_step_without_a_source_is_led_back_by_the_order_and_that_is_said(
    watched: dict[str, Summary],
) -> None:
    way = _way(watched["careful"])

    lost = next(step for step in way.steps if step.what == "roc_auc_score")

    assert (lost.sources, lost.guessed) == ((), (0,))
    assert "A dotted line is told by the order of the calls alone." in plot_flow.describe(way)


def test_what_saw_judged_rows_before_is_marked(watched: dict[str, Summary]) -> None:
    leaky, careful = _way(watched["leaky"]), _way(watched["careful"])

    warned = [step for step in leaky.steps if step.seen]

    assert [(step.what, step.stage) for step in warned] == [
        ("TargetEncoder.fit_transform", Stage.PREPARE)
    ]
    assert warned[0].seen == ("had seen 1,500 judged rows",)
    assert not any(step.seen for step in careful.steps)
    assert "⚠ TargetEncoder.fit_transform" in str(plot_flow.way_of_the_data(leaky, ""))
    assert "⚠" not in str(plot_flow.way_of_the_data(careful, ""))


def test_of_more_steps_than_anybody_reads_those_behind_the_claim_are_kept(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.leaky(key), "prepared")
    assert evidence.recording is not None
    last = evidence.recording.events[-1]
    more = tuple(
        replace(last, number=last.number + n, what="transform", spot=replace(last.spot, line=n))
        for n in range(1, 61)
    )
    recording = replace(evidence.recording, events=(*evidence.recording.events, *more))

    way = flow(key, replace(evidence, recording=recording))

    assert way is not None
    assert len(way.steps) == MOST
    assert way.more == 66 - MOST
    assert {"read_csv", "TargetEncoder.fit_transform", "XGBClassifier.fit"} <= {
        step.what for step in way.steps
    }
    assert f"and {way.more} more steps" in str(plot_flow.way_of_the_data(way, ""))


def test_a_step_names_its_cell(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.careful(key), "time")
    assert evidence.recording is not None
    events = tuple(
        replace(event, spot=replace(event.spot, cell=4)) for event in evidence.recording.events
    )

    way = flow(key, replace(evidence, recording=replace(evidence.recording, events=events)))

    assert way is not None
    assert way.steps[0].place == Place(file="solution.ipynb", cell=4, line=1)
    assert "cell 4, line 1, 1,500 rows" in str(plot_flow.way_of_the_data(way, "solution.ipynb"))


def test_of_several_tables_the_examples_are_what_a_step_is_led_back_to(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.careful(key), "time")
    assert evidence.recording is not None
    first, *others = evidence.recording.events
    side = replace(first, number=2, name="read_json", arguments=())
    later = [replace(each, number=each.number + 1) for each in others]
    recording = replace(evidence.recording, events=(first, side, *later))

    way = flow(key, replace(evidence, recording=recording))

    assert way is not None
    assert [step.what for step in way.steps[:2]] == ["read_csv", "read_json"]
    lost = next(step for step in way.steps if step.what == "roc_auc_score")
    assert lost.guessed == (0,)


def test_without_a_recording_there_is_no_way(key: Key) -> None:
    assert flow(key, specimens.careful(key)) is None
    assert plot_flow.way_of_the_data(None, "") is None
