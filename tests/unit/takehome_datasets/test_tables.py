from __future__ import annotations

from datetime import date

import numpy as np

from takehome_datasets.tables import Column, Sheet, Table, sheet

COLUMNS = [
    Column(name="row_id", form="count", values=np.array([30, 10, 20])),
    Column(name="at", form="moment", values=np.array([0, -1, 90_061])),
    Column(name="on", form="day", values=np.array([0, -1, 59])),
    Column(
        name="size",
        form="number",
        decimals=2,
        values=np.array([1.005, np.nan, -0.001]),
        extracted=np.array([7.0, 8.5, np.nan]),
    ),
    Column(name="kind", form="text", values=np.array([1, -1, 0]), levels=("web", "app")),
    Column(name="times", form="count", values=np.array([2.0, np.nan, 1e12])),
]
TABLE = Table(
    name="things",
    meaning="",
    columns={column.name: column for column in COLUMNS},
    appears=np.zeros(3, dtype=np.int64),
)


def written(*, extracted: bool) -> Sheet:
    return sheet(
        TABLE,
        slice(0, 3),
        names={"size": "length"},
        order=list(TABLE.columns),
        extracted=extracted,
        starts=date(2024, 1, 1),
    )


def test_a_sheet_is_written_as_a_warehouse_exports_it() -> None:
    content = written(extracted=False).to_csv().decode()

    assert content == (
        "row_id,at,on,length,kind,times\n"
        "30,2024-01-01 00:00:00,2024-01-01,1,app,2\n"
        "10,2023-12-31 23:59:59,2023-12-31,,,\n"
        "20,2024-01-02 01:01:01,2024-02-29,0,web,1000000000000\n"
    )


def test_the_extracted_state_is_written_for_the_extract() -> None:
    assert written(extracted=True).fields("length") == ("7", "8.5", "")
    assert written(extracted=False).fields("length") == ("1", "", "0")
