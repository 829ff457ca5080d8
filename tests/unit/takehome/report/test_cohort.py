from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import inert
import summaries
from takehome.report.cohort import FEWEST, Cohort, cohort, render
from takehome.report.cohort_table import as_csv, document
from takehome.report.pairing import heldout_again, paired_spread
from takehome.report.seat import Seat, seat
from takehome.report.summary import Beside
from takehome.report.tiers import tiers, told_apart
from takehome_graders import specimens
from takehome_graders.specimens.keys import blurred
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


@pytest.fixture(scope="module")
def one(careful: Summary) -> Seat:
    return seat(careful, blind=True)


def _seated(one: Seat, number: int, total: float | None, width: float = 4.0) -> Seat:
    bounds = (None, None) if total is None else (total - width / 2, total + width / 2)
    return replace(
        one,
        name=f"kit-{number}",
        kit=f"kit-{number}",
        sitting=number,
        total=total,
        low=bounds[0],
        high=bounds[1],
    )


def _treated(seat: Seat, id_: str, status: Status) -> Seat:
    return replace(seat, plants={**seat.plants, id_: ("leak", status)})


def test_who_cannot_be_told_apart_stands_in_one_tier(one: Seat) -> None:
    seats = [_seated(one, n, total) for n, total in enumerate((80.0, 79.0, 60.0, 59.5, 20.0))]

    found = tiers(seats)

    assert [{s.sitting for s in tier} for tier in found] == [{0, 1}, {2, 3}, {4}]


def test_wide_intervals_make_one_tier_of_what_narrow_ones_tell_apart(one: Seat) -> None:
    wide = [_seated(one, n, total, width=40.0) for n, total in enumerate((70.0, 55.0))]
    narrow = [_seated(one, n, total, width=2.0) for n, total in enumerate((70.0, 55.0))]

    assert len(tiers(wide)) == 1
    assert len(tiers(narrow)) == 2


def test_the_order_of_the_arguments_changes_no_byte(one: Seat) -> None:
    seats = [_seated(one, n, 50.0 + n % 7) for n in range(30)]
    shuffled = [*seats[17:], *reversed(seats[:17])]

    assert render(cohort(seats, title="A")) == render(cohort(shuffled, title="A"))


def test_within_a_tier_the_order_says_nothing_about_the_total(one: Seat) -> None:
    seats = [_seated(one, n, 50.0 + n / 10) for n in range(20)]

    (tier,) = tiers(seats)

    totals = [s.total or 0.0 for s in tier]
    assert totals not in (sorted(totals), sorted(totals, reverse=True))


def test_two_of_one_variant_are_told_apart_where_their_intervals_overlap(key: Key) -> None:
    near, later = key.windows
    better = {w.name: blurred(w, 0.70, "own") for w in (near, later)}
    worse = {w.name: blurred(w, 0.85, "own") for w in (near, later)}
    again, seats = {}, []
    for number, predictions in enumerate((better, worse)):
        evidence = specimens.sitting(key, predictions)
        seats.append(seat(summaries.summary(key, evidence, sitting=number), blind=True))
        points = heldout_again(key, evidence)
        assert points is not None
        again[number] = points

    spread = paired_spread(again[0], again[1])

    assert spread < again[0].std()
    assert told_apart(seats[0], seats[1], again) or not told_apart(seats[0], seats[1], {})


def test_what_was_never_judged_stands_in_no_tier(one: Seat) -> None:
    found = cohort([_seated(one, 1, 50.0), _seated(one, 2, None)], title="A")

    assert len(found.tiers) == 1
    assert [s.sitting for s in found.untold] == [2]
    assert "Nothing judged, in no tier" in render(found)


def _mixed(one: Seat) -> Cohort:
    seats = []
    for number in range(4 * FEWEST):
        seat = _seated(one, number, 20.0 + 3 * number)
        good, bad = (Status.CAUGHT, Status.USED) if number > 10 else (Status.USED, Status.CAUGHT)
        seat = _treated(seat, "leak.fair", good)
        seat = _treated(seat, "leak.broken", bad)
        seat = _treated(seat, "leak.easy", Status.CAUGHT)
        seat = _treated(seat, "leak.hard", Status.MISSED)
        seats.append(_treated(seat, "leak.unreached", Status.NOT_REACHED))
    return cohort(seats, title="A")


def test_a_plant_that_tells_people_apart_is_told_from_a_broken_one(one: Seat) -> None:
    verdicts = {plant.id: plant.verdict for plant in _mixed(one).plants}

    assert verdicts["leak.fair"] == "tells people apart"
    assert verdicts["leak.broken"].startswith("broken")
    assert verdicts["leak.easy"] == "everybody treats it well"
    assert verdicts["leak.hard"] == "nobody treats it well"
    assert verdicts["leak.unreached"] == "too few to say"


def test_of_few_sittings_nothing_is_said_about_a_plant(one: Seat) -> None:
    found = cohort([_seated(one, n, 50.0 + n) for n in range(FEWEST - 1)], title="A")

    assert {plant.verdict for plant in found.plants} == {"too few to say"}


def test_names_are_hidden_until_they_are_asked_for(naive: Summary) -> None:
    hidden = render(cohort([seat(naive, blind=True)], title="A"))
    asked = render(cohort([seat(naive, blind=False)], title="A", blind=False))

    assert naive.about.candidate not in hidden
    assert naive.kit in hidden
    assert naive.about.candidate in asked


def test_who_has_not_been_read_is_listed(key: Key) -> None:
    read = Beside(people=summaries.read_by_two())
    seats = [
        seat(summaries.summary(key, specimens.naive(key), sitting=1, beside=read), blind=True),
        seat(summaries.summary(key, specimens.leaky(key), sitting=2), blind=True),
    ]

    found = cohort(seats, title="A")

    assert [s.sitting for s in found.unread] == [2]
    assert "Ann Müller, Bo" in render(found)


def test_every_status_of_the_heat_map_is_told_in_words(one: Seat) -> None:
    seats = [_treated(_seated(one, n, 50.0), "leak.x", status) for n, status in enumerate(Status)]

    root = inert.assert_inert(render(cohort(seats, title="A")))

    cells = [e for e in root.iter() if inert.tag(e) == "td" and "heat" in e.get("class", "")]
    assert {status.value for status in Status} <= {cell.get("aria-label") for cell in cells}


def test_distributions_count_everybody_who_was_judged(one: Seat) -> None:
    seats = [_seated(one, n, total) for n, total in enumerate((0.0, 5.0, 55.0, 100.0, None))]

    total = cohort(seats, title="A").distributions[0]

    assert total.counts == (2, 0, 0, 0, 0, 1, 0, 0, 0, 1)
    assert total.judged == 4


def test_tables_for_programs_hold_every_sitting_once(one: Seat) -> None:
    found = _mixed(one)

    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    plain = json.loads(json.dumps(document(found), allow_nan=False))

    assert len(rows) == len(plain["sittings"]) == 20
    assert rows[0]["leak.easy"] == "caught"
    assert plain["schema"] == "takehome/comparison@1"


def test_a_cohort_of_nobody_is_a_page_all_the_same() -> None:
    inert.assert_inert(render(cohort([], title="A")))
