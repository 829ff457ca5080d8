"""A small folder for `predict`: the first rows of the training table, without their outcomes."""

from __future__ import annotations

import csv
import itertools
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.kit.check.facts import Facts

ROWS = 50


class DataChanged(ValueError):
    """The kit's data are not as they came."""


def write_sample(
    data: Path, folder: Path, facts: Facts, *, with_outcomes: bool = False
) -> list[int]:
    """Write the folder, laid out like `data/`, and return the ids of its rows.

    Args:
        data: The kit's `data/`.
        folder: Where to; it is made.
        facts: Which table and which columns.
        with_outcomes: Whether the rows keep their outcomes.

    Raises:
        DataChanged: The table is not there, or is not as it came.
        OSError: The disk is full.
    """
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns(facts.table))
    try:
        with (data / facts.table).open(encoding="utf-8-sig", newline="") as table:
            header, *rows = itertools.islice(csv.reader(table), ROWS + 1)
        outcome, at = header.index(facts.outcome_column), header.index(facts.id_column)
        ids = [int(row[at]) for row in rows]
    except (OSError, ValueError, IndexError, csv.Error) as error:
        raise DataChanged(str(error)) from error
    with (folder / facts.table).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        cut = len(header) if with_outcomes else outcome
        writer.writerows(row[:cut] + row[cut + 1 :] for row in (header, *rows))
    return ids
