from __future__ import annotations

import pytest

from takehome.validity.effects import NONE
from takehome.validity.examination import Alarm, Gain
from takehome.validity.judging import Seat, Verdict
from takehome.validity.operators import NotFor
from takehome.validity.pages import BEGIN, END, Findings, told, written
from takehome.validity.spread import Step


def a_seat(name: str, total: float) -> Seat:
    return Seat(
        name=name,
        style=name,
        kit="kit-1",
        outcome="completed",
        points={"heldout": total},
        silent={},
        weaknesses=frozenset({("drift", "Does not say | that it drifts.")}),
        notes=frozenset(),
        faults=(),
        total=total,
    )


def some_findings() -> Findings:
    return Findings(
        effort="sample",
        rows=12_000,
        styles=("native",),
        originals=(a_seat("native", 80.0),),
        verdicts=(
            Verdict(
                operator="claim-twice",
                style="native",
                kit="kit-1",
                fate="survived",
                why="validation fell 3.0 of 40",
                falls={"validation": 3.0},
                strays={"economy": 5.0},
                model=NONE,
                claim=NONE,
            ),
        ),
        not_for=(NotFor(operator="scale", style="native", reason="Trees need no scale."),),
        alarms=(
            Alarm(how="other names", style="native", said=()),
            Alarm(how="remarks", style="native", said=("heldout fell 9.0",)),
        ),
        read_alike=(True, False, True),
        gains=(Gain(game="claim-low", style="native", won={"validation": 4.0}),),
        references={"careful": {"kit-1": a_seat("careful", 80.0)}},
        order=("careful",),
        steps=(Step(above="careful", below="naive", apart=9.0, error=1.0, n=3),),
        same_work=(a_seat("native", 80.0), a_seat("native", 82.0)),
        retests=(0.1, 0.3),
        missed=2,
    )


def test_the_tables_tell_each_finding_with_its_n() -> None:
    text = told(some_findings())

    for line in (
        "12,000 training rows",
        "2 sittings did not fit",
        "| careful above naive | 9.0 | 9.0 | 3 |",
        "| claim-twice | 0 | 1 | validation -3 |",
        "| claim-twice | native | validation fell 3.0 of 40 |",
        "| claim-twice | native | economy 5.0 |",
        "1 of 2 that sat raised an alarm",
        "read in the code of 1 of 3",
        "- native, remarks: heldout fell 9.0",
        "| sd | 1.4 | 1.4 | 2 |",
        "0.30 points apart at most (n=2)",
        "| claim-low | native | validation +4.0 |",
        "- scale, native: Trees need no scale.",
    ):
        assert line in text


def test_what_is_told_breaks_no_table() -> None:
    text = told(some_findings())

    rows = [line for line in text.splitlines() if line.startswith("| native |")]
    assert rows
    assert all(r"\|" not in row for row in rows)
    assert "Does not say / that it drifts." in text


def test_a_page_keeps_what_stands_around_its_tables() -> None:
    page = f"# Validity\n\n{BEGIN}\nold\n{END}\n\nAfterwards.\n"

    text = written(page, some_findings())

    assert text.startswith("# Validity\n")
    assert text.endswith("Afterwards.\n")
    assert "old" not in text


def test_a_page_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        written("# Validity\n", some_findings())
