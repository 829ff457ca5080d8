"""Splits that ignore what the data dictionary says of time and of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.happenings import SHUFFLED
from takehome_graders.code.reading import Kind, Sign, Sureness

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Divided, Happenings, Shuffled, Validated
    from takehome_graders.code.reading import DataFacts
    from takehome_graders.code.rows import Path

ORDERED = ("slice", "filter")
"""How families of cuts begin that may follow time; the text alone does not prove it."""


def found(happenings: Happenings, facts: DataFacts) -> list[Sign]:
    """Return the splits that ignore time or entities, where nothing else respects them."""
    signs: list[Sign] = []
    ordered = _in_order(happenings)
    if facts.time_columns and not ordered:
        signs += [
            _sign(each, Kind.IGNORES_TIME, facts.time_columns)
            for each in _ignoring_time(happenings)
        ]
        signs += [_shuffled_before(each, facts) for each in _shuffled(happenings)]
    if facts.entity_columns and not ordered and not _grouped(happenings):
        shuffled = [each for each in happenings.divided if each.shuffled]
        signs += [_sign(each, Kind.IGNORES_ENTITY, facts.entity_columns) for each in shuffled]
    return list({(sign.kind, sign.place): sign for sign in signs}.values())


def _ignoring_time(happenings: Happenings) -> list[Divided | Validated]:
    divided = [each for each in happenings.divided if each.shuffled or each.how.endswith("KFold")]
    validated = [each for each in happenings.validated if each.splitter != "TimeSeriesSplit"]
    return [*divided, *(() if divided else validated)]


def _in_order(happenings: Happenings) -> bool:
    """Tell whether some judged rows were cut in an order, which may be time's."""
    orderly = {each.family for each in happenings.divided if not each.shuffled}
    orderly -= {each.family for each in happenings.divided if each.how.endswith("KFold")}
    if any(each.splitter == "TimeSeriesSplit" for each in happenings.validated):
        return True
    if any(each.how == "TimeSeriesSplit" for each in happenings.divided):
        return True
    for judged in happenings.judged:
        if judged.answers:
            continue
        cut_off = {step for _, path in judged.rows if not _is_shuffled(path) for step in path} - {
            step for _, path in judged.fit.rows for step in path
        }
        if any(family in orderly or family.startswith(ORDERED) for family, _ in cut_off):
            return True
    return False


def _is_shuffled(path: Path) -> bool:
    """Tell whether rows lost their order before the last of their cuts."""
    return any(family == SHUFFLED for family, _ in path[:-1])


def _shuffled(happenings: Happenings) -> list[Shuffled]:
    """Return the shuffles after which judged rows were cut out by position."""
    roles = {
        role
        for judged in happenings.judged
        if not judged.answers
        for _, path in judged.rows
        if _is_shuffled(path) and path[-1][0].startswith(ORDERED)
        for family, role in path
        if family == SHUFFLED
    }
    return [each for each in happenings.shuffled if each.role in roles]


def _shuffled_before(event: Shuffled, facts: DataFacts) -> Sign:
    named = ", ".join(f"`{column}`" for column in facts.time_columns[:3])
    return Sign(
        kind=Kind.IGNORES_TIME,
        place=event.place,
        related=(),
        sureness=Sureness.LIKELY,
        sentence=(
            "The rows are shuffled before stretches of them are judged, though the data "
            f"dictionary names {named}."
        ),
    )


def _grouped(happenings: Happenings) -> bool:
    return any(each.grouped or "Group" in each.how for each in happenings.divided) or any(
        each.grouped or "Group" in each.splitter for each in happenings.validated
    )


def _sign(event: Divided | Validated, kind: Kind, columns: tuple[str, ...]) -> Sign:
    named = ", ".join(f"`{column}`" for column in columns[:3])
    what = "time" if kind is Kind.IGNORES_TIME else "whom the rows belong to"
    return Sign(
        kind=kind,
        place=event.place,
        related=(),
        sureness=Sureness.LIKELY if kind is Kind.IGNORES_TIME else Sureness.POSSIBLE,
        sentence=(
            f"`{event.how}` divides the rows without regard to {what}, though the data "
            f"dictionary names {named}, and no other split in the code does better."
        ),
    )
