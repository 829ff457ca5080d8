from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from takehome.report.document import as_json, document
from takehome.report.schema import Report
from takehome_graders import specimens

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def _refuse(name: str) -> float:
    raise AssertionError(name)


def test_the_document_names_its_version_and_has_sorted_keys(naive: Summary) -> None:
    text = as_json(naive)
    plain = json.loads(text, parse_constant=_refuse)

    assert plain["schema"] == "takehome/report@1"
    assert text == json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_it_says_what_the_summary_says(naive: Summary) -> None:
    plain = json.loads(as_json(naive))

    assert plain["total"] == naive.total
    assert plain["claimed"] == naive.claimed
    assert plain["leaks_used"] == ["card_dispute_rate", "review_minutes"]
    assert {c["name"]: c["points"] for c in plain["criteria"]} == {
        c.name: c.points for c in naive.criteria
    }
    statuses = {plant["id"]: plant["status"] for plant in plain["plants"]}
    assert statuses["leak.missingness"] == "used"
    assert statuses["decoy.name"] == "false alarm"


def test_it_can_be_read_back_and_refuses_what_it_does_not_know(careful: Summary) -> None:
    plain = json.loads(as_json(careful))

    assert Report.model_validate(plain) == document(careful)
    with pytest.raises(ValidationError, match="more"):
        Report.model_validate({**plain, "more": 1})


def test_odd_sittings_have_documents_without_nan(odd: dict[str, Summary]) -> None:
    for summary in odd.values():
        json.loads(as_json(summary), parse_constant=_refuse)


def test_the_same_marks_give_the_same_bytes(key: Key, summarised: Callable[..., Summary]) -> None:
    one, two = (summarised(specimens.naive(key)) for _ in range(2))

    assert as_json(one) == as_json(two)


def test_what_was_seen_at_run_time_is_in_the_document_and_can_be_read_back(
    watched: dict[str, Summary],
) -> None:
    for summary in watched.values():
        plain = json.loads(as_json(summary), parse_constant=_refuse)

        assert Report.model_validate(plain) == document(summary)
        assert summary.flow is not None
        assert len(plain["flow"]["steps"]) == len(summary.flow.steps)
        assert plain["validated"]["judgements"][0]["claimed"] is True
        assert plain["again"]["runs"][0]["words"] == "as it is"
        assert {trial["probe"] for trial in plain["trials"]} >= {"batch:alone", "pace:one"}
        assert plain["reproduced"] is summary.reproduced


def test_a_part_of_the_document_refuses_what_it_does_not_know(watched: dict[str, Summary]) -> None:
    plain = json.loads(as_json(watched["naive"]))
    plain["flow"]["steps"][0]["more"] = 1

    with pytest.raises(ValidationError, match="more"):
        Report.model_validate(plain)
