from __future__ import annotations

from dataclasses import replace

import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Answers, NamedLeak
from takehome_graders.naming import Names, Recognition, match
from takehome_graders.specimens.planted import COLUMNS

KEY = specimens.key(30)


def _naming(*columns: str, kind: str = "post-outcome", table: str = "payments.csv") -> Names:
    leak = NamedLeak(table=table, columns=columns, kind=kind, evidence="", action="")
    return match(KEY, Answers(leaks=(leak,)))


@pytest.mark.parametrize(
    "kind",
    ["post-outcome", "Post outcome", "POST_OUTCOME", "a target leak, filled late", "post-outcome."],
)
def test_a_leak_is_recognised_by_column_and_kind(kind: str) -> None:
    assert _naming("refunded_amount", kind=kind).plants == {"leak.post-outcome": Recognition.FULL}


@pytest.mark.parametrize("kind", ["", "strange", "outcome", "post", "postoutcome", "missingness"])
def test_another_kind_recognises_the_column_alone(kind: str) -> None:
    assert _naming("refunded_amount", kind=kind).plants == {"leak.post-outcome": Recognition.COLUMN}


@pytest.mark.parametrize(
    "table", ["payments.csv", "payments", " Payments.CSV", "", "no-such-table"]
)
@pytest.mark.parametrize(
    "column", ["refunded_amount", " Refunded_Amount ", "payments.refunded_amount"]
)
def test_names_are_compared_without_what_does_not_matter(table: str, column: str) -> None:
    assert _naming(column, table=table).plants == {"leak.post-outcome": Recognition.FULL}


def test_a_column_of_another_table_is_another_column() -> None:
    windows = tuple(
        replace(w, folder={**w.folder, "cards.csv": b"card_id,refunded_amount\n"})
        for w in KEY.windows
    )
    leak = NamedLeak(
        table="cards", columns=("refunded_amount",), kind="post-outcome", evidence="", action=""
    )

    names = match(replace(KEY, windows=windows), Answers(leaks=(leak,)))

    assert not names.plants
    assert [alarm.column for alarm in names.false_alarms] == ["refunded_amount"]


def test_the_better_of_two_answers_about_a_leak_counts() -> None:
    wrong = NamedLeak(table="", columns=("review_minutes",), kind="x", evidence="", action="")
    right = replace(wrong, kind="missingness")

    for order in ((wrong, right), (right, wrong)):
        assert match(KEY, Answers(leaks=order)).plants == {"leak.missingness": Recognition.FULL}


def test_who_names_a_column_by_every_kind_has_named_the_column_alone() -> None:
    leak = NamedLeak(table="", columns=("review_minutes",), kind="", evidence="", action="")
    kinds = ("post-outcome", "missingness", "future-aggregate", "duplicate")

    names = match(KEY, Answers(leaks=tuple(replace(leak, kind=kind) for kind in kinds)))

    assert names.plants == {"leak.missingness": Recognition.COLUMN}


def test_a_leak_of_rows_is_recognised_by_its_kind_alone() -> None:
    for columns in ((), ("is_fraud",), ("paid_at",)):
        names = _naming(*columns, kind="label delay")
        assert names.plants == {"labels.immature": Recognition.FULL}
        assert not names.false_alarms


def test_columns_that_illustrate_a_leak_of_rows_win_nothing() -> None:
    names = _naming(*COLUMNS, kind="immature labels")

    assert set(names.plants) == {"labels.immature"}


def test_decoys_and_harmless_columns_are_false_alarms() -> None:
    names = _naming("merchant_prior", "COUNTRY", "amount")

    assert [(a.column, a.plant.id if a.plant else None) for a in names.false_alarms] == [
        ("merchant_prior", "decoy.prior"),
        ("country", None),
        ("amount", "drift.unit"),
    ]


def test_a_harmless_column_named_twice_is_one_false_alarm() -> None:
    leak = NamedLeak(table="", columns=("country",), kind="x", evidence="", action="")

    assert len(match(KEY, Answers(leaks=(leak, leak))).false_alarms) == 1


def test_what_is_no_column_is_left_to_a_person() -> None:
    names = _naming("refund_amt")

    assert names.unknown == ("refund_amt",)
    assert not names.plants
    assert not names.false_alarms


def test_a_list_of_every_kind_is_no_kind() -> None:
    names = _naming("review_minutes", kind="a, " * 40 + "missingness")

    assert names.plants == {"leak.missingness": Recognition.COLUMN}


def test_without_answers_nothing_is_named() -> None:
    assert match(KEY, None) == Names(plants={}, false_alarms=(), unknown=())


def test_what_else_is_wrong_may_be_named_as_what_it_is() -> None:
    names = _naming("amount", kind="sentinel")

    assert names.plants == {"mess.sentinel": Recognition.FULL}
    assert not names.false_alarms


def test_an_imbalance_of_rows_is_recognised_by_its_kind_alone() -> None:
    plants = tuple(
        replace(plant, kind="imbalance") if plant.id == "labels.immature" else plant
        for plant in KEY.plants
    )
    leak = NamedLeak(table="", columns=("is_fraud",), kind="immature", evidence="", action="")

    for kind, recognised in (("immature-labels", {"labels.immature": Recognition.FULL}), ("x", {})):
        names = match(replace(KEY, plants=plants), Answers(leaks=(replace(leak, kind=kind),)))
        assert names.plants == recognised
        assert not names.false_alarms


def test_a_decoy_is_never_named_as_what_it_is() -> None:
    names = _naming("merchant_prior", kind="strong-but-honest")

    assert not names.plants
    assert len(names.false_alarms) == 1
