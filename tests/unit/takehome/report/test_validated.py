from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from takehome.report import plot_scheme
from takehome.report.validated import BINS, validated
from takehome_graders import specimens
from takehome_graders.evidence import Claim

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome.report.validated import Validated
    from takehome_datasets.key import Key


def _seen(summary: Summary) -> Validated:
    assert summary.validated is not None
    return summary.validated


def test_a_split_by_time_has_its_fitted_rows_before_its_judged_ones(
    watched: dict[str, Summary],
) -> None:
    seen = _seen(watched["careful"])

    (claimed,) = seen.claimed
    (lane,) = claimed.lanes

    assert (lane.fitted, lane.judged, lane.both) == (1200, 300, 0)
    assert claimed.before
    last = max(at for at, share in enumerate(lane.fitted_over_time) if share)
    first = min(at for at, share in enumerate(lane.judged_over_time) if share)
    assert last <= first + 1
    assert "every fitted row is earlier than every judged one" in plot_scheme.describe(seen)


def test_a_random_split_has_both_all_over_the_time(watched: dict[str, Summary]) -> None:
    seen = _seen(watched["naive"])

    (lane,) = seen.claimed[0].lanes

    assert sum(share > 0 for share in lane.fitted_over_time) == BINS
    assert sum(share > 0 for share in lane.judged_over_time) > 0.9 * BINS
    assert not seen.claimed[0].before
    assert lane.shared is not None
    assert lane.shared > 0.9 * lane.judged


def test_every_part_of_what_the_claim_rests_on_has_a_lane_and_says_what_saw_too_much(
    watched: dict[str, Summary],
) -> None:
    seen = _seen(watched["leaky"])

    folds = next(each for each in seen.claimed if each.name == "cross_val_score")

    assert len(folds.lanes) == 5
    assert folds.warnings == ("TargetEncoder had been fitted on 1,500 of the judged rows",)
    assert "TargetEncoder had been fitted on 1,500 of the judged rows." in plot_scheme.describe(
        seen
    )


def test_judgements_that_the_claim_does_not_rest_on_come_later_and_once_a_place(
    watched: dict[str, Summary],
) -> None:
    seen = _seen(watched["leaky"])

    others = [each for each in seen.judgements if not each.claimed]

    assert [each.claimed for each in seen.judgements] == [True, True, False]
    assert [(each.times, len(each.lanes)) for each in others] == [(39, 1)]


def test_rows_that_are_not_known_are_said_and_never_made_up(watched: dict[str, Summary]) -> None:
    seen = _seen(watched["careful"])

    unknown = next(each for each in seen.judgements if each.name == "roc_auc_score")

    assert unknown.lanes == ()
    assert (seen.traced, seen.unresolved) == (4, 1)
    assert "Of 1 of 5 calls the rows are not known." in plot_scheme.describe(seen)
    assert "its rows are not known" in str(plot_scheme.scheme_as_it_was(seen, ""))


def test_a_claim_that_nothing_was_judged_to_be_rests_on_nothing(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.naive(key), "random")

    seen = validated(key, replace(evidence, claim=Claim(value=0.123456)))

    assert seen is not None
    assert seen.claimed == ()
    assert "The claim is the value of no judgement that was seen." in plot_scheme.describe(seen)


def test_without_a_claim_nothing_rests_on_anything_and_that_is_said(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.naive(key), "random")

    seen = validated(key, replace(evidence, claim=None))

    assert seen is not None
    assert seen.claimed == ()
    assert plot_scheme.describe(seen) == (
        "Nothing was claimed that could rest on a judgement. It was judged at 1 place."
    )


def test_without_a_recording_there_is_no_picture(key: Key) -> None:
    assert validated(key, specimens.careful(key)) is None
    assert plot_scheme.scheme_as_it_was(None, "") is None


def test_a_key_that_knows_nothing_of_the_rows_leaves_time_and_entity_open(key: Key) -> None:
    evidence = specimens.recorded(key, specimens.naive(key), "random")

    seen = validated(replace(key, training=None), evidence)

    assert seen is not None
    assert seen.days == ()
    assert seen.claimed[0].later is None
    assert seen.claimed[0].lanes[0].shared is None
    assert "first row" in str(plot_scheme.scheme_as_it_was(seen, ""))
