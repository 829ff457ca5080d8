from __future__ import annotations

from datetime import date

from takehome.report import wording
from takehome_graders.evidence import Outcome
from takehome_graders.statuses import Status


def test_every_outcome_and_every_status_has_a_tone() -> None:
    assert set(wording.OUTCOME_TONES) == set(Outcome)
    assert set(wording.STATUS_TONES) == set(Status)


def test_dates_do_not_depend_on_the_locale() -> None:
    assert wording.day(date(2025, 3, 5)) == "5 Mar 2025"


def test_what_is_not_known_is_a_dash() -> None:
    assert wording.points(None) == wording.precision(None) == wording.seconds(None) == "—"
    assert wording.between(None, None) == "—"
